"""Which acts a case page offers to whom, in the order of the law, with the reason when one is not possible now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django_stubs_ext import StrPromise

from yichuang.base.refusal import Refused
from yichuang.cases import deciding, examining, life_cycle, standing
from yichuang.cases.models import Case, Outcome
from yichuang.cases.pausing import extending, procedures
from yichuang.offices import mandates
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


APPLICANTS: Final = ("correct", "withdraw")
POWERS: Final[Sequence[tuple[str, Power]]] = (
    ("ask_correction", Power.CORRECT),
    ("correct_at_counter", Power.CORRECT),
    ("accept", Power.ACCEPT),
    ("decline", Power.DECLINE),
    ("tell_not_required", Power.DECLINE),
    ("begin_examining", Power.EXAMINE),
    ("give_opinion", Power.EXAMINE),
    ("suspend", Power.EXAMINE),
    ("resume", Power.EXAMINE),
    ("ask_extension", Power.EXAMINE),
    ("extend", Power.DECIDE),
    ("refuse_extension", Power.DECIDE),
    ("propose", Power.PRELIMINARY_REVIEW),
    ("grant", Power.DECIDE),
    ("refuse", Power.DECIDE),
    ("grant_at_once", Power.DECIDE),
    ("begin_making", Power.ISSUE),
    ("issue", Power.ISSUE),
    ("deliver", Power.DELIVER),
    ("terminate", Power.DECIDE),
)
SELDOM: Final = frozenset(
    ("suspend", "resume", "ask_extension", "extend", "refuse_extension", "terminate"),
)
"""What few cases need: shown to whoever may do it, and not told to everybody else."""


def acts_for(case: Case, actor: Actor, *, at: datetime) -> list[Offer]:
    """The acts that the state allows; each allowed to the actor, or with the sentence that says why not.

    A preview for the page: the act itself asks again, on the locked row. At most ten statements.
    """
    if actor.kind == "public":
        return [_offer(case, name, _applicant(case, actor, at)) for name in APPLICANTS if life_cycle.may(case, name)]
    powers = mandates.powers_of(item_code=case.item.code, department=case.department, by=actor, at=at)
    found = [
        _offer(case, name, _officer(case, name, power, powers, actor))
        for name, power in POWERS
        if life_cycle.may(case, name) and (name != "grant_at_once" or deciding.move_for(case, Outcome.GRANTED) == name)
    ]
    return [offer for offer in found if offer.allowed or offer.act not in SELDOM]


def _offer(case: Case, name: str, ask: Callable[[], object]) -> Offer:
    label = life_cycle.MOVES[name].label
    try:
        ask()
    except Refused as refused:
        return Offer(name, label, str(refused))
    return Offer(name, label)


def _applicant(case: Case, actor: Actor, at: datetime) -> Callable[[], object]:
    return lambda: standing.require_applicant(case, by=actor, at=at)


def _officer(case: Case, name: str, power: Power, powers: mandates.Powers, actor: Actor) -> Callable[[], object]:
    def ask() -> None:
        standing.refuse_own_case(case, actor)
        warrant = powers.require(power)
        if name == "give_opinion":
            examining.require_fresh_eyes(case, by=actor)
        elif name == "propose":
            deciding.require_not_proposed(case, by=actor)
        elif name == "ask_extension":
            extending.require_extensible(case, at=powers.at)
            extending.allowed_for(case, at=powers.at)
        elif name in ("extend", "refuse_extension"):
            extending.require_asked(case, warrant=warrant, by=actor)
        elif name == "resume":
            procedures.require_running(case)
        elif name in ("grant", "refuse", "grant_at_once"):
            deciding.require_ripe(case, name, by=actor)

    return ask
