"""Which acts a case page offers to whom, in the order of the law, with the reason when one is not possible now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django_stubs_ext import StrPromise

from yichuang.base.refusal import Refused
from yichuang.cases import deciding, life_cycle, standing
from yichuang.cases.models import Case, Outcome
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


@dataclass(frozen=True)
class Offer:
    """One act: its name in the life cycle, its label, and why it cannot be done by this actor (empty when it can)."""

    act: str
    label: StrPromise | str
    reason: str = ""

    @property
    def allowed(self) -> bool:
        """Whether the actor may do it now."""
        return not self.reason


POWERS: Final[Sequence[tuple[str, Power]]] = (
    ("ask_correction", Power.CORRECT),
    ("correct_at_counter", Power.CORRECT),
    ("accept", Power.ACCEPT),
    ("decline", Power.DECLINE),
    ("tell_not_required", Power.DECLINE),
    ("begin_examining", Power.EXAMINE),
    ("give_opinion", Power.EXAMINE),
    ("propose", Power.PRELIMINARY_REVIEW),
    ("grant", Power.DECIDE),
    ("refuse", Power.DECIDE),
    ("grant_at_once", Power.DECIDE),
    ("begin_making", Power.ISSUE),
    ("issue", Power.ISSUE),
    ("deliver", Power.DELIVER),
)


def acts_for(case: Case, actor: Actor, *, at: datetime) -> list[Offer]:
    """The acts that the state allows; each allowed to the actor, or with the sentence that says why not.

    A preview for the page: the act itself asks again, on the locked row.
    """
    if actor.kind == "public":
        return [o for name in ("correct", "withdraw") if (o := _offer(case, name, _applicant(case, actor, at)))]
    offers = []
    for name, power in POWERS:
        if name == "grant_at_once" and deciding.move_for(case, Outcome.GRANTED) != name:
            continue
        if offer := _offer(case, name, _power(case, power, actor, at)):
            offers.append(offer)
    return offers


def _offer(case: Case, name: str, ask: Callable[[], object]) -> Offer | None:
    if not life_cycle.may(case, name):
        return None
    label = life_cycle.MOVES[name].label
    try:
        ask()
    except Refused as refused:
        return Offer(name, label, str(refused))
    return Offer(name, label)


def _applicant(case: Case, actor: Actor, at: datetime) -> Callable[[], object]:
    return lambda: standing.require_applicant(case, by=actor, at=at)


def _power(case: Case, power: Power, actor: Actor, at: datetime) -> Callable[[], object]:
    return lambda: standing.require_power(case, power, by=actor, at=at)
