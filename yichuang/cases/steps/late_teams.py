"""For supervision: the teams of inspection that were named late, or are not named although it is time (XKF 55)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from yichuang.cases import queries
from yichuang.cases.models import Case, CaseStep, Inspection, State
from yichuang.cases.steps.inspecting import arrange_by
from yichuang.catalogue.kinds import StepKind
from yichuang.people.actors import Actor

MOST: Final = 100
"""Rows of each of the two lists."""
SHOWN: Final = ("case__item_version", "case__department", "case__centre")


@dataclass(frozen=True)
class LateTeam:
    """A case whose team should have been named by `due`; `visit` is the inspection for which it was, in the end."""

    case: Case
    due: datetime
    visit: Inspection | None = None


def late_teams(actor: Actor, *, at: datetime) -> list[LateTeam]:
    """Of the cases that the actor may see: first those still without a team, the longest waiting on top, then those
    named late, the last on top. Two statements, and three for each day of acceptance among them."""
    due = _due_once_a_day()
    seen = Case.objects.filter(queries.visible_to(actor, at=at))
    return [*_without(due, seen, at=at), *_named_late(due, seen)]


def _without(due: Callable[[Case], datetime | None], seen: object, *, at: datetime) -> Iterator[LateTeam]:
    waiting = CaseStep.objects.filter(
        case__in=seen,
        case__state=State.EXAMINING,
        kind=StepKind.INSPECT,
        state__in=(CaseStep.State.WAITING, CaseStep.State.OPEN),
    )
    steps = waiting.filter(case__inspections__isnull=True).select_related(*SHOWN)
    cases = {step.case_id: step.case for step in steps.order_by("case__accepted_at", "id")[:MOST]}
    for case in cases.values():
        latest = due(case)
        if latest is not None and at > latest:
            yield LateTeam(case, latest)


def _named_late(due: Callable[[Case], datetime | None], seen: object) -> Iterator[LateTeam]:
    visits = Inspection.objects.filter(case__in=seen, late=True).select_related(*SHOWN, "arranged_by")
    for visit in visits.order_by("-arranged_at", "-id")[:MOST]:
        latest = due(visit.case)
        if latest is not None:
            yield LateTeam(visit.case, latest, visit)


def _due_once_a_day() -> Callable[[Case], datetime | None]:
    """`arrange_by`, reckoned once for all cases of one day and channel."""
    known: dict[tuple[date, str], datetime | None] = {}

    def due(case: Case) -> datetime | None:
        if case.accepted_at is None:
            return None
        key = (timezone.localdate(case.accepted_at), case.channel)
        if key not in known:
            known[key] = arrange_by(case)
        return known[key]

    return due
