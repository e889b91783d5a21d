"""By courier: the label, the number, where the parcel is, that it arrived or came back."""

from datetime import timedelta

import pytest
from django.test import override_settings

from yichuang.base.refusal import Invalid
from yichuang.cases import queries
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, State
from yichuang.delivery import by_courier, closing, ways
from yichuang.delivery import testing as delivery
from yichuang.delivery.adapters.couriers import Waybill, Whereabouts
from yichuang.delivery.models import CourierStatus, Delivery, Failure, Mode
from yichuang.documents.models import Letter
from yichuang.people import reading
from yichuang.people import testing as town
from yichuang.people.actors import Actor
from yichuang.people.addresses import Label

AT = cases.moment(day=1)
pytestmark = pytest.mark.usefixtures("town_that_delivers")


class Firm:
    """A courier that answers by machine."""

    is_connected = True

    def take(self, label: Label, *, reference: str) -> Waybill | None:
        assert label == delivery.HOME
        return Waybill("顺风快递", f"SF-{reference}", 1200)

    def whereabouts(self, tracking_number: str) -> Whereabouts | None:
        return Whereabouts(status=CourierStatus.DELIVERING)


class Untouched(Firm):
    """A courier that nobody may call now."""

    def take(self, label: Label, *, reference: str) -> Waybill | None:
        raise AssertionError(reference)


class Arrived(Firm):
    """The parcel is there."""

    def whereabouts(self, tracking_number: str) -> Whereabouts | None:
        return Whereabouts(arrived_at=AT)


class CameBack(Firm):
    """Nobody took the parcel."""

    def whereabouts(self, tracking_number: str) -> Whereabouts | None:
        return Whereabouts(returned=Failure.MOVED)


def clerk() -> Actor:
    return cases.officer(town.liu_mei(), AT)


def sent(case: Case) -> Delivery:
    return by_courier.send_by_courier(case=case, courier="邮政", tracking_number="EMS1", cost=2000, by=clerk(), at=AT)


def test_the_label_holds_the_address_and_its_opening_is_on_record() -> None:
    case = cases.completed()
    delivery.chosen(case, Mode.COURIER, at=AT)
    assert by_courier.label_of(case=case, by=clerk(), at=AT) == delivery.HOME
    assert reading.who_looked(case.applicant).get(detail__seen="address").detail["case"] == case.number


def test_who_chose_no_courier_has_no_label() -> None:
    with pytest.raises(Invalid) as refused:
        by_courier.label_of(case=cases.completed(), by=clerk(), at=AT)
    assert refused.value.field == "address"


def test_a_connected_firm_gives_the_number_and_the_fee() -> None:
    case = cases.completed()
    delivery.chosen(case, Mode.COURIER, at=AT)
    with override_settings(COURIER_SERVICE="yichuang.delivery.tests.test_courier.Firm"):
        made = by_courier.order_courier(case=case, by=clerk(), at=AT)
    assert (made.courier, made.tracking_number, made.cost) == ("顺风快递", f"SF-{case.number}", 1200)


def test_the_firm_is_not_called_for_what_is_under_way_already() -> None:
    case = cases.completed()
    delivery.chosen(case, Mode.COURIER, at=AT)
    sent(case)
    with override_settings(COURIER_SERVICE="yichuang.delivery.tests.test_courier.Untouched"):
        assert by_courier.is_connected()
        with pytest.raises(closing.AlreadySent):
            by_courier.order_courier(case=case, by=clerk(), at=AT)


def test_without_a_firm_the_clerk_writes_the_number() -> None:
    case = cases.completed()
    delivery.chosen(case, Mode.COURIER, at=AT)
    with pytest.raises(closing.NotSent, match="手工填写"):
        by_courier.order_courier(case=case, by=clerk(), at=AT)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("cost", [-1, 10**9])
def test_an_impossible_fee_is_a_slip_of_the_hand(cost: int) -> None:
    with pytest.raises(Invalid) as refused:
        by_courier.send_by_courier(
            case=cases.completed(), courier="邮政", tracking_number="E", cost=cost, by=clerk(), at=AT
        )
    assert refused.value.field == "cost"


def test_the_status_is_told_on_the_way() -> None:
    case = cases.completed()
    sent(case)
    assert by_courier.note_status(case=case, status="delivering", by=clerk(), at=AT).status == "delivering"
    with pytest.raises(Invalid):
        by_courier.note_status(case=case, status="lost in space", by=clerk(), at=AT)


def test_what_came_back_lies_at_the_window_and_may_be_sent_again() -> None:
    case = cases.completed()
    first = sent(case)
    by_courier.note_return(case=case, failure="address", by=clerk(), at=AT + timedelta(days=2))
    assert ways.delivery_of(case) is None
    second = by_courier.send_by_courier(case=case, courier="邮政", tracking_number="EMS2", by=clerk(), at=AT)
    assert [one.pk for one in ways.attempts_of(case)] == [first.pk, second.pk]
    assert Case.objects.get(pk=case.pk).state == State.COMPLETED


def test_the_receipt_names_the_number_and_what_proves_the_arrival() -> None:
    case = cases.completed()
    sent(case)
    by_courier.confirm_arrival(case=case, by=clerk(), at=AT + timedelta(days=2))
    facts = Letter.objects.get(subject_id=case.number, kind="service_receipt").facts
    assert (facts["mode"], facts["tracking_number"]) == ("邮寄送达", "EMS1")
    assert "回执" in facts["proof"]
    assert facts["served_by"]


def asked(firm: str, delivery_: Delivery) -> bool:
    with override_settings(COURIER_SERVICE=f"yichuang.delivery.tests.test_courier.{firm}"):
        return by_courier.follow(delivery=delivery_, at=AT)


def test_what_a_connected_firm_says_comes_about_once() -> None:
    case = cases.completed()
    parcel = sent(case)
    assert not by_courier.follow(delivery=parcel, at=AT), "by hand nobody knows more"
    assert [asked("Firm", parcel), asked("Firm", parcel)] == [True, False]
    assert [asked("Arrived", parcel), asked("Arrived", parcel)] == [True, False]
    assert Case.objects.get(pk=case.pk).state == State.DELIVERED
    assert by_courier.on_the_way(limit=9) == []


def test_what_a_connected_firm_brings_back_lies_at_the_window() -> None:
    case = cases.completed()
    assert asked("CameBack", sent(case))
    assert ways.delivery_of(case) is None


def test_why_a_parcel_came_back_is_a_reason_from_the_list_with_words_of_its_own() -> None:
    case = cases.completed()
    sent(case)
    by_courier.note_return(case=case, failure="other", remark="收件地址在施工，进不去", by=clerk(), at=AT)
    (tried,) = ways.attempts_of(case)
    assert (tried.failure, tried.failure_remark) == ("other", "收件地址在施工，进不去")
    assert "施工" not in str(queries.history(case).last().detail)  # type: ignore[union-attr]  # there is one


def test_another_reason_says_which() -> None:
    case = cases.completed()
    sent(case)
    with pytest.raises(Invalid) as refused:
        by_courier.note_return(case=case, failure="other", by=clerk(), at=AT)
    assert refused.value.field == "remark"
