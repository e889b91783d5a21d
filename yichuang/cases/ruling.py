"""The centre sets its own dated rules: how long, and what follows. A rule is never changed; another takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import journal
from yichuang.base.limits import Unit
from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.cases.models import ASKED_FOR, Effect, Rule
from yichuang.offices.models import Centre
from yichuang.offices.queries import take_turns
from yichuang.people.actors import Actor
from yichuang.people.models import Role

EFFECTS: Final[Mapping[str, tuple[Effect, ...]]] = {
    Rule.Kind.TOLERANCE: (Effect.WITHDRAWN, Effect.ACCEPTANCE_REVOKED),
    Rule.Kind.PAYMENT: (Effect.FROM_ACCEPTANCE, Effect.FROM_DECISION),
}
"""The kinds of rule that choose what default brings about, and what they can choose."""
LONGEST: Final = 365


@dataclass(frozen=True)
class Terms:
    """What a rule says: for which kind of event and channel, how long, what follows, on which law, from which day."""

    kind: str
    length: int
    unit: str
    basis: str
    since: date
    channel: str = ""
    effect: str = ""


def set_rule(*, centre: Centre, terms: Terms, by: Actor, at: datetime) -> Rule:
    """The manager sets a rule from a day on; the one of the same kind and channel that ran until then ends that day.

    The basis is the law on which it stands, as it is cited in letters. What came in before keeps the rule of its day.
    Raises Invalid.
    """
    by.must_have(Role.MANAGER)
    terms = replace(terms, basis=clean(terms.basis, field="basis", longest=200))
    _check(terms)
    if terms.since < timezone.localdate(at):
        raise Invalid(_("规则从今天或者以后的日期起适用，不能溯及既往。"), field="since")
    with transaction.atomic():
        take_turns(centre)
        alike = Rule.objects.filter(centre=centre, kind=terms.kind, channel=terms.channel)
        if any(one.since >= terms.since for one in alike):
            raise Invalid(_("这一天或者以后已经有同一种规则，请选择更晚的日期。"), field="since")
        alike.filter(until__isnull=True).update(until=terms.since)
        made = Rule.objects.create(centre=centre, **asdict(terms))
        journal.write(
            act="cases.rule_set",
            subject=journal.Subject("rule", str(made.pk)),
            by=by,
            at=at,
            centre_id=centre.pk,
            detail=asdict(terms) | {"since": terms.since.isoformat()},
        )
    return made


def _check(terms: Terms) -> None:
    """Refuse what no rule can be."""
    if terms.kind not in Rule.Kind.values:
        raise Invalid(_("请选择规则的种类。"), field="kind")
    if terms.channel not in ("", *ASKED_FOR):
        raise Invalid(_("请选择申请的来源，或者选择“全部”。"), field="channel")
    if terms.unit not in {unit.value for unit in Unit}:
        raise Invalid(_("请选择时间的单位。"), field="unit")
    # Nothing but what is done on the spot takes no time; what follows may be due on the promised day itself.
    least = 0 if terms.unit == Unit.instant or terms.kind == Rule.Kind.TOLERANCE else 1
    if not least <= terms.length <= (0 if terms.unit == Unit.instant else LONGEST):
        raise Invalid(_("时间应当是 1 至 365 的整数；当场办理的填 0，单位选“即时”。"), field="length")
    if terms.kind == Rule.Kind.TOLERANCE and terms.unit not in (Unit.working_days, Unit.calendar_days):
        raise Invalid(_("请选择时间的单位。"), field="unit")
    if terms.kind == Rule.Kind.WARNING and terms.unit != Unit.working_days:
        raise Invalid(_("到期前提醒按工作日提前，单位请选“工作日”。"), field="unit")
    if terms.kind == Rule.Kind.REUSE and terms.unit not in (Unit.calendar_days, Unit.months, Unit.years):
        raise Invalid(_("材料可以沿用多久按日、月或者年计算，请重新选择单位。"), field="unit")
    if terms.effect not in EFFECTS.get(terms.kind, ("",)):
        raise Invalid(_("这种规则要写明逾期后果的，请选择后果；其他规则不填后果。"), field="effect")
    if not terms.basis:
        raise Invalid(_("请写明依据，例如：《安阳市政务服务条例》第三十六条。"), field="basis")


def rules_of(centre: Centre) -> QuerySet[Rule]:
    """All rules of the centre by kind, the newest of each first."""
    return Rule.objects.filter(centre=centre).order_by("kind", "channel", "-since")
