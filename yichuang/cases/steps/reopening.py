"""What taking back does to the steps of a case: a step is open again, and what opened after it waits again."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases import timing
from yichuang.cases.models import Case, CaseStep, Opinion, StepHandover


def unlay(case: Case) -> None:
    """Nobody has the case any more: the steps that were laid out, at which nothing was done, are laid out anew when
    somebody begins. One statement."""
    CaseStep.objects.filter(case=case).delete()


def unwrite(case: Case, opinion: Opinion, *, at: datetime) -> None:
    """The opinion stands no longer; its step, if it was done by it, is open again. Whoever wrote it keeps his part in
    the case. Five statements at most."""
    Opinion.objects.filter(pk=opinion.pk).update(taken_back_at=at)
    step = opinion.at_step
    StepHandover.objects.filter(step=step, settled_at=opinion.at).update(settled_at=None)
    if step is None or step.state != CaseStep.State.DONE:
        return
    later = CaseStep.objects.filter(case=case, state=CaseStep.State.OPEN, position__gt=step.position)
    opened = list(later.filter(opened_at=step.done_at).values_list("pk", flat=True))
    again = CaseStep.objects.filter(pk__in=opened)
    again.update(state=CaseStep.State.WAITING, opened_at=None, due_at=None)
    again.filter(counted_from=step.done_at).update(counted_from=None)
    step.state, step.done_at = CaseStep.State.OPEN, None
    timing.set_step_dues(case, [step])
    step.save(update_fields=["state", "done_at", "due_at"])
