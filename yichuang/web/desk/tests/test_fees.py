"""Paying at the desk: drawn up, reduced, taken, recorded, given back; the day's list balances."""

import pytest
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.cases import issuing
from yichuang.cases import testing as cases
from yichuang.cases.models import Case
from yichuang.fees import reconciling, refunding, testing
from yichuang.fees.adapters import Told
from yichuang.fees.models import Bill, Payment, Voucher
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.actors import SYSTEM
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def at(name: str, case: Case, *more: int) -> str:
    return reverse(f"desk:{name}", args=[case.number, *more])


def test_the_whole_way_of_a_bill(at_desk: At) -> None:
    case, clerk, head = testing.granted(), at_desk(town.liu_mei()), at_desk(town.wu_jun())
    assert at("fees", case) in clerk.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "检验费" in clerk.get(at("bill_new", case)).content.decode()
    assert clerk.post(at("bill_new", case), {"n0": "2", "n1": "1", "yuan1": "50"}).status_code == 302
    bill = Bill.objects.get()
    assert bill.gross == 7000
    given = {
        "line": bill.lines.order_by("id")[0].pk,
        "kind": "reduced",
        "yuan": "5.5",
        "basis": "某法",
        "reason": "小微",
    }
    assert head.post(at("bill_reduction", case, bill.pk), given).status_code == 302
    assert clerk.post(at("bill_reduction", case, bill.pk), given).status_code == 403
    told = clerk.post(at("bill_payment", case, bill.pk), {"channel": "cash", "yuan": "70"})
    assert (told.status_code, "64.50" in told.content.decode()) == (422, True)
    clerk.post(at("bill_payment", case, bill.pk), {"channel": "pos", "yuan": "64.50", "slip": "P1"})
    payment, voucher = Payment.objects.get(), Voucher.objects.get()
    elements = {"code": "41060126", "number": "0012345678", "check_code": "a1b2c3", "issued_on": "2026-01-05"}
    assert clerk.post(at("voucher_record", case, voucher.pk), elements).status_code == 302
    page, receipt = clerk.get(at("fees", case)).content.decode(), str(payment.receipt_id)
    assert ("0012345678" in page, reverse("desk:letter", args=[case.number, receipt]) in page) == (True, True)
    given_back = {"reason": "重复", "reference": "R1"}
    assert head.post(at("payment_refund", case, payment.pk), given_back).status_code == 302
    assert "等待财政平台冲红" in clerk.get(at("fees", case)).content.decode()


def test_who_helps_in_the_hall_is_shown_no_way_that_is_closed_to_him(at_desk: At) -> None:
    offices.posting(town.chen_jie(), Duty.GUIDE, at_window=offices.window())
    case, guide = testing.granted(), at_desk(town.chen_jie())
    page = guide.get(reverse("desk:case", args=[case.number])).content.decode()
    assert (case.number in page, at("fees", case) in page) == (True, False)
    assert guide.get(at("fees", case)).status_code == 403


def test_a_wrong_bill_is_put_aside(at_desk: At) -> None:
    case = testing.granted()
    bill = testing.billed(case)
    assert at_desk(town.liu_mei()).post(at("bill_cancellation", case, bill.pk), {"reason": "写错"}).status_code == 302
    assert Bill.objects.get().state == Bill.State.CANCELLED


def test_a_bill_of_another_case_is_not_found(at_desk: At) -> None:
    case, other = testing.granted(), testing.granted()
    bill = testing.billed(other)
    assert at_desk(town.liu_mei()).get(at("bill_payment", case, bill.pk)).status_code == 404


def test_a_result_whose_fee_went_back_is_not_sent(at_desk: At) -> None:
    payment = testing.paid()
    case = issuing.issue(case=payment.bill.case, by=cases.officer(town.zhao_gang(), testing.AT), at=testing.AT)
    refunding.refund(payment=payment, reason="重复收费", reference="R1", by=testing.head(), at=testing.AT)
    told = at_desk(town.liu_mei()).post(at("courier", case), {"courier": "邮政", "tracking_number": "E1"})
    assert (told.status_code, "重新开缴费单" in told.content.decode()) == (422, True)


def test_the_day_tells_who_took_what(at_desk: At) -> None:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    payment = testing.paid()
    Payment.objects.update(at=clock.now())
    on = timezone.localdate(clock.now()).isoformat()
    for account in (town.liu_mei(), town.qian_yan()):
        page = at_desk(account).get(reverse("desk:fees_day"), {"on": on}).content.decode()
        assert payment.bill.number in page
    assert payment.bill.number not in at_desk(town.wu_jun()).get(reverse("desk:fees_day")).content.decode()
    assert "还没有对账" in page
    theirs = [Told(payment.bill.number, 7000, "T1"), Told("JF0", 500, "T2")]
    now = clock.now()
    reconciling.reconcile(centre=offices.centre(), on=timezone.localdate(now), theirs=theirs, by=SYSTEM, at=now)
    page = at_desk(town.qian_yan()).get(reverse("desk:fees_day"), {"on": on}).content.decode()
    assert ("平台收了款没有通知" in page, f"?on={on}" in page) == (True, True)
    assert "找不到缴费单的，请平台原路退回" in page
    assert "对账" not in at_desk(town.liu_mei()).get(reverse("desk:fees_day"), {"on": on}).content.decode()
    told = at_desk(town.qian_yan()).get(reverse("desk:fees_day"), {"as": "csv"}).content.decode()
    assert "70.00" in told
    assert at_desk(town.qian_yan()).get(reverse("desk:fees_day"), {"on": "9999-99-99"}).status_code == 404
