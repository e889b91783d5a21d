"""Races about a result on its way: every act once, every other with a sentence, and nothing lies in two places."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from yichuang.cases import issuing, undoing
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, State
from yichuang.cases.tests.test_hostile_races import EIGHT, at_once
from yichuang.delivery import by_locker, choosing, electronically, handing_over, incoming, ruling, testing
from yichuang.delivery.choosing import Wish
from yichuang.delivery.models import Delivery, Mode, Parcel, Term
from yichuang.delivery.undoing import take_back
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.people.actors import Actor

pytestmark = pytest.mark.django_db(transaction=True)
AT = cases.moment(day=1)


@pytest.fixture(autouse=True)
def town_that_delivers(transactional_db: None) -> None:
    cases.staffed_town()
    testing.terms()
    testing.cell()


def clerk() -> Actor:
    return cases.officer(town.liu_mei(), AT)


def handed(case: Case, by: Actor) -> Delivery:
    return handing_over.hand_over(case=case, document_number=str(case.applicant.number.open()), by=by, at=AT)


def receipts(case: Case) -> int:
    return Letter.objects.filter(subject_id=case.number, kind="service_receipt", revoked_at__isnull=True).count()


def test_hostile_race_eight_clerks_hand_out_one_result_once() -> None:
    case, by = cases.completed(), clerk()
    assert at_once(lambda _n: handed(case, by)).count("done") == 1
    assert receipts(case) == Delivery.objects.count() == 1


def test_hostile_race_a_result_taken_back_is_not_handed_out_and_one_handed_out_is_not_taken_back() -> None:
    at = cases.moment(hour=14)
    examiner, by = cases.officer(town.zhao_gang(), at), clerk()
    case = issuing.issue(case=cases.decided(), certificate_number="A1", by=examiner, at=at)

    def act(number: int) -> object:
        if number % 2:
            return undoing.take_back(case=case, reason="错", not_handed_out=True, by=examiner, at=at)
        return handed(case, by)

    assert at_once(act).count("done") == 1
    assert receipts(case) == (Case.objects.get(pk=case.pk).state == State.DELIVERED)


def test_hostile_race_a_delivery_is_taken_back_once_and_the_result_goes_out_again_once() -> None:
    case, by = cases.completed(), clerk()
    handed(case, by)

    def act(number: int) -> object:
        if number % 2:
            return take_back(case=case, reason="错", not_handed_out=True, by=by, at=AT + timedelta(minutes=5))
        return handed(case, by)

    told = at_once(act)
    state = Case.objects.get(pk=case.pk).state
    assert 1 <= told.count("done") <= EIGHT
    assert Delivery.objects.filter(case=case, failed_at__isnull=True).count() == (state == State.DELIVERED)
    assert receipts(case) == (state == State.DELIVERED)


def locker(case: Case) -> tuple[Callable[[], object], Callable[[], object]]:
    testing.chosen(case, Mode.LOCKER, at=AT)
    by = clerk()
    laid = by_locker.put_in_locker(case=case, cell=testing.cell(), by=by, at=AT)
    code, soon = by_locker.code_of(laid), AT + timedelta(minutes=5)

    def collect() -> object:
        return by_locker.collect(centre=offices.centre(), locker="G1", cell="01", code=code, by=by, at=soon)

    return collect, lambda: by_locker.take_back(case=case, by=by, at=soon)


def test_hostile_race_what_is_collected_is_not_taken_back_out_of_the_locker() -> None:
    case = cases.completed()
    collect, out = locker(case)
    assert at_once(lambda number: (collect, out)[number % 2]()).count("done") == 1
    assert receipts(case) == (Case.objects.get(pk=case.pk).state == State.DELIVERED)


def test_hostile_race_eight_guesses_at_once_count_eight() -> None:
    case = cases.completed()
    collect, _out = locker(case)
    by, at = clerk(), AT + timedelta(minutes=1)

    def guess(number: int) -> object:
        return by_locker.collect(centre=offices.centre(), locker="G1", cell="01", code=f"{number}", by=by, at=at)

    assert at_once(guess) == ["wrong_code"] * EIGHT
    assert Delivery.objects.get().wrong_codes == EIGHT
    assert at_once(lambda _n: collect(), times=1) == ["wrong_code"], "too much was guessed"


def test_hostile_race_two_results_do_not_lie_in_one_cell_nor_in_one_that_was_closed() -> None:
    waiting, by = [cases.completed(at=cases.moment(minute=n)) for n in range(3)], clerk()
    for case in waiting:
        testing.chosen(case, Mode.LOCKER, at=AT)
    cell, manager = testing.cell(), cases.officer(town.qian_yan(), AT)

    def act(number: int) -> object:
        if number == 0:
            return ruling.close_cell(cell=cell, by=manager, at=AT)
        return by_locker.put_in_locker(case=waiting[number % 3], cell=cell, by=by, at=AT)

    assert at_once(act).count("done") == 1


def test_hostile_race_opened_on_line_while_the_clerk_hands_it_over() -> None:
    case, by, applicant = cases.completed(), clerk(), cases.applicant(AT)
    testing.chosen(case, Mode.ELECTRONIC, at=AT)

    def act(number: int) -> object:
        if number % 2:
            return electronically.open_result(case=case, by=applicant, at=AT)
        return handed(case, by)

    assert at_once(act).count("done") == 1
    assert receipts(case) == 1


def test_hostile_race_the_way_is_chosen_while_the_result_goes_out_and_the_parcel_is_told_once() -> None:
    case, by, applicant = cases.completed(), clerk(), cases.applicant(AT)
    told: dict[str, Any] = {"courier": "邮政", "tracking_number": "EMS1"}
    told_once = at_once(lambda _n: incoming.tell_parcel(case=case, by=applicant, at=AT, **told))
    assert (told_once.count("done"), Parcel.objects.count()) == (1, 1)

    def act(number: int) -> object:
        if number % 2:
            return choosing.choose(case=case, wish=Wish(mode=Mode.ELECTRONIC, consent=True), by=applicant, at=AT)
        return handed(case, by)

    assert set(at_once(act)) <= {"done", "too_late_to_choose", "wrong_state"}
    assert receipts(case) == 1


def test_hostile_race_a_rule_of_delivery_set_eight_times_is_set_once() -> None:
    by = cases.officer(town.qian_yan(), AT)
    said = ruling.Ruling(Term.Kind.LOCKER, 48, "hours", "试行", AT.date())
    told = at_once(lambda _n: ruling.set_term(centre=offices.centre(), ruling=said, by=by, at=AT))
    assert told == ["done", *["invalid"] * (EIGHT - 1)]
    assert Term.objects.filter(kind=Term.Kind.LOCKER, until__isnull=True).count() == 1
