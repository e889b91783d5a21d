"""The applicant chooses the way, follows it, opens the result; nobody else does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from yichuang.base.query_codes import query_code
from yichuang.cases import applying, queries
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, State
from yichuang.delivery import by_courier, by_locker, by_notice, in_person, ways
from yichuang.delivery import testing as delivery
from yichuang.delivery.models import Mode, Parcel
from yichuang.people import testing as town
from yichuang.people.actors import Actor
from yichuang.web.portal.tests.conftest import NOW

EARLIER = NOW - timedelta(days=4)
HOME = {"mode": "courier", "receiver": "张伟", "phone": "13800138000", "address": "河南省安阳市安阳县东街1号"}


@pytest.fixture(autouse=True)
def every_way(staffed_town: None) -> None:
    delivery.terms()
    delivery.cell()


def clerk() -> Actor:
    return cases.officer(town.liu_mei(), NOW)


def completed(mode: Mode = Mode.COUNTER) -> Case:
    case = cases.completed(at=EARLIER)
    if mode != Mode.COUNTER:
        delivery.chosen(case, mode, at=NOW)
    return case


def at(name: str, case: Case, *more: object) -> str:
    return reverse(f"portal:{name}", args=[case.number, *more])


def page(client: Client, case: Case) -> str:
    return client.get(at("case", case)).content.decode()


def test_the_way_is_chosen_and_changed(zhang_wei: Client) -> None:
    case = completed()
    assert "取件柜自取" in zhang_wei.get(at("delivery_choice", case)).content.decode()
    wrong = zhang_wei.post(at("delivery_choice", case), {"mode": "courier", "phone": "1"})
    assert wrong.status_code == 422
    assert "请填写收件人" in wrong.content.decode()
    assert zhang_wei.post(at("delivery_choice", case), HOME).status_code == 302
    assert "138****8000" in page(zhang_wei, case), "masked also for oneself"
    assert zhang_wei.post(at("delivery_choice", case), {"mode": "electronic", "consent": "on"}).status_code == 302
    assert ways.chosen_mode(case) == Mode.ELECTRONIC


def test_a_parcel_is_followed(zhang_wei: Client) -> None:
    case = completed(Mode.COURIER)
    by_courier.send_by_courier(case=case, courier="邮政", tracking_number="EMS77", by=clerk(), at=NOW)
    by_courier.note_status(case=case, status="in_transit", by=clerk(), at=NOW)
    shown = page(zhang_wei, case)
    assert "EMS77" in shown
    assert "运输中" in shown


def test_the_code_of_the_locker_is_shown_to_the_applicant_alone(zhang_wei: Client, wang_fang: Client) -> None:
    case = completed(Mode.LOCKER)
    laid = by_locker.put_in_locker(case=case, cell=delivery.cell(), by=clerk(), at=NOW)
    code = by_locker.code_of(laid)
    assert f"{code[:4]} {code[4:]}" in page(zhang_wei, case)
    assert wang_fang.get(at("case", case)).status_code == 404


def test_the_electronic_result_is_read_after_it_is_opened(zhang_wei: Client) -> None:
    case = completed(Mode.ELECTRONIC)
    result = queries.results_of(case)[0]
    before = zhang_wei.get(at("letter", case, result.pk))
    assert (before.status_code, before["Location"]) == (302, at("case", case))
    assert "打开结果文书" in page(zhang_wei, case)
    assert zhang_wei.post(at("opening", case)).status_code == 302
    assert Case.objects.get(pk=case.pk).state == State.DELIVERED
    assert zhang_wei.get(at("letter", case, result.pk))["Content-Type"] == "application/pdf"


def test_looking_alone_delivers_nothing(zhang_wei: Client) -> None:
    case = completed(Mode.ELECTRONIC)
    assert zhang_wei.get(at("opening", case)).status_code == 405
    assert Case.objects.get(pk=case.pk).state == State.COMPLETED


def test_a_stranger_neither_opens_nor_chooses_nor_sends(wang_fang: Client, visitor: Client) -> None:
    case = completed(Mode.ELECTRONIC)
    for name, sent in (
        ("opening", {}),
        ("delivery_choice", HOME),
        ("parcels", {"courier": "x", "tracking_number": "y"}),
    ):
        assert wang_fang.post(at(name, case), sent).status_code == 404, name
        assert visitor.post(at(name, case), sent).status_code == 302, name
    assert Case.objects.get(pk=case.pk).state == State.COMPLETED


def test_who_follows_by_code_does_not_read_what_must_be_opened(visitor: Client) -> None:
    case = completed(Mode.ELECTRONIC)
    result = queries.results_of(case)[0]
    visitor.post(reverse("portal:query"), {"number": case.number, "code": query_code(case.number)})
    answer = visitor.get(reverse("portal:followed_letter", args=[result.pk]))
    assert answer.status_code == 302
    assert "打开即视为送达" in visitor.get(reverse("portal:followed")).content.decode()


def test_a_parcel_to_the_window_is_told(zhang_wei: Client) -> None:
    case = cases.submitted(at=EARLIER)
    assert zhang_wei.post(at("parcels", case), {"courier": "", "tracking_number": ""}).status_code == 302
    assert not Parcel.objects.exists()
    zhang_wei.post(at("parcels", case), {"courier": "邮政", "tracking_number": "E5", "cost": "十元"})
    assert not Parcel.objects.exists()
    zhang_wei.post(at("parcels", case), {"courier": "邮政", "tracking_number": "E5", "cost": "12.5"})
    assert "E5" in page(zhang_wei, case)
    assert "寄件人付 · 邮费 12.50 元" in page(zhang_wei, case)


def test_a_public_notice_names_the_person_masked(visitor: Client) -> None:
    case = completed()
    in_person.note_visit(case=case, failure="moved", by=clerk(), at=NOW)
    by_notice.announce(case=case, by=clerk(), at=NOW)
    shown = visitor.get(reverse("portal:notices")).content.decode()
    assert case.number in shown
    assert "张*" in shown
    assert "张伟" not in shown


def test_where_nothing_is_left_to_choose_no_way_is_offered(zhang_wei: Client) -> None:
    case = cases.submitted()
    applying.withdraw(case=case, by=cases.applicant(NOW), at=NOW)
    answer = zhang_wei.get(f"/cases/{case.number}/delivery/")
    assert answer.status_code == 302
    assert "不能再改送达方式" in zhang_wei.get(f"/cases/{case.number}/").content.decode()
