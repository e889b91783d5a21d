"""Which acts of promises a case is ready for."""

from __future__ import annotations

from collections.abc import Iterator

from yichuang.cases import queries
from yichuang.cases.life_cycle import UNDECIDED
from yichuang.cases.models import Case, Found, State
from yichuang.cases.promises import later_check
from yichuang.cases.promises.supplementing import MOMENTS
from yichuang.offices.models import Power


def for_officers(case: Case) -> Iterator[tuple[str, Power]]:
    """The acts and the power each asks for. Two statements at most, none for an item without promises."""
    content = case.item_version.parsed
    later = queries.open_promise_of(case) if content.tolerance else None
    if later is not None and case.state == State.SUBMITTED:
        yield "accept_with_gaps", Power.ACCEPT
    elif later is not None and case.state in MOMENTS:
        yield "supplement_at_counter", Power.CORRECT
    promise = later_check.standing(case) if content.promise else None
    if promise is None:
        return
    if case.state in UNDECIDED:
        yield "withdraw_promise_at_counter", Power.ACCEPT
    if case.state == State.ACCEPTED:
        yield "grant_on_promise", Power.DECIDE
    elif promise.check_due_at is not None and promise.found == "":
        yield "check_promise", Power.EXAMINE
    elif promise.found != "" and promise.settled_at is None:
        if promise.correct_by is None:
            yield "order_to_keep", Power.EXAMINE
        if promise.found == Found.UNKEPT or promise.correct_by is not None:
            yield "revoke_for_promise", Power.DECIDE


def for_applicants(case: Case) -> Iterator[str]:
    """What the applicant's side can do about its promises. Two statements at most."""
    content = case.item_version.parsed
    if content.tolerance and case.state in MOMENTS and queries.open_promise_of(case):
        yield "supplement"
    if content.promise and case.state in UNDECIDED and later_check.standing(case):
        yield "withdraw_promise"
