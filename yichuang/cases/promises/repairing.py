"""Whose promises are not taken, and how they are taken again once the credit is repaired (信用修复; AY 29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import life_cycle
from yichuang.cases.models import Exclusion
from yichuang.offices.models import Centre
from yichuang.offices.queries import centre_of
from yichuang.people.actors import Actor
from yichuang.people.models import Role

PAGE: Final = 50
LONGEST_KEY: Final = 18
"""Digits of a key that the database can hold."""


class NotExcluded(Refused):
    """The centre excludes nobody under this number, or no longer."""

    code = "not_excluded"


def repair(*, exclusion: int, ground: str, by: Actor, at: datetime) -> Exclusion:
    """The credit is repaired: promises are taken again. The manager of the centre records it and says on what ground.

    `exclusion` is the key of the row. Raises NotExcluded, Invalid.
    """
    by.must_have(Role.MANAGER)
    ground = clean(ground, field="ground", longest=500)
    if not ground:
        raise Invalid(_("请写明凭什么修复，例如信用修复决定书的文号。"), field="ground")
    with transaction.atomic():
        rows = Exclusion.objects.select_for_update(of=("self",)).select_related("case")
        found = rows.filter(pk=exclusion, case__centre=centre_of(by.account, timezone.localdate(at))).first()
        if found is None:
            raise NotExcluded(_("本中心没有这条记录，请回到信用修复列表重新选择。"))
        if found.repaired_at is not None:
            raise NotExcluded(_("信用已经修复，无需再次办理。"))
        found.repaired_at, found.repaired_by, found.repaired_for = at, by.account, ground
        found.save(update_fields=["repaired_at", "repaired_by", "repaired_for"])
        life_cycle.note(case=found.case, act="repair_credit", by=by, at=at)
    return found


def exclusion_of(centre: Centre | None, exclusion: int) -> Exclusion | None:
    """The row of that key, if it is of the centre. One statement."""
    rows = Exclusion.objects.filter(case__centre=centre, pk=min(exclusion, 10**LONGEST_KEY))
    return rows.select_related("party", "case__item_version").first() if centre else None


@dataclass(frozen=True)
class ExclusionPage:
    """One page of those who are excluded, and where the next begins (empty when there is none)."""

    exclusions: list[Exclusion]
    after: str


def excluded(centre: Centre | None, *, repaired: bool = False, after: str = "", limit: int = PAGE) -> ExclusionPage:
    """Whose promises are not taken because of a case of the centre, or were not until repaired; the newest first.

    `after` is that of the page before. One statement.
    """
    rows = Exclusion.objects.filter(case__centre=centre, repaired_at__isnull=not repaired)
    if after:
        if not (after.isascii() and after.isdecimal() and len(after) <= LONGEST_KEY):
            raise Invalid(_("列表位置不正确，请回到第一页。"), field="after")
        rows = rows.filter(pk__lt=int(after))
    known = rows.select_related("party", "case__item_version", "case__department", "case__centre", "repaired_by")
    found = list(known.order_by("-id")[: limit + 1]) if centre else []
    shown = found[:limit]
    return ExclusionPage(shown, str(shown[-1].pk) if len(found) > limit else "")
