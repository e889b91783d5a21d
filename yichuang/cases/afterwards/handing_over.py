"""The list with which archived cases are handed over to the archive (归档移交清单)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import journal
from yichuang.base.numbering import next_number
from yichuang.base.refusal import Refused
from yichuang.cases.models import ArchiveRecord, HandOver
from yichuang.offices.models import Centre
from yichuang.people.actors import Actor
from yichuang.people.models import Role

LINES: Final = 500
"""How many cases one list holds at the most."""


class NothingToHandOver(Refused):
    """Every archived case stands on a list already."""

    code = "nothing_to_hand_over"


def hand_over(*, centre: Centre, by: Actor, at: datetime) -> HandOver:
    """The manager makes the next list: what is archived and stands on none yet, in the order of the archive numbers."""
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        waiting = records_of(centre).filter(hand_over=None).select_for_update(of=("self",)).order_by("id")[:LINES]
        chosen = [record.pk for record in waiting]
        if not chosen or by.account is None:
            raise NothingToHandOver(_("没有等待移交的档案：已经归档的都在以前的清单里。"))
        year = timezone.localtime(at).year
        serial = next_number(series=f"archive-list:{centre.pk}", year=year)
        number = f"{centre.code.upper()}-YJ{year}{serial:04d}"
        made = HandOver.objects.create(centre=centre, number=number, made_by=by.account, made_at=at)
        ArchiveRecord.objects.filter(pk__in=chosen).update(hand_over=made)
        journal.write(
            act="cases.handed_over",
            subject=journal.Subject("archive_list", number),
            by=by,
            at=at,
            centre_id=centre.pk,
            detail={"lines": len(chosen)},
        )
    return made


def records_of(centre: Centre) -> QuerySet[ArchiveRecord]:
    """What the centre has in its archive, with what a list shows of it: the newest first. No person is named."""
    found = ArchiveRecord.objects.filter(centre=centre).order_by("-id")
    return found.select_related("case__item_version", "case__department", "hand_over").defer(
        "case__item_version__content"
    )


def lists_of(centre: Centre) -> QuerySet[HandOver]:
    """The lists of the centre, the newest first."""
    return HandOver.objects.filter(centre=centre).select_related("made_by").order_by("-id")
