"""How long the papers of a case are kept (保管期限): dated rules by type of item, set by the manager."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.cases.models import Case, Keeping, RetentionRule
from yichuang.catalogue.kinds import ItemType
from yichuang.offices.models import Centre
from yichuang.offices.queries import take_turns
from yichuang.people.actors import Actor
from yichuang.people.models import Role


@dataclass(frozen=True)
class Period:
    """What a rule says: which type of item ("" for all without their own), how long, by what, from which day."""

    item_type: str
    keeping: str
    basis: str
    since: date


def set_retention(*, centre: Centre, period: Period, by: Actor, at: datetime) -> RetentionRule:
    """The manager says how long cases of a type are kept from a day on. What is archived keeps its period.

    Raises Invalid.
    """
    by.must_have(Role.MANAGER)
    period = replace(period, basis=clean(period.basis, field="basis", longest=200))
    if period.item_type not in ("", *ItemType.values):
        raise Invalid(_("请选择事项类型，或者选择“全部”。"), field="item_type")
    if period.keeping not in Keeping.values:
        raise Invalid(_("请选择保管期限。"), field="keeping")
    if not period.basis:
        raise Invalid(_("请写明依据，例如本单位的文件材料归档范围和保管期限表。"), field="basis")
    if period.since < timezone.localdate(at):
        raise Invalid(_("规则从今天或者以后的日期起适用，不能溯及既往。"), field="since")
    with transaction.atomic():
        take_turns(centre)
        alike = RetentionRule.objects.filter(centre=centre, item_type=period.item_type)
        if any(one.since >= period.since for one in alike):
            raise Invalid(_("这一天或者以后已经有同一种规则，请选择更晚的日期。"), field="since")
        made = RetentionRule.objects.create(centre=centre, **asdict(period))
        journal.write(
            act="cases.retention_set",
            subject=journal.Subject("retention", str(made.pk)),
            by=by,
            at=at,
            centre_id=centre.pk,
            detail=asdict(period) | {"since": period.since.isoformat()},
        )
    return made


def rules_of(centre: Centre) -> QuerySet[RetentionRule]:
    """All periods of the centre by type, the newest of each first."""
    return RetentionRule.objects.filter(centre=centre).order_by("item_type", "-since")


def rule_for(case: Case, *, at: datetime) -> RetentionRule | None:
    """The period in force for the case: that of its type before the general one. One statement."""
    kind = case.item_version.parsed.item_type or ""
    in_force = RetentionRule.objects.filter(
        centre_id=case.centre_id, item_type__in=["", str(kind)], since__lte=timezone.localdate(at)
    )
    return in_force.order_by("-item_type", "-since").first()


def keep_until(keeping: Keeping, *, ended: date) -> date | None:
    """The day on which the period is over: so many years after the end of the year in which the case ended, since the
    period of a file begins with the year after it was formed."""
    return None if keeping.years is None else date(ended.year + keeping.years, 12, 31)
