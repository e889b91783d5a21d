"""By locker: a code that opens once, in time, and dies under guessing."""

from datetime import timedelta

import pytest
from django.db.models import Q

from yichuang.base.refusal import Invalid
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, State
from yichuang.delivery import by_locker, handing_over, queries, ways
from yichuang.delivery import testing as delivery
from yichuang.delivery.by_locker import CellTaken, WrongCode
from yichuang.delivery.closing import AlreadySent
from yichuang.delivery.models import Delivery, Failure, Mode
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.people.actors import Actor

AT = cases.moment(day=1)
pytestmark = pytest.mark.usefixtures("town_that_delivers")


def clerk() -> Actor:
    return cases.officer(town.liu_mei(), AT)


def put_in(case: Case | None = None, cell: str = "01") -> Delivery:
    case = case or cases.completed()
    delivery.chosen(case, Mode.LOCKER, at=AT)
    return by_locker.put_in_locker(case=case, cell=delivery.cell(cell), by=clerk(), at=AT)


def collect(code: str, cell: str = "01", hours: int = 3) -> Delivery:
    at = AT + timedelta(hours=hours)
    return by_locker.collect(centre=offices.centre(), locker="G1", cell=cell, code=code, by=clerk(), at=at)


def test_the_code_opens_the_cell_and_that_proves_the_delivery() -> None:
    laid = put_in()
    code = by_locker.code_of(laid)
    assert len(code) == 8
    collect(f" {code[:4]}-{code[4:]} ")
    case = Case.objects.get(pk=laid.case_id)
    assert case.state == State.DELIVERED
    facts = Letter.objects.get(subject_id=case.number, kind="service_receipt").facts
    assert (facts["mode"], facts["place"]) == ("取件柜自取", "大厅北门外 G1-01")


def test_a_code_opens_once() -> None:
    code = by_locker.code_of(put_in())
    collect(code)
    with pytest.raises(WrongCode):
        collect(code)


def test_the_code_is_stored_nowhere() -> None:
    laid = put_in()
    row = Delivery.objects.filter(pk=laid.pk).values().get()
    assert by_locker.code_of(laid) not in str(row)


def test_anothers_code_does_not_open_this_cell() -> None:
    put_in(cell="01")
    other = put_in(cases.completed(), cell="02")
    with pytest.raises(WrongCode):
        collect(by_locker.code_of(other), cell="01")


@pytest.mark.parametrize("typed", ["", "00000000", "\x00", "中文", "9" * 10000])
def test_nonsense_opens_nothing(typed: str) -> None:
    put_in()
    with pytest.raises(WrongCode):
        collect(typed)


@pytest.mark.parametrize("cell", ["99", "", "\x00", "x" * 5000])
def test_an_empty_or_unknown_cell_answers_like_a_wrong_code(cell: str) -> None:
    with pytest.raises(WrongCode):
        collect("12345678", cell=cell)


def test_after_five_wrong_codes_even_the_right_one_opens_nothing() -> None:
    laid = put_in()
    for _try in range(by_locker.MOST_WRONG):
        with pytest.raises(WrongCode):
            collect("00000000")
    with pytest.raises(WrongCode):
        collect(by_locker.code_of(laid))
    assert Case.objects.get(pk=laid.case_id).state == State.COMPLETED


def test_after_a_day_the_code_is_dead_and_the_result_goes_back_to_the_window() -> None:
    laid = put_in()
    late = AT + timedelta(hours=25)
    with pytest.raises(WrongCode):
        collect(by_locker.code_of(laid), hours=25)
    assert [one.pk for one in queries.expired_in_lockers(Q(), at=late)] == [laid.pk]
    shown = str(laid.case.applicant.number.open())
    with pytest.raises(AlreadySent, match="取回"):
        handing_over.hand_over(case=laid.case, document_number=shown, by=clerk(), at=late)
    by_locker.take_back(case=laid.case, by=clerk(), at=late)
    assert ways.delivery_of(laid.case) is None
    again = by_locker.put_in_locker(case=laid.case, cell=delivery.cell("01"), by=clerk(), at=late)
    assert by_locker.code_of(again) != by_locker.code_of(laid)


def test_two_results_never_lie_in_one_cell() -> None:
    put_in(cell="01")
    with pytest.raises(CellTaken):
        put_in(cases.completed(), cell="01")


def test_nothing_is_put_in_for_who_did_not_choose_it() -> None:
    with pytest.raises(Invalid):
        by_locker.put_in_locker(case=cases.completed(), cell=delivery.cell(), by=clerk(), at=AT)


@pytest.mark.parametrize(("hours", "why"), [(2, Failure.CAME), (25, Failure.EXPIRED)])
def test_taken_out_before_its_time_is_over_nobody_was_late(hours: int, why: Failure) -> None:
    laid = put_in()
    at = AT + timedelta(hours=hours)
    assert by_locker.take_back(case=laid.case, by=cases.officer(town.liu_mei(), at), at=at).failure == why
