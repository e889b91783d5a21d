"""What time alone brings about (视为): made by the system and never left to staff.

Each row of `DEEMINGS` says in which states a case can meet the event and which act makes it. When it is due stands in
`Case.deemed_at`, set by the act that made the case wait: telling a correction, taking an application in. A job writes
down what is due every few minutes; whichever act comes first to a case does so too, with `locked`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yichuang.cases import consequences, letters, life_cycle, queries, timing
from yichuang.cases.afterwards import letters as afterwards
from yichuang.cases.models import Case, Correction, Decision, LaterPromise, Outcome, Rule, State
from yichuang.cases.overdue import overdue, since
from yichuang.cases.promises import letters as promised
from yichuang.cases.promises import owing
from yichuang.cases.promises.defaulting import default_on_gaps, move_of_default
from yichuang.people.actors import SYSTEM, Actor

BATCH: Final = 200
"""How many cases are looked up at a time."""
log = logging.getLogger(__name__)


def deem_accepted(*, case: Case, by: Actor = SYSTEM, at: datetime) -> Case:
    """Nobody told in time what is missing: the application is accepted as from the day it came in (XKF 32(4); AY 36).

    After a correction it is the corrected papers whose day counts: before them the application was told to be
    incomplete, and whoever hands in everything that was asked for must be accepted (XKF 32(5)). Both clocks run from
    that day. The notice goes out under the department's seal and names the law.
    """
    with transaction.atomic():
        case = overdue(case, "deem_accepted", by=by, at=at)
        received = received_at(case)
        dates = timing.decision_dates(case, accepted_at=received)
        promise = LaterPromise.objects.filter(case=case).prefetch_related("owed").first()
        if promise is not None:  # the body was late itself, so the applicant has all of his time
            owing.settle(promise, case, decided_by=None, at=at)
        rule = timing.rule(case, Rule.Kind.ACCEPTANCE, at=received)
        life_cycle.move(
            case=case,
            name="deem_accepted",
            by=by,
            at=at,
            detail=since(case) | {"received": received.isoformat(), "law": rule.basis if rule else ""},
            accepted_at=received,
            deemed_accepted=True,
            deemed_at=promise.due_at if promise else None,
            **dates,
        )
        consequences.of_acceptance(case, at=received)
        letters.deemed_acceptance(case, queries.given(case), law=rule.basis if rule else "", by=by, at=at)
        if promise is not None:
            promised.tolerance_promise(case, promise, by=by, at=at)
    return case


def received_at(case: Case) -> datetime:
    """When the papers came in on which the case stands: what corrected it last, else the application itself."""
    answered = Correction.objects.filter(case=case, answered_at__isnull=False).order_by("-round")
    return answered.values_list("answered_at", flat=True).first() or case.submitted_at


def lapse(*, case: Case, by: Actor = SYSTEM, at: datetime) -> Case:
    """The correction was not answered in time: the application is deemed to be withdrawn (AY 36)."""
    with transaction.atomic():
        case = overdue(case, "lapse", by=by, at=at)
        notice = Correction.objects.get(case=case, answered_at__isnull=True)
        life_cycle.move(
            case=case,
            name="lapse",
            by=by,
            at=at,
            detail=since(case) | {"round": notice.round},
            ended_at=at,
            due_at=None,
            warn_at=None,
        )
        letters.lapse_of_correction(case, notice, by=by, at=at)
    return case


def deem_renewed(*, case: Case, by: Actor = SYSTEM, at: datetime) -> Case:
    """A renewal that was applied for in time was not decided before the certificate ran out: it is granted (XKF 50).

    The certificate goes on from the day after its last; the letter says that it is the law that renews it.
    """
    with transaction.atomic():
        case = overdue(case, "deem_renewed", column="renews_at", by=by, at=at)
        made = Decision.objects.create(case=case, outcome=Outcome.GRANTED, at=at)
        deliver_by = timing.due_by_rule(case, Rule.Kind.DELIVERY, at=at)
        timing.end_holds(case, at=at)
        life_cycle.move(
            case=case,
            name="deem_renewed",
            by=by,
            at=at,
            detail=since(case, column="renews_at") | {"law": afterwards.RENEWAL_LAW},
            outcome=Outcome.GRANTED,
            decided_at=at,
            deemed_at=None,
            due_at=deliver_by.at if deliver_by else None,
        )
        consequences.follow(case, made, by=by, mandate_id=None, at=at)
    return case


@dataclass(frozen=True)
class Deeming:
    """One event: in which states a case can meet it once the time of its column is over, the act that makes it, and
    the move of the table that it is."""

    states: Sequence[State]
    act: Callable[..., Case]
    move: Callable[[Case], str]
    column: Literal["deemed_at", "renews_at"] = "deemed_at"

    def due(self, case: Case) -> datetime | None:
        """When the law makes it of this case; None when it cannot meet it."""
        when: datetime | None = getattr(case, self.column)
        return when if case.state in self.states else None


DEEMINGS: Final[Sequence[Deeming]] = (
    Deeming((State.SUBMITTED,), deem_accepted, lambda _case: "deem_accepted"),
    Deeming((State.CORRECTING,), lapse, lambda _case: "lapse"),
    Deeming(life_cycle.PENDING, default_on_gaps, move_of_default),
    Deeming(life_cycle.PENDING, deem_renewed, lambda _case: "deem_renewed", column="renews_at"),
)


def locked(case: Case, *, at: datetime, **also: Any) -> Case:
    """The case as it stands by law at `at`, its row locked until the transaction ends: how an act begins.

    What time has brought about and no job has yet written down is written down first, by the system, in the act's own
    transaction, and the act goes on from there: the law waits for no machine. `also` are expressions that are read
    with it. One statement when nothing is due.
    """
    case, _events = _caught_up(queries.locked(case, **also), at=at)
    return case


def by_law(case: Case, *, at: datetime) -> Case:
    """The case as it stands by law at `at`, for whoever only looks: nothing is written, and nothing may be saved.

    No statement when nothing is due, a few for each event.
    """
    while (event := _next(case, at=at)) is not None:
        step, when = life_cycle.MOVES[event.move(case)], event.due(case)
        case = copy(case)
        dates: dict[str, Any] = {"due_at": None}
        if step.target == State.ACCEPTED:
            case.accepted_at, case.deemed_accepted = received_at(case), True
            dates = timing.decision_dates(case, accepted_at=case.accepted_at)
        elif step.target == State.DECIDED:
            case.outcome, case.decided_at = Outcome.GRANTED, when
        elif step.target in life_cycle.ENDS:
            case.ended_at = when
        for name, value in {**dates, "state": step.target, "deemed_at": None, "renews_at": None}.items():
            setattr(case, name, value)
    return case


def case_for(actor: Actor, number: str, *, at: datetime, asked_too: bool = False) -> Case:
    """How a door comes to a case: `queries.case_for`, as it stands by law."""
    return by_law(queries.case_for(actor, number, at=at, asked_too=asked_too), at=at)


def listed(cases: Iterable[Case], *, at: datetime) -> list[Case]:
    """The cases of a list, each as it stands by law."""
    return [by_law(case, at=at) for case in cases]


def _next(case: Case, *, at: datetime) -> Deeming | None:
    """What the law made of the case first and nobody has written down; None when it is up to date."""
    over = [(when, one) for one in DEEMINGS if (when := one.due(case)) is not None and when <= at]
    return min(over, key=lambda one: one[0])[1] if over else None


def _caught_up(case: Case, *, at: datetime) -> tuple[Case, int]:
    """The locked case with everything that is due made, in the order of time, and how many events that were."""
    events = 0
    while (event := _next(case, at=at)) is not None:
        case = event.act(case=case, at=at)
        events += 1
    return case, events


@dataclass
class Report:
    """What one run did: how many events came about, and the numbers of the cases in which one failed."""

    done: int = 0
    failed: list[str] = field(default_factory=list)


def deem_all(*, at: datetime) -> Report:
    """Bring about everything that is due at `at`, each case in a transaction of its own.

    A case that somebody works on this moment is left for the next run. One that fails is reported, is tried again by
    the next run, and does not stop the others. The cost grows with what is due, not with the archive.
    """
    report = Report()
    for column in ("deemed_at", "renews_at"):
        for pk, number in _due(column, at):
            try:
                report.done += _bring_about(pk, at=at)
            except Exception:
                # Whatever it is: the others are owed their event all the same.
                log.exception("deeming failed: case %s", number)
                report.failed.append(number)
    return report


def _due(column: str, at: datetime) -> Iterator[tuple[UUID, str]]:
    """The cases that are due, the longest due first, a batch at a time."""
    states = [state for one in DEEMINGS if one.column == column for state in one.states]
    waiting = Case.objects.filter(**{f"{column}__lte": at}, state__in=states).order_by(column, "id")
    rows = list(waiting.values_list(column, "id", "number")[:BATCH])
    while rows:
        yield from ((pk, number) for _due_at, pk, number in rows)
        last, pk, _number = rows[-1]
        after = waiting.filter(Q(**{f"{column}__gt": last}) | Q(**{column: last, "id__gt": pk}))
        rows = list(after.values_list(column, "id", "number")[:BATCH])


def _bring_about(pk: UUID, *, at: datetime) -> int:
    """Make the events of one case. How many: another may have been quicker, or be at it."""
    with transaction.atomic():
        free = Case.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        return _caught_up(free, at=at)[1] if free else 0
