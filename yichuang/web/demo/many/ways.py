"""How far a generated case went, and when: the same states in the same order as the acts would leave."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from yichuang.cases.models import State
from yichuang.web.demo.many.copying import constant, integer, json
from yichuang.web.demo.many.plan import A_DAY, BEIJING, MINUTE, NO_CLOCKS, Sort

OPEN_DAYS: Final = 45
"""Older cases have ended: a centre that works has no older ones."""


@dataclass(frozen=True)
class Way:
    """How far a case went."""

    state: str
    version: int
    accepted: bool = False
    examined: bool = False
    decided: bool = False
    completed: bool = False
    outcome: str = "granted"

    @cached_property
    def columns(self) -> bytes:
        """The columns of a case that are the same for all that went so far: state, outcome, version, no situations."""
        outcome = constant(self.outcome if self.decided else "")
        return constant(self.state) + outcome + integer(self.version, 4) + json(b"[]")


_OPEN: Final = (
    (0.18, Way("submitted", 1)),
    (0.40, Way("accepted", 2, accepted=True)),
    (0.70, Way("examining", 5, accepted=True, examined=True)),
    (0.80, Way("decided", 6, accepted=True, examined=True, decided=True)),
    (0.85, Way("issuing", 7, accepted=True, examined=True, decided=True)),
    (1.00, Way("completed", 7, accepted=True, examined=True, decided=True, completed=True)),
)
_ENDED: Final = (
    (0.03, Way("declined", 2)),
    (0.06, Way("withdrawn", 2)),
    (0.08, Way("delivered", 8, accepted=True, examined=True, decided=True, completed=True, outcome="refused")),
    (1.00, Way("delivered", 8, accepted=True, examined=True, decided=True, completed=True)),
)
_OPEN_LIMITS, _ENDED_LIMITS = ([limit for limit, _way in ways] for ways in (_OPEN, _ENDED))


def way_of(age: int, chance: float, *, instant: bool) -> Way:
    """A case so many days young may be anywhere on its way; an old one has come to its end."""
    fresh = age < OPEN_DAYS and chance < (OPEN_DAYS - age) / OPEN_DAYS * (0.3 if instant else 0.8)
    scale = chance * 7919 % 1
    return _OPEN[bisect(_OPEN_LIMITS, scale)][1] if fresh else _ENDED[bisect(_ENDED_LIMITS, scale)][1]


class Times(NamedTuple):
    """When what happened to a case, in milliseconds; `due` are the columns of its clocks, `due_at` when it is due."""

    accepted: int | None
    decided: int | None
    completed: int | None
    ended: int | None
    due: bytes
    due_at: int | None = None


def times_of(sort: Sort, way: Way, submitted: int, now: int, chance: float) -> Times:
    """The times of a case that went so far; nothing happens after now."""
    if not way.accepted:
        if way.state == State.SUBMITTED:
            return Times(None, None, None, None, sort.pace.after_submission((submitted + BEIJING) // A_DAY))
        return Times(None, None, None, min(submitted + A_DAY, now), NO_CLOCKS)
    accepted = min(submitted + 20 * MINUTE + int(chance * 200 * MINUTE), now)
    ahead = sort.pace.after_acceptance((accepted + BEIJING) // A_DAY)
    decided = completed = ended = None
    if way.decided:
        last = ahead.at or accepted + 3 * A_DAY
        decided = min(max(accepted, int(accepted + (last - accepted) * chance * 1.02)), now)
        if way.completed:
            completed = min(decided + 120 * MINUTE, now)
            if way.state == State.DELIVERED:
                ended = min(completed + 2 * A_DAY, now)
    columns = ahead.columns_when_ended if ended else ahead.columns
    return Times(accepted, decided, completed, ended, columns, ahead.at)


class Step(NamedTuple):
    """One act in the history of a case."""

    act: str
    after: str
    at: int
    who_kind: str


def history(way: Way, submitted: int, times: Times) -> Iterator[Step]:
    """What was done with a case, oldest first."""
    yield Step("apply", State.SUBMITTED, submitted, "public")
    if times.accepted:
        yield Step("accept", State.ACCEPTED, times.accepted, "staff")
        if way.examined:
            for act in ("begin_examining", "give_opinion", "give_opinion"):
                yield Step(act, State.EXAMINING, times.accepted, "staff")
    if times.decided:
        yield Step("grant" if way.outcome == "granted" else "refuse", State.DECIDED, times.decided, "staff")
    if way.state == State.ISSUING and times.decided:
        yield Step("begin_making", State.ISSUING, times.decided, "staff")
    if times.completed:
        yield Step("issue", State.COMPLETED, times.completed, "staff")
    if times.ended:
        act, who_kind = _ENDS[way.state]
        yield Step(act, way.state, times.ended, who_kind)


_ENDS: Final = {
    "delivered": ("deliver", "staff"),
    "withdrawn": ("withdraw", "public"),
    "declined": ("decline", "staff"),
}
MOST_STEPS: Final = 8
"""No generated case has a longer history."""
