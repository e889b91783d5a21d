"""Where a case stands among its steps: what is open, who has it, what was said there. Read once, asked often."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import conflicts, timing
from yichuang.cases.models import ACT_OF, Case, CaseStep, Hand, Opinion, Outcome, StepHandover
from yichuang.cases.steps.laying import OFFICERS
from yichuang.catalogue.kinds import StepKind


class NotExamined(Refused):
    """A step before the decision is not done."""

    code = "not_examined"


class NotAgreed(Refused):
    """A department that had to agree did not."""

    code = "not_agreed"


class StepNotOpen(Refused):
    """The step is not there to be acted on now."""

    code = "step_not_open"


def of(case: Case) -> Way:
    """The way of the case for a page: read once, however many parts of the page ask. An act begins with `Way(case)`."""
    found: Way = case.__dict__.setdefault("_way", Way(case))
    return found


class Way:
    """The steps of one case, without those that were sent back. Four statements at most, whatever is asked."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def steps(self) -> list[CaseStep]:
        """In order; those of one position by department."""
        S = CaseStep.State
        standing = CaseStep.objects.filter(case=self.case, state__in=[S.WAITING, S.OPEN, S.DONE])
        return list(standing.select_related("department").order_by("position", "department_id"))

    @cached_property
    def opinions(self) -> list[Opinion]:
        """What was said at these steps."""
        return list(Opinion.objects.filter(at_step__in=self.steps).order_by("at", "id"))

    @cached_property
    def handovers(self) -> list[StepHandover]:
        """Who handed on what is open."""
        open_ = [step.pk for step in self.open]
        return list(StepHandover.objects.filter(step__in=open_).select_related("giver", "taker").order_by("id"))

    @cached_property
    def hands(self) -> dict[int, Hand]:
        """Who had a hand in the case, by account."""
        return conflicts.hands_of(self.case)

    @property
    def open(self) -> list[CaseStep]:
        """What is being done now."""
        return [step for step in self.steps if step.state == CaseStep.State.OPEN]

    def open_for(self, act: str) -> list[CaseStep]:
        """The open steps that are done by this act."""
        return [step for step in self.open if ACT_OF[step.kind] == act]

    def opinions_at(self, step: CaseStep) -> list[Opinion]:
        """The opinions of the officers of a step; what a chief approver proposes before the decision is none."""
        return [
            one for one in self.opinions if one.at_step_id == step.pk and one.step != Opinion.Step.PRELIMINARY_REVIEW
        ]

    def lacking(self, step: CaseStep) -> int:
        """How many officers have still to speak at the step."""
        return step.officers - len(self.opinions_at(step))

    def begin(self, *, at: datetime, position: int = 1) -> None:
        """Open the steps of this position. Three statements."""
        self._open(position, at)

    def finish(self, step: CaseStep, *, at: datetime) -> None:
        """A step is done; when all beside it are, the next ones open. Three statements at most."""
        step.state, step.done_at = CaseStep.State.DONE, at
        step.save(update_fields=["state", "done_at"])
        beside = [one for one in self.steps if one.position == step.position]
        if all(one.state == CaseStep.State.DONE for one in beside):
            later = [one.position for one in self.steps if one.state == CaseStep.State.WAITING]
            if later:
                self._open(min(later), at)

    def finish_deciding(self, *, at: datetime) -> None:
        """The decision is made: its step is done. One statement; none for a case decided on the spot."""
        for step in self.open_for("decide"):
            self.finish(step, at=at)

    def _open(self, position: int, at: datetime) -> None:
        opened = [one for one in self.steps if one.position == position and one.state == CaseStep.State.WAITING]
        for step in opened:
            step.state, step.opened_at = CaseStep.State.OPEN, at
            step.counted_from = step.counted_from or at
        timing.set_step_dues(self.case, opened)
        CaseStep.objects.bulk_update(opened, ["state", "opened_at", "counted_from", "due_at"])

    def require_ripe(self) -> None:
        """Refuse the decision until every step before it is done (XKF 34, 37)."""
        for step in self.steps:
            if step.kind == StepKind.DECIDE or step.state == CaseStep.State.DONE:
                continue
            if step.kind == StepKind.EXAMINE and step.officers >= OFFICERS:
                raise NotExamined(
                    _("审查须由两名以上工作人员进行（行政许可法第三十四条），现在有 %(n)s 份审查意见，请先补齐。")
                    % {"n": len(self.opinions_at(step))}
                )
            raise NotExamined(
                _("环节“%(step)s”（%(department)s）还没有完成，不能作出决定。请先办完这一环节。")
                % {"step": step, "department": step.department}
            )

    def require_agreed(self) -> None:
        """Refuse to grant while a department that had to agree does not."""
        signing = {step.pk: step for step in self.steps if step.kind == StepKind.COUNTERSIGN}
        for one in self.opinions:
            if one.at_step_id in signing and one.recommends == Outcome.REFUSED:
                raise NotAgreed(
                    _("%(department)s会签不同意，不能作出准予决定。请退回前面的环节重新研究，或者作出不予决定。")
                    % {"department": signing[one.at_step_id].department}
                )
