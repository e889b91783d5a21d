"""Whoever was told that a case touches his important interests, as he himself comes to it (利害关系人, XKF 36, 47).

He reaches what concerns him by his own row and by nothing else: what the applicant filled in and brought is not his.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import queries, standing
from yichuang.cases.models import Case, InterestedParty, Statement
from yichuang.documents.models import Letter, StoredFile
from yichuang.people.actors import Actor
from yichuang.people.models import Party

LARGEST: Final = 2**63 - 1
_NOBODY: Final = _("没有找到。请确认是否以被告知的本人或者单位法定代表人的身份登录。")


class NotTouched(Refused):
    """There is no such row for this actor; whether it exists is not told."""

    code = "not_found"


def told_to(actor: Actor) -> QuerySet[InterestedParty]:
    """Where the person himself, or an organisation that he is proved to represent, was told, the latest first. One
    statement."""
    if actor.party is None or actor.kind != "public":
        return InterestedParty.objects.none()
    represented = Q(representative_id=actor.party.pk, representative_proved=True)
    mine = Party.objects.filter(Q(pk=actor.party.pk) | represented)
    related = ("party", *(f"case__{one}" for one in queries.WAY_TO_CASE))
    rows = InterestedParty.objects.filter(party__in=mine.values("pk")).select_related(*related)
    return rows.defer(f"case__{queries.TEXT_OF_VERSION}").order_by("-id")


def find(actor: Actor, told: int) -> InterestedParty:
    """The row, if it is about this actor. One statement. Raises NotTouched."""
    found = told_to(actor).filter(pk=told).first() if 0 < told <= LARGEST else None
    if found is None:
        raise NotTouched(_NOBODY)
    return found


def speaker(case: Case, of: int | None, *, by: Actor, at: datetime) -> InterestedParty | None:
    """Who acts on the locked case: the one among those told whose row is `of`, or the applicant's side (None).

    Raises NotTouched, NotTheApplicant.
    """
    if of is None:
        standing.require_applicant(case, by=by, at=at)
        return None
    found = find(by, of)
    if found.case_id != case.pk:
        raise NotTouched(_NOBODY)
    return found


def letters_to(told: InterestedParty) -> QuerySet[Letter]:
    """The letters of the case that are written to him, oldest first."""
    return queries.letters_of(told.case).filter(addressee=told.party_id)


def statements_of(case: Case) -> QuerySet[Statement]:
    """What both sides stated in writing, oldest first. Two statements."""
    rows = Statement.objects.filter(case=case).select_related("of__party").prefetch_related("papers__file")
    return rows.order_by("made_at", "id")


def file_of(told: InterestedParty, file_id: UUID) -> StoredFile:
    """A file that he sent with a statement. Raises NotTouched."""
    his = Statement.objects.filter(of=told).values("papers__file")
    found = StoredFile.objects.filter(pk=file_id, pk__in=his).first()
    if found is None:
        raise NotTouched(_("没有找到这份文件。"))
    return found
