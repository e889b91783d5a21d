"""What time alone brings about (视为): made by the system and never left to staff.

Each row of `DEEMINGS` says in which states a case can meet the event and which act makes it. When it is due stands in
`Case.deemed_at`, set by the act that made the case wait: telling a correction, taking an application in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yichuang.cases import consequences, letters, life_cycle, queries, timing
from yichuang.cases.afterwards import letters as afterwards
from yichuang.cases.models import Case, Correction, Decision, LaterPromise, Outcome, Rule, State
from yichuang.cases.overdue import overdue
from yichuang.cases.promises import letters as promised
from yichuang.cases.promises import tolerance
from yichuang.cases.promises.defaulting import default_on_gaps
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
            tolerance.settle(promise, case, decided_by=None, at=at)
        rule = timing.rule(case, Rule.Kind.ACCEPTANCE, at=received)
        life_cycle.move(
            case=case,
            name="deem_accepted",
            by=by,
            at=at,
            detail={"received": received.isoformat(), "law": rule.basis if rule else ""},
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
            detail={"round": notice.round},
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
            detail={"law": afterwards.RENEWAL_LAW},
            outcome=Outcome.GRANTED,
            decided_at=at,
            deemed_at=None,
            due_at=deliver_by.at if deliver_by else None,
        )
        consequences.follow(case, made, by=by, mandate_id=None, at=at)
    return case


@dataclass(frozen=True)
class Deeming:
    """One event: in which states a case can meet it once the time of its column is over, and the act that makes it."""

    states: Sequence[State]
    act: Callable[..., Case]
    column: Literal["deemed_at", "renews_at"] = "deemed_at"


DEEMINGS: Final[Sequence[Deeming]] = (
    Deeming((State.SUBMITTED,), deem_accepted),
    Deeming((State.CORRECTING,), lapse),
    Deeming(life_cycle.PENDING, default_on_gaps),
    Deeming(life_cycle.PENDING, deem_renewed, column="renews_at"),
)


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
        deemings = [one for one in DEEMINGS if one.column == column]
        for pk, number in _due(column, deemings, at):
            try:
                report.done += _bring_about(pk, column, deemings, at=at)
            except Exception:
                # Whatever it is: the others are owed their event all the same.
                log.exception("deeming failed: case %s", number)
                report.failed.append(number)
    return report


def _due(column: str, deemings: Sequence[Deeming], at: datetime) -> Iterator[tuple[UUID, str]]:
    """The cases that are due, the longest due first, a batch at a time."""
    states = [state for deeming in deemings for state in deeming.states]
    waiting = Case.objects.filter(**{f"{column}__lte": at}, state__in=states).order_by(column, "id")
    rows = list(waiting.values_list(column, "id", "number")[:BATCH])
    while rows:
        yield from ((pk, number) for _due_at, pk, number in rows)
        last, pk, _number = rows[-1]
        after = waiting.filter(Q(**{f"{column}__gt": last}) | Q(**{column: last, "id__gt": pk}))
        rows = list(after.values_list(column, "id", "number")[:BATCH])


def _bring_about(pk: UUID, column: str, deemings: Sequence[Deeming], *, at: datetime) -> bool:
    """Make the event of one case; whether there was one: another may have been quicker, or be at it."""
    with transaction.atomic():
        held = Case.objects.select_for_update(skip_locked=True)
        free = held.filter(pk=pk, **{f"{column}__lte": at}).first()
        deeming = next((one for one in deemings if free and free.state in one.states), None)
        if free is None or deeming is None:
            return False
        deeming.act(case=free, at=at)
    return True
