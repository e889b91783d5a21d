"""The steps of a case as a line: who has it, since when, until when, what was said there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from yichuang.cases.models import Case, CaseStep, Opinion, StepHandover
from yichuang.catalogue.content import Content

_TONES: Final = {
    CaseStep.State.DONE: "done",
    CaseStep.State.OPEN: "current",
    CaseStep.State.WAITING: "ahead",
    CaseStep.State.RETURNED: "refused",
    CaseStep.State.DROPPED: "ahead",
}


@dataclass(frozen=True)
class Place:
    """One step of one department, with everything that happened there."""

    step: CaseStep
    title: str
    tone: str
    opinions: Sequence[Opinion]
    handovers: Sequence[StepHandover]

    @property
    def is_open(self) -> bool:
        """Whether it is being done now."""
        return self.step.state == CaseStep.State.OPEN


def of(steps: Iterable[CaseStep], opinions: Sequence[Opinion], content: Content) -> list[Place]:
    """The line of a case; empty before the examination."""
    return [
        Place(
            step=step,
            title=step.called(content),
            tone=_TONES[CaseStep.State(step.state)],
            opinions=[one for one in opinions if one.at_step_id == step.pk],
            handovers=sorted(step.handovers.all(), key=lambda one: one.pk),
        )
        for step in steps
    ]


def next_due(case: Case, places: Iterable[Place]) -> datetime | None:
    """By when something has to be done next: an open step may have a day of its own, before that of the case."""
    days = [case.due_at, *(place.step.due_at for place in places if place.is_open)]
    return min((day for day in days if day), default=None)
