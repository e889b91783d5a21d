"""What was typed wrong on delivery is put right by a new act; the wrong entry stays on record."""

from datetime import timedelta

import pytest

from yichuang.cases import life_cycle, never_undone, queries
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, State
from yichuang.delivery import by_courier, handing_over, undoing, ways
from yichuang.delivery.models import Delivery
from yichuang.documents.models import Letter
from yichuang.people import testing as town
from yichuang.people.actors import Actor

AT = cases.moment(day=1)
pytestmark = pytest.mark.usefixtures("town_that_delivers")


def clerk() -> Actor:
    return cases.officer(town.liu_mei(), AT)


def back(case: Case) -> Case:
    return undoing.take_back(case=case, reason="单号抄错", by=clerk(), at=AT + timedelta(minutes=10))


def sent(case: Case, number: str) -> Delivery:
    return by_courier.send_by_courier(case=case, courier="邮政", tracking_number=number, by=clerk(), at=AT)


def test_a_wrong_number_of_the_courier_is_taken_back_and_typed_again() -> None:
    case = cases.completed()
    sent(case, "EMS1")
    assert back(case).state == State.COMPLETED
    sent(case, "EMS2")
    assert [one.tracking_number for one in ways.attempts_of(case)] == ["EMS2"]
    assert Delivery.every.filter(case=case).count() == 2


def test_what_had_not_arrived_is_under_way_again() -> None:
    case = cases.completed()
    sent(case, "EMS1")
    by_courier.confirm_arrival(case=case, by=clerk(), at=AT + timedelta(minutes=5))
    due_at = case.due_at
    case = back(case)
    assert (case.state, case.ended_at, case.due_at) == (State.COMPLETED, None, due_at)
    under_way = ways.delivery_of(case)
    assert under_way is not None
    assert (under_way.tracking_number, under_way.is_open) == ("EMS1", True)
    assert Letter.objects.get(subject_id=case.number, kind="service_receipt").revoked_reason == "单号抄错"


def test_what_was_handed_out_on_the_wrong_case_lies_at_the_window_again() -> None:
    case = cases.completed()
    handing_over.hand_over(case=case, document_number=str(case.applicant.number.open()), by=clerk(), at=AT)
    case = back(case)
    assert (case.state, ways.delivery_of(case)) == (State.COMPLETED, None)
    assert undoing.offered(case, queries.history(case), by=clerk(), at=AT) is None


def test_every_act_can_be_taken_back_or_says_why_not_and_what_to_do_instead() -> None:
    every = set(life_cycle.MOVES) | set(life_cycle.NOTED)
    assert every == set(undoing.TABLE) | set(never_undone.WHY)
    assert not set(undoing.TABLE) & set(never_undone.WHY)
    assert not [act for act, why in never_undone.WHY.items() if len(str(why)) < 20]


def test_whoever_did_the_last_step_reads_why_it_stays_and_nobody_else_is_bothered() -> None:
    case, at = cases.decided(), cases.moment(hour=14)
    offer = undoing.offered(case, queries.history(case), by=cases.officer(town.zhou_min(), at), at=at)
    assert offer is not None
    assert not offer.allowed
    assert "第六十九条" in offer.reason
    assert undoing.offered(case, queries.history(case), by=cases.officer(town.wu_jun(), at), at=at) is None
