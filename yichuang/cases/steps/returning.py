"""A step is sent back to be done again (退回): with reasons, for everybody on the case to see.

The clock of the case goes on, and so does that of the step: it is counted from when it was first open.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.cases import conflicts, deeming, life_cycle, standing
from yichuang.cases.models import Case, CaseStep
from yichuang.cases.steps.way import Way
from yichuang.catalogue.kinds import StepKind
from yichuang.offices import mandates
from yichuang.offices.mandates import NoMandate, Powers, Warrant
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

POWERS: Final = {
    StepKind.REVIEW: (Power.PRELIMINARY_REVIEW,),
    StepKind.DECIDE: (Power.DECIDE, Power.PRELIMINARY_REVIEW),
}
"""By which powers somebody has a step in his hands; any other by examining."""


def send_back(*, case: Case, step: int, reason: str, by: Actor, at: datetime) -> Case:
    """Whoever has the open step sends the case back to an earlier one, which is done again, and all after it.

    Of departments side by side only the one named does it again. `step` is the id of a step that is done.
    """
    reason = clean(reason, field="reason", longest=1000, multiline=True)
    if not reason:
        raise Invalid(_("请写明退回的理由，说清楚要补做什么。"), field="reason")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "send_back")
        way = Way(case)
        warrant, _from = holds(way, by=by, at=at)
        target = next((one for one in earlier(way) if one.pk == step), None)
        if target is None:
            raise Invalid(_("只能退回到前面已经完成的环节。请刷新页面，重新选择。"), field="step")
        _do_again(way, target, reason, warrant, at=at)
        detail = {"step": target.name or target.kind, "department": target.department.code, "turn": target.turn + 1}
        mandate_id = standing.mandate_id(warrant)
        life_cycle.move(case=case, name="send_back", by=by, at=at, mandate_id=mandate_id, detail=detail)
    return case


def earlier(way: Way) -> list[CaseStep]:
    """The steps that can be done again: those before what is open now."""
    now = min((step.position for step in way.open), default=0)
    return [step for step in way.steps if step.position < now and step.state == CaseStep.State.DONE]


def holds(way: Way, *, by: Actor, at: datetime, known: Powers | None = None) -> tuple[Warrant, CaseStep]:
    """The right by which `by` has one of the open steps in his hands. Raises OwnCase, NoMandate, SamePerson."""
    standing.refuse_own_case(way.case, by)
    if not earlier(way):
        raise Invalid(_("前面还没有已经完成的环节，无处可退。"), field="step")
    lacking: NoMandate | None = None
    for step in way.open:
        powers = known
        if powers is None or powers.department.pk != step.department_id:
            powers = mandates.powers_of(item_code=way.case.item.code, department=step.department, by=by, at=at)
        for power in POWERS.get(StepKind(step.kind), (Power.EXAMINE,)):
            try:
                warrant = powers.require(power)
            except NoMandate as missing:
                lacking = lacking or missing
                continue
            conflicts.refuse_second_part(way.case, conflicts.PART_OF[step.kind], who=by.account, hands=way.hands)
            return warrant, step
    assert lacking is not None, "there is an open step after an earlier one"  # noqa: S101
    raise lacking


def _do_again(way: Way, target: CaseStep, reason: str, warrant: Warrant, *, at: datetime) -> None:
    """The rows that were touched stay as they were, marked; new ones stand for doing it again. Four statements."""
    S = CaseStep.State
    touched = [
        one
        for one in way.steps
        if one.pk == target.pk or (one.position > target.position and one.state in (S.OPEN, S.DONE))
    ]
    again = [_next_turn(one) for one in touched]
    for one in touched:
        one.state, one.due_at, one.returned_at = S.RETURNED, None, at
        one.returned_by = warrant.posting.account
    target.return_reason = reason
    CaseStep.objects.bulk_update(touched, ["state", "due_at", "returned_at", "returned_by", "return_reason"])
    CaseStep.objects.bulk_create(again)
    fresh = Way(way.case)
    fresh.begin(at=at, position=target.position)


def _next_turn(step: CaseStep) -> CaseStep:
    return CaseStep(
        case_id=step.case_id,
        position=step.position,
        turn=step.turn + 1,
        name=step.name,
        kind=step.kind,
        department_id=step.department_id,
        officers=step.officers,
        length=step.length,
        unit=step.unit,
        counted_from=step.counted_from,
    )
