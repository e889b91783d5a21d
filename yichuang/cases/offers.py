"""Which acts a case page offers to whom, in the order of the law, with the reason when one is not possible now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django_stubs_ext import StrPromise

from yichuang.base.refusal import Refused
from yichuang.cases import (
    chaining,
    deciding,
    deeming,
    intermediaries,
    issuing,
    life_cycle,
    marking,
    sharing,
    signed_copies,
    standing,
)
from yichuang.cases.afterwards import archiving, ending
from yichuang.cases.models import Case, InterestedParty, Outcome, State
from yichuang.cases.pausing import extending, hearing, procedures, upward
from yichuang.cases.promises import checking, credit
from yichuang.cases.promises import offers as promises
from yichuang.cases.steps import experts, inspecting, returning, seats, way
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


APPLICANTS: Final = ("correct", "make_statement", "ask_hearing", "waive_hearing", "withdraw")
TOUCHED: Final = ("make_statement_as_touched", "ask_hearing_as_touched", "waive_hearing_as_touched")
POWERS: Final[Sequence[tuple[str, Power]]] = (
    ("ask_correction", Power.CORRECT),
    ("correct_at_counter", Power.CORRECT),
    ("mark_correction", Power.CORRECT),
    ("correct_on_the_spot", Power.CORRECT),
    ("fetch_shared", Power.ACCEPT),
    ("accept", Power.ACCEPT),
    ("decline", Power.DECLINE),
    ("tell_not_required", Power.DECLINE),
    ("begin_examining", Power.EXAMINE),
    ("give_opinion", Power.EXAMINE),
    ("suspend", Power.EXAMINE),
    ("resume", Power.EXAMINE),
    ("tell_interested_party", Power.EXAMINE),
    ("record_statement", Power.EXAMINE),
    ("tell_hearing_rights", Power.EXAMINE),
    ("take_hearing_request", Power.EXAMINE),
    ("take_hearing_waiver", Power.EXAMINE),
    ("call_hearing", Power.EXAMINE),
    ("record_hearing", Power.EXAMINE),
    ("send_upward", Power.EXAMINE),
    ("note_receipt_above", Power.EXAMINE),
    ("record_answer", Power.EXAMINE),
    ("ask_extension", Power.EXAMINE),
    ("extend", Power.DECIDE),
    ("refuse_extension", Power.DECIDE),
    ("arrange_inspection", Power.EXAMINE),
    ("record_inspection", Power.EXAMINE),
    ("confirm_inspection", Power.EXAMINE),
    ("ask_expert", Power.EXAMINE),
    ("enter_expert_opinion", Power.EXAMINE),
    ("hand_on", Power.EXAMINE),
    ("send_back", Power.EXAMINE),
    ("propose", Power.PRELIMINARY_REVIEW),
    ("grant", Power.DECIDE),
    ("refuse", Power.DECIDE),
    ("grant_at_once", Power.DECIDE),
    ("begin_making", Power.ISSUE),
    ("issue", Power.ISSUE),
    ("deliver", Power.DELIVER),
    ("terminate", Power.DECIDE),
    ("withdraw_at_counter", Power.ACCEPT),
)
AFTER_ISSUE: Final[Sequence[tuple[str, Power]]] = (
    ("tell_intention", Power.EXAMINE),
    ("hear_holder", Power.EXAMINE),
    ("drop_intention", Power.DECIDE),
    ("end_certificate", Power.DECIDE),
)
"""What may be done with the certificate that a case brought, long after the case is over."""
INTERMEDIARY: Final = ("intermediary_begun", "intermediary_back")
WITH_CERTIFICATE: Final = (*life_cycle.UNDELIVERED, State.DELIVERED, State.TERMINATED, State.ARCHIVED)
SIGNED: Final = ("signed_copy", "take_back_signed_copy")
"""What is possible until the case is archived."""
SELDOM: Final = frozenset(
    (
        *(name for name, _power in AFTER_ISSUE),
        *SIGNED,
        *INTERMEDIARY,
        *("hand_on", "send_back", "arrange_inspection", "record_inspection", "confirm_inspection"),
        *("ask_expert", "enter_expert_opinion", "mark_correction", "correct_on_the_spot", "fetch_shared"),
        *("suspend", "resume", "ask_extension", "extend", "refuse_extension", "terminate"),
        *("tell_interested_party", "record_statement", "tell_hearing_rights", "take_hearing_request"),
        *("call_hearing", "record_hearing", "send_upward", "note_receipt_above", "record_answer", "ask_hearing"),
        "make_statement",
        *("waive_hearing", "take_hearing_waiver", "withdraw_at_counter", "withdraw_promise_at_counter"),
    )
)
"""What few cases need: shown to whoever may do it, and not told to everybody else."""


def _require_acceptable(case: Case) -> None:
    chaining.require_not_waiting(case)
    sharing.refuse_unfetched(sharing.to_fetch(case))


def _require_gaps_possible(case: Case) -> None:
    _require_acceptable(case)
    credit.refuse_excluded(case.applicant)


def _require_promise_ripe(case: Case, *, by: Actor) -> None:
    deciding.require_ripe(way.of(case), "grant_on_promise", by=by)
    credit.refuse_excluded(case.applicant)


Ask = Callable[[Case, Actor, mandates.Warrant, datetime], object]
ASKED: Final[Mapping[str, Ask]] = {
    "accept": lambda case, _by, _warrant, _at: _require_acceptable(case),
    "accept_with_gaps": lambda case, _by, _warrant, _at: _require_gaps_possible(case),
    "signed_copy": lambda case, _by, _warrant, _at: signed_copies.require_unarchived(case),
    "take_back_signed_copy": lambda case, _by, _warrant, _at: signed_copies.require_some(case),
    "fetch_shared": lambda case, _by, _warrant, _at: sharing.require_something(case),
    "mark_correction": lambda case, _by, _warrant, _at: marking.require_answered(case),
    "ask_extension": lambda case, _by, _warrant, at: extending.require_possible(case, at=at),
    "extend": lambda case, by, warrant, at: extending.require_grantable(case, warrant=warrant, by=by, at=at),
    "refuse_extension": lambda case, by, warrant, _at: extending.require_asked(case, warrant=warrant, by=by),
    "check_promise": lambda case, by, _warrant, _at: checking.require_open(case, by=by),
    "grant_on_promise": lambda case, by, _warrant, _at: _require_promise_ripe(case, by=by),
    "begin_making": lambda case, _by, _warrant, _at: issuing.require_in_force(case),
    "issue": lambda case, _by, _warrant, at: issuing.require_issuable(case, at=at),
    "resume": lambda case, _by, _warrant, _at: procedures.require_running(case),
    "tell_hearing_rights": lambda case, _by, _warrant, _at: hearing.require_untold(case),
    "take_hearing_request": lambda case, _by, _warrant, at: hearing.require_somebody(case, at=at),
    "take_hearing_waiver": lambda case, _by, _warrant, at: hearing.require_somebody(case, at=at),
    "call_hearing": lambda case, _by, _warrant, _at: hearing.require_uncalled(case),
    "record_hearing": lambda case, by, _warrant, at: hearing.require_held(case, by=by, at=at),
    "send_upward": lambda case, _by, _warrant, at: upward.require_reviewed(case, at=at),
    "note_receipt_above": lambda case, _by, _warrant, _at: upward.require_above(case, got=False),
    "record_answer": lambda case, _by, _warrant, _at: upward.require_above(case, got=True),
    "grant": lambda case, by, _warrant, at: deciding.require_decidable(way.of(case), "grant", by=by, at=at),
    "refuse": lambda case, by, _warrant, at: deciding.require_decidable(way.of(case), "refuse", by=by, at=at),
    "grant_at_once": lambda case, by, _warrant, at: deciding.require_decidable(
        way.of(case), "grant_at_once", by=by, at=at
    ),
}
"""What an act asks beyond the power to it, asked beforehand."""


def acts_for(case: Case, actor: Actor, *, at: datetime) -> list[Offer]:
    """The acts that the case allows as it stands by law, written down or not yet; each allowed to the actor, or with
    the sentence that says why not.

    A preview for the page: the act itself asks again, on the locked row. At most twelve statements.
    """
    case = deeming.by_law(case, at=at)
    if actor.kind == "public":
        names = [name for name in APPLICANTS if life_cycle.may(case, name)] + list(promises.for_applicants(case))
        own = [_offer(case, name, _applicant(case, name, actor, at)) for name in names]
        return [offer for offer in own if offer.allowed or offer.act not in SELDOM]
    asked = _Asked(case, actor, at)
    found = [
        _offer(case, name, asked.about(name, power))
        for name, power in POWERS
        if life_cycle.may(case, name) and (name != "grant_at_once" or deciding.move_for(case, Outcome.GRANTED) == name)
    ]
    of_promises = list(promises.for_officers(case))
    found += [_offer(case, name, asked.about(name, power)) for name, power in of_promises]
    if case.outcome == Outcome.GRANTED and case.state in WITH_CERTIFICATE:
        found += [_offer(case, name, asked.about(name, power)) for name, power in AFTER_ISSUE]
    found += [_offer(case, name, asked.about(name, Power.DELIVER)) for name in SIGNED]
    if intermediaries.may(case):
        found += [_offer(case, name, asked.about_intermediaries(name)) for name in INTERMEDIARY]
    instead = {"accept"} if "accept_with_gaps" in dict(of_promises) else set()
    if life_cycle.may(case, "archive") and actor.has(*archiving.BY_HAND):
        found.append(_offer(case, "archive", lambda: archiving.require_possible(case, by=actor, at=at)))
    return [offer for offer in found if offer.act not in instead and (offer.allowed or offer.act not in SELDOM)]


def acts_for_told(told: InterestedParty, *, at: datetime) -> dict[str, Offer]:
    """What somebody whom the case touches may do now, by the name of the act. One statement at most."""
    case = deeming.by_law(told.case, at=at)
    found = [_offer(case, name, _touched(case, name, told, at)) for name in TOUCHED if life_cycle.may(case, name)]
    return {offer.act: offer for offer in found if offer.allowed}


def _touched(case: Case, name: str, told: InterestedParty, at: datetime) -> Callable[[], object]:
    return lambda: name == "make_statement_as_touched" or _unwaived(case, told, at)


def _unwaived(case: Case, told: InterestedParty | None, at: datetime) -> object:
    return hearing.require_unwaived(hearing.require_open_for_requests(case, at=at), told)


def _offer(case: Case, name: str, ask: Callable[[], object]) -> Offer:
    label = life_cycle.title_of(name)
    try:
        ask()
    except Refused as refused:
        return Offer(name, label, str(refused))
    return Offer(name, label)


def _applicant(case: Case, name: str, actor: Actor, at: datetime) -> Callable[[], object]:
    def ask() -> None:
        standing.require_applicant(case, by=actor, at=at)
        if name in ("ask_hearing", "waive_hearing"):
            _unwaived(case, None, at)

    return ask


class _Asked:
    """One officer's acts on one case: his powers and the steps of the case are looked up once for all of them."""

    def __init__(self, case: Case, actor: Actor, at: datetime) -> None:
        self.case, self.actor, self.at = case, actor, at
        self.way = way.of(case)
        self.powers = mandates.powers_of(item_code=case.item.code, department=case.department, by=actor, at=at)

    def about(self, name: str, power: Power) -> Callable[[], object]:
        """The question whether he may do this act."""
        asked: dict[str, Callable[[], object]] = {
            "give_opinion": self._at_a_step,
            "hand_on": self._at_a_step,
            "arrange_inspection": lambda: self._at_a_step(inspecting.ACT),
            "record_inspection": lambda: inspecting.require_inspector(self.way, by=self.actor, at=self.at),
            "confirm_inspection": lambda: inspecting.require_unconfirmed(self.way, by=self.actor, at=self.at),
            "ask_expert": lambda: self._at_a_step(experts.ACT),
            "enter_expert_opinion": lambda: experts.require_open(self.way, None, by=self.actor, at=self.at),
            "send_back": lambda: returning.holds(self.way, by=self.actor, at=self.at, known=self.powers),
            "propose": lambda: deciding.seat_of_reviewer(self.way, by=self.actor, at=self.at, known=self.powers),
        }
        return asked.get(name, lambda: self._by_power(name, power))

    def about_intermediaries(self, name: str) -> Callable[[], object]:
        """The question whether he may note that an intermediary begins, or that one is back."""

        def ask() -> None:
            standing.refuse_own_case(self.case, self.actor)
            intermediaries.warrant_of(self.powers)
            if name == "intermediary_back":
                intermediaries.require_at_work(self.case)

        return ask

    def _at_a_step(self, act: str = "give_opinion") -> object:
        return seats.take(self.way, act, Power.EXAMINE, by=self.actor, at=self.at, known=self.powers)

    def _by_power(self, name: str, power: Power) -> None:
        standing.refuse_own_case(self.case, self.actor)
        warrant = self.powers.require(power)
        if name in dict(AFTER_ISSUE):
            ending.require_possible(self.case, name, at=self.at)
        if name in ASKED:
            ASKED[name](self.case, self.actor, warrant, self.at)
