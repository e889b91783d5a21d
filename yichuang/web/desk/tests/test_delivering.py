"""Every way of delivery, done on the case page."""

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from yichuang.cases import testing as cases
from yichuang.cases.models import Case, State
from yichuang.delivery import by_locker, incoming, ways
from yichuang.delivery import testing as delivery
from yichuang.delivery.models import Mode
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed", "every_way")


@pytest.fixture
def every_way(staffed: None) -> None:
    delivery.terms()
    delivery.cell()


def do(client: Client, case: Case, noun: str, **fields: object) -> int:
    return client.post(reverse(f"desk:{noun}", args=[case.number]), fields).status_code


def page(client: Client, case: Case) -> str:
    return client.get(reverse("desk:case", args=[case.number])).content.decode()


def test_the_way_that_was_chosen_comes_first_and_stands_open(at_desk: At) -> None:
    case = cases.completed()
    delivery.chosen(case, Mode.COURIER, at=cases.moment(day=1))
    shown = page(at_desk(town.liu_mei()), case)
    assert shown.index("邮寄送达") < shown.index("窗口领取") < shown.index("登记签字的回执")
    assert "打印快递面单" in shown


def test_the_label_is_printed_once_and_nothing_keeps_it(at_desk: At) -> None:
    case = cases.completed()
    delivery.chosen(case, Mode.COURIER, at=cases.moment(day=1))
    client = at_desk(town.liu_mei())
    answer = client.post(reverse("desk:courier_label", args=[case.number]))
    assert "东街1号院2号楼301" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "东街1号院" not in page(client, case)


def test_a_label_without_an_address_is_refused_in_a_sentence(at_desk: At) -> None:
    case = cases.completed()
    client = at_desk(town.liu_mei())
    assert do(client, case, "courier_label") == 302
    assert "没有留下收件地址" in page(client, case)


def test_where_a_firm_is_connected_it_is_asked_to_fetch_the_parcel(at_desk: At) -> None:
    case = cases.completed()
    delivery.chosen(case, Mode.COURIER, at=cases.moment(day=1))
    client = at_desk(town.liu_mei())
    address = reverse("desk:courier_order", args=[case.number])
    assert address not in page(client, case)
    with override_settings(COURIER_SERVICE="yichuang.delivery.tests.test_courier.Firm"):
        assert address in page(client, case)
        assert client.post(address).status_code == 302
    assert "顺风快递" in page(client, case)


def test_a_parcel_is_followed_and_comes_back(at_desk: At) -> None:
    case = cases.completed()
    client = at_desk(town.liu_mei())
    assert do(client, case, "courier", courier="邮政", tracking_number="E1", cost="12.50") == 302
    assert do(client, case, "courier_status", status="delivering") == 302
    shown = page(client, case)
    assert "派送中" in shown
    assert "12.50" in shown
    assert do(client, case, "courier_return", failure="refused") == 302
    assert ways.delivery_of(case) is None


@pytest.mark.parametrize("cost", ["-1", "x", "1e9", "NaN"])
def test_a_fee_that_is_none_is_told_beside_its_field(at_desk: At, cost: str) -> None:
    fields = {"courier": "邮政", "tracking_number": "E1", "cost": cost}
    assert do(at_desk(town.liu_mei()), cases.completed(), "courier", **fields) == 422


def test_a_locker_is_filled_and_opened_with_the_code(at_desk: At) -> None:
    case = cases.completed()
    delivery.chosen(case, Mode.LOCKER, at=cases.moment(day=1))
    client = at_desk(town.liu_mei())
    assert do(client, case, "locker", cell=delivery.cell().pk) == 302
    laid = ways.delivery_of(case)
    assert laid is not None
    code = by_locker.code_of(laid)
    assert code not in page(client, case), "the staff does not see the code"
    assert do(client, case, "locker_collection", code="00000000") == 422
    assert do(client, case, "locker_collection", code=code) == 302
    assert Case.objects.get(pk=case.pk).state == State.DELIVERED


def test_what_lies_in_a_locker_is_taken_back(at_desk: At) -> None:
    case = cases.completed()
    delivery.chosen(case, Mode.LOCKER, at=cases.moment(day=1))
    client = at_desk(town.liu_mei())
    assert do(client, case, "locker", cell=delivery.cell().pk) == 302
    assert do(client, case, "locker_return") == 302
    assert "申请人到窗口领取" in page(client, case)


def test_the_door_the_witness_and_the_notice(at_desk: At) -> None:
    client = at_desk(town.liu_mei())
    assert do(client, cases.completed(), "in_person", relation="family") == 302
    witness = {"witness_name": "村主任", "witness_number": town.identity_number(555)}
    assert do(client, cases.completed(), "left_behind", **witness) == 302
    case = cases.completed()
    assert do(client, case, "public_notice") == 422
    assert do(client, case, "visit", failure="moved") == 302
    assert do(client, case, "public_notice") == 302
    assert "公告送达" in page(client, case)


def test_the_window_changes_the_way_for_who_stands_there(at_desk: At) -> None:
    case = cases.submitted()
    client = at_desk(town.liu_mei())
    assert do(client, case, "delivery_choice", mode="courier") == 422
    fields = {"receiver": "张伟", "phone": "13800138000", "address": "河南省安阳市安阳县东街1号"}
    assert do(client, case, "delivery_choice", mode="courier", **fields) == 302
    assert ways.chosen_mode(case) == Mode.COURIER


def test_a_parcel_from_the_applicant_is_received(at_desk: At) -> None:
    case, at = cases.submitted(), cases.moment(day=1)
    by = cases.applicant(at)
    parcel = incoming.tell_parcel(case=case, courier="邮政", tracking_number="E9", by=by, at=at)
    client = at_desk(town.liu_mei())
    assert "签收寄件" in page(client, case)
    assert do(client, case, "parcel_status", parcel_id=parcel.pk, status="in_transit") == 302
    assert "运输中" in page(client, case)
    assert do(client, case, "parcel", parcel_id=parcel.pk) == 302
    assert do(client, case, "parcel", parcel_id=parcel.pk) == 422


def test_the_handing_out_page_says_which_way_each_result_goes(at_desk: At) -> None:
    case = cases.completed()
    delivery.chosen(case, Mode.COURIER, at=cases.moment(day=1))
    client = at_desk(town.liu_mei())
    assert "等待交邮" in client.get(reverse("desk:handing_out")).content.decode()
    do(client, case, "courier", courier="邮政", tracking_number="E1")
    assert "快递在途" in client.get(reverse("desk:handing_out")).content.decode()
