"""What the applicant owes and paid; an electronic bill is looked up by all five elements."""

from datetime import date

from django.test import Client
from django.urls import reverse

from yichuang.cases import applying
from yichuang.cases import testing as cases
from yichuang.cases.models import Effect, Rule
from yichuang.documents import rendering
from yichuang.fees import refunding, testing, vouchers
from yichuang.people import testing as town

ELEMENTS = {"code": "41060126", "number": "0012345678", "check_code": "a1b2c3", "issued_on": "2026-03-03"}


def signed_in(account: object) -> Client:
    client = Client()
    client.force_login(account)  # type: ignore[arg-type]
    return client


def test_the_applicant_reads_what_he_owes_and_that_he_paid() -> None:
    bill = testing.billed()
    mine = signed_in(town.zhang_wei())
    where = reverse("portal:bill", args=[bill.case.number])
    case_page = reverse("portal:case", args=[bill.case.number])
    page = mine.get(case_page).content.decode()
    assert (where in page, "待缴费" in page, "70.00" in page) == (True, True, True)
    assert "已经准予，请您缴费" in page
    assert "正在制作结果文书" not in page
    page = mine.get(where).content.decode()
    assert "70.00" in page
    assert testing.LAW in page
    testing.paid(bill)
    assert "待缴费" not in mine.get(case_page).content.decode()
    assert "等待财政平台开具" in mine.get(where).content.decode()
    assert signed_in(town.wang_fang()).get(where).status_code == 404


def test_what_is_owed_stands_on_my_cases_until_it_is_paid_or_the_case_is_over() -> None:
    cases.rule(Rule.Kind.PAYMENT, 5, effect=Effect.FROM_ACCEPTANCE)
    case = cases.accepted(testing.charged("other-licence"), at=cases.moment())
    bill, _other = testing.billed(), testing.billed(case)
    mine, where = signed_in(town.zhang_wei()), reverse("portal:my")
    page = mine.get(where).content.decode()
    assert (page.count("70.00"), "报缴费单号即可" in page) == (2, True)
    assert bill.number not in signed_in(town.wang_fang()).get(where).content.decode()
    testing.paid(bill)
    applying.withdraw(case=case, by=cases.applicant(testing.AT), at=testing.AT)
    assert "70.00" not in mine.get(where).content.decode()
    assert "请缴" not in mine.get(reverse("portal:bill", args=[case.number])).content.decode()


def test_the_receipt_is_read_fetched_and_verified_and_void_when_the_money_went_back() -> None:
    payment = testing.paid()
    case, receipt = payment.bill.case, payment.receipt
    assert receipt is not None
    mine, visitor = signed_in(town.zhang_wei()), Client()
    where, file = reverse("portal:bill", args=[case.number]), reverse("portal:letter", args=[case.number, receipt.pk])
    page = mine.get(where).content.decode()
    assert (receipt.number in page, file in page, "已失效" in page) == (True, True, False)
    rendering.ensure(receipt.pk, at=testing.AT)
    assert mine.get(file)["Content-Type"] == "application/pdf"
    assert signed_in(town.wang_fang()).get(file).status_code == 404
    verified = reverse("portal:verify_code", args=[receipt.verification_code])
    told = visitor.get(verified).content.decode()
    assert ("缴费凭证" in told, "70.00元" in told) == (True, True)
    refunding.refund(payment=payment, reason="重复收费", reference="R1", by=testing.head(), at=testing.AT)
    assert "已失效" in mine.get(where).content.decode()
    assert "费用已经退还" in visitor.get(verified).content.decode()


def test_an_electronic_bill_is_looked_up_by_anybody_who_holds_it() -> None:
    voucher = testing.paid().voucher
    known = vouchers.Elements("41060126", "0012345678", "a1b2c3", date(2026, 3, 3))
    vouchers.record(voucher=voucher, elements=known, by=testing.clerk(), at=testing.AT)
    where, visitor = reverse("portal:voucher"), Client()
    assert visitor.get(where).status_code == 200
    assert "已开具" in visitor.get(where, ELEMENTS | {"yuan": "70"}).content.decode()
    wrong = visitor.get(where, ELEMENTS | {"yuan": "71"})
    assert (wrong.status_code, "五项都要一致" in wrong.content.decode()) == (422, True)


def test_whoever_guesses_is_slowed_down() -> None:
    visitor = Client()
    told = [visitor.get(reverse("portal:voucher"), ELEMENTS | {"yuan": "1"}).content.decode() for _time in range(25)]
    assert "五项都要一致" in told[0]
    assert "五项都要一致" not in told[-1]
