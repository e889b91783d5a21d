"""Who may act at an open step: an officer of its department, the colleague it was handed to, or his substitute.

A step has as many seats as the law asks for officers. A seat handed on is kept for the colleague who took it; a
substitute (AB角) may sit there for him, and both names are written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import conflicts, standing
from yichuang.cases.models import CaseStep, Part, StepHandover
from yichuang.cases.steps.way import StepNotOpen, Way
from yichuang.offices import mandates, queries
from yichuang.offices.mandates import Powers, Warrant
from yichuang.offices.models import Power
from yichuang.people.actors import Actor
from yichuang.people.models import Account


class HandedOn(Refused):
    """The seat at this step belongs to somebody else."""

    code = "step_handed_on"


@dataclass(frozen=True)
class Seat:
    """The right of one officer at one step, and in whose place he sits there when he is a substitute."""

    step: CaseStep
    warrant: Warrant
    in_place_of: Account | None

    kept: bool = False
    """Whether it was handed to the officer himself, who then needs nobody's place."""

    @property
    def holder(self) -> Account:
        """Whose seat it is: that of whom he stands in for, unless it was handed to himself."""
        account = self.warrant.posting.account
        return account if self.kept else self.in_place_of or account

    def told(self) -> dict[str, Any]:
        """As the journal tells it: which step, of which department, and for whom."""
        detail: dict[str, Any] = {"step": self.step.name or self.step.kind, "department": self.step.department.code}
        return detail | told_of(self.in_place_of)


def take(
    way: Way,
    act: str,
    power: Power,
    *,
    by: Actor,
    at: datetime,
    step_id: int | None = None,
    known: Powers | None = None,
    part: Part | None = None,
) -> Seat:
    """The seat of `by` at the open step that this act does; his own department's before another's.

    `known` are his powers in the department of the case, where they were asked for already; `part` is what he is
    there, when it is not what the kind of the step says. Raises StepNotOpen, OwnCase, NoMandate, SamePerson, HandedOn.
    """
    standing.refuse_own_case(way.case, by)
    step = _which(way, act, by=by, at=at, step_id=step_id)
    if known is None or known.department.pk != step.department_id:
        known = mandates.powers_of(item_code=way.case.item.code, department=step.department, by=by, at=at)
    warrant = known.require(power)
    conflicts.refuse_second_part(way.case, part or conflicts.PART_OF[step.kind], who=by.account, hands=way.hands)
    refuse_second_opinion(way, step, by)
    principal = principal_of(warrant)
    kept = any(one.taker_id == _pk(by) for one in _unused(way, step))
    sits_for = None if kept else _sits_for(way, step, by, at, own=principal.pk if principal else _pk(by))
    return Seat(step, warrant, sits_for or principal, kept)


def told_of(principal: Account | None) -> dict[str, Any]:
    """As the journal tells for whom an officer stood in; nothing when he acted on a post of his own."""
    return {"in_place_of": principal.pk} if principal else {}


def principal_of(warrant: Warrant) -> Account | None:
    """For whom the officer of this warrant stands in; None when he acts on a post of his own."""
    if warrant.posting.substitute_for_id is None:
        return None
    return queries.account_of_posting(warrant.posting.substitute_for_id)


def _which(way: Way, act: str, *, by: Actor, at: datetime, step_id: int | None) -> CaseStep:
    open_ = [step for step in way.open_for(act) if step_id in (None, step.pk)]
    if not open_:
        now = "、".join(f"{step}（{step.department}）" for step in way.open) or "—"
        raise StepNotOpen(_("这一环节现在不在办理中，正在办理的是：%(now)s。请刷新页面查看最新进度。") % {"now": now})
    if len(open_) > 1 and by.account is not None:
        mine = {one.pk for one in queries.desk_of(by.account, timezone.localdate(at)).departments}
        return next((step for step in open_ if step.department_id in mine), open_[0])
    return open_[0]


def refuse_second_opinion(way: Way, step: CaseStep, by: Actor) -> None:
    """Nobody speaks twice at steps of one kind: the second opinion comes from a second officer (XKF 34(3))."""
    alike = [one for one in way.steps if one.kind == step.kind]
    if any(opinion.by_id == _pk(by) for one in alike for opinion in way.opinions_at(one)):
        raise standing.SamePerson(_("您已经对这件办件提过意见。第二份意见请由另一位工作人员提出。"))


def _unused(way: Way, step: CaseStep) -> list[StepHandover]:
    return [one for one in way.handovers if one.step_id == step.pk and one.settled_at is None]


def _sits_for(way: Way, step: CaseStep, by: Actor, at: datetime, *, own: int | None) -> Account | None:
    """In whose kept seat he sits as a substitute; None when there is a free one. Refuses when there is none.

    Who gave his own seat (`own` is whose) away has none while what was handed on is not used. Used, it binds nobody:
    a department of two officers could else never bring its second opinion. Who only passed on what he was given
    still has his own.
    """
    kept = [one.taker for one in _unused(way, step)]
    if not kept:
        return None
    if by.account is not None:
        principal = queries.stands_in_for(by.account, among=kept, on=timezone.localdate(at))
        if principal is not None:
            return principal
    names = "、".join(taker.display_name for taker in kept)
    here = [one for one in way.handovers if one.step_id == step.pk]
    if sum(one.giver_id == own for one in here) > sum(one.taker_id == own for one in here):
        raise HandedOn(_("您已把这一环节转给%(names)s办理。需要收回的，请对方再转给您。") % {"names": names})
    if way.lacking(step) <= len(kept):
        raise HandedOn(_("这一环节已转由%(names)s办理。") % {"names": names})
    return None


def _pk(by: Actor) -> int | None:
    return by.account.pk if by.account else None
