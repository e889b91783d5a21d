"""What was revoked, withdrawn or cancelled before it arrived is handed over in no way, and what is on its way comes
back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import Q
from django.test import override_settings

from yichuang.cases import testing as cases
from yichuang.cases.afterwards import ending
from yichuang.cases.issuing import DecisionRevoked
from yichuang.cases.models import Case, Ground, State, Way
from yichuang.delivery import by_courier, by_locker, by_notice, electronically, handing_over, in_person, queries
from yichuang.delivery import testing as delivery
from yichuang.delivery.models import Delivery, Failure, Mode
from yichuang.delivery.tests.test_courier import Arrived
from yichuang.delivery.tests.test_hand_over import number_of
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.people.actors import Actor

AT = cases.moment(day=1)
LATER = cases.moment(day=3)
pytestmark = pytest.mark.usefixtures("town_that_delivers")
Act = Callable[[Case], object]


def clerk() -> Actor:
    return cases.officer(town.liu_mei(), LATER)


def cancelled(case: Case) -> Case:
    """Its certificate is cancelled, because the holder died."""
    head = cases.officer(town.wu_jun(), LATER)
    ending.end(case=case, way=Way.CANCELLED, ground=Ground.DEATH, reasons="持证人死亡", by=head, at=LATER)
    return Case.objects.get(pk=case.pk)


def chosen(mode: Mode) -> Case:
    case = cases.completed()
    delivery.chosen(case, mode, at=AT)
    return case


def by_parcel(case: Case) -> Delivery:
    return by_courier.send_by_courier(case=case, courier="邮政", tracking_number="E1", by=clerk(), at=LATER)


WAYS: dict[str, tuple[Mode, Act]] = {
    "counter": (
        Mode.COUNTER,
        lambda case: handing_over.hand_over(
            case=case, document_number=number_of(town.zhang_wei()), by=clerk(), at=LATER
        ),
    ),
    "courier": (Mode.COURIER, by_parcel),
    "label": (Mode.COURIER, lambda case: by_courier.label_of(case=case, by=clerk(), at=LATER)),
    "locker": (
        Mode.LOCKER,
        lambda case: by_locker.put_in_locker(case=case, cell=delivery.cell("01"), by=clerk(), at=LATER),
    ),
    "electronic": (
        Mode.ELECTRONIC,
        lambda case: electronically.open_result(case=case, by=cases.applicant(LATER), at=LATER),
    ),
    "in person": (
        Mode.COUNTER,
        lambda case: in_person.serve_in_person(case=case, relation="applicant", by=clerk(), at=LATER),
    ),
    "notice": (Mode.COUNTER, lambda case: by_notice.announce(case=case, by=clerk(), at=LATER)),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_result_whose_certificate_was_ended_goes_out_in_no_way(way: str) -> None:
    mode, act = WAYS[way]
    case = cancelled(chosen(mode))
    with pytest.raises(DecisionRevoked, match="注销行政许可决定书"):
        act(case)
    assert not Delivery.objects.filter(case=case).exists()


def test_the_case_is_over_and_no_date_runs_any_more() -> None:
    case = cancelled(cases.completed())
    assert (case.state, case.ended_at, case.due_at) == (State.TERMINATED, LATER, None)
    assert not queries.overdue(case.centre_id, at=cases.moment(day=60)).exists()


def test_its_letters_name_the_one_that_ended_them() -> None:
    case = cancelled(cases.completed())
    ended = Letter.objects.get(subject_id=case.number, kind="cancelling_decision")
    for letter in Letter.objects.filter(subject_id=case.number, kind__in=["granting_decision", "result"]):
        assert letter.revoked_at == LATER
        assert ended.number in letter.revoked_reason
    assert ended.is_valid


def test_what_was_delivered_before_stays_delivered() -> None:
    case = cancelled(cases.delivered())
    assert case.state == State.DELIVERED


def test_a_parcel_on_its_way_is_not_entered_as_arrived_but_as_returned() -> None:
    case = chosen(Mode.COURIER)
    by_parcel(case)
    case = cancelled(case)
    with pytest.raises(DecisionRevoked):
        by_courier.confirm_arrival(case=case, by=clerk(), at=LATER)
    back = by_courier.note_return(case=case, failure="refused", by=clerk(), at=LATER)
    assert back.failure == Failure.REFUSED


@override_settings(COURIER_SERVICE=f"{Arrived.__module__}.{Arrived.__name__}")
def test_a_parcel_that_the_courier_brings_all_the_same_serves_nothing() -> None:
    case = chosen(Mode.COURIER)
    sent = by_parcel(case)
    cancelled(case)
    assert by_courier.follow(delivery=sent, at=LATER)
    assert Delivery.objects.get(pk=sent.pk).failure == Failure.VOID
    assert Case.objects.get(pk=case.pk).state == State.TERMINATED


def test_a_locker_does_not_give_it_out_and_the_staff_is_told_to_empty_it() -> None:
    case = chosen(Mode.LOCKER)
    laid = by_locker.put_in_locker(case=case, cell=delivery.cell("01"), by=clerk(), at=LATER)
    case = cancelled(case)
    code = by_locker.code_of(laid)
    with pytest.raises(DecisionRevoked):
        by_locker.collect(centre=offices.centre(), locker="G1", cell="01", code=code, by=clerk(), at=LATER)
    assert [one.pk for one in queries.expired_in_lockers(Q(), at=LATER)] == [laid.pk]
    assert by_locker.take_back(case=case, by=clerk(), at=LATER).failure == Failure.VOID
    assert not queries.expired_in_lockers(Q(), at=LATER)


def test_a_notice_that_runs_is_public_no_more_and_serves_nothing() -> None:
    case = cases.completed()
    by_parcel(case)
    by_courier.note_return(case=case, failure="moved", by=clerk(), at=LATER)
    told = by_notice.announce(case=case, by=clerk(), at=LATER)
    cancelled(case)
    assert not by_notice.running(LATER).exists()
    end = LATER + timedelta(days=60)
    assert by_notice.count_as_served(delivery=told, at=end)
    assert Delivery.objects.get(pk=told.pk).failure == Failure.VOID
    assert not by_notice.over(end, limit=10)
