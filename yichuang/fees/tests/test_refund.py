"""Money goes back by somebody who did not take it."""

import pytest

from yichuang.cases import issuing
from yichuang.cases import testing as cases
from yichuang.cases.models import Hold
from yichuang.cases.pausing import owing
from yichuang.cases.pausing.owing import NotPaid
from yichuang.cases.standing import SamePerson
from yichuang.fees import billing, paying, refunding, testing
from yichuang.fees.billing import NotCharged, Wanted
from yichuang.fees.models import Bill, Payment, Refund, Voucher
from yichuang.fees.refunding import RefundedBefore
from yichuang.offices.mandates import NoMandate
from yichuang.people import testing as town
from yichuang.people.actors import SYSTEM, Actor

pytestmark = pytest.mark.usefixtures("staffed_town")
AT = testing.AT


def refund(payment: Payment, by: Actor | None = None) -> Refund:
    return refunding.refund(payment=payment, reason="重复收费", reference="R1", by=by or testing.head(), at=AT)


def test_a_refund_voids_the_bill_and_the_case_waits_again() -> None:
    payment = testing.paid()
    refund(payment)
    bill = Bill.objects.get()
    assert (bill.state, Voucher.objects.get().state) == (Bill.State.REFUNDED, Voucher.State.NOT_NEEDED)
    assert Hold.objects.filter(case=bill.case, until__isnull=True).count() == 1
    assert testing.billed(bill.case).state == Bill.State.OPEN


def test_a_payment_goes_back_once() -> None:
    payment = testing.paid()
    refund(payment)
    with pytest.raises(RefundedBefore):
        refund(payment)


def test_giving_back_what_settled_nothing_leaves_the_bill_paid() -> None:
    bill = testing.billed()
    testing.paid(bill)
    refund(paying.arrived(number=bill.number, fen=7000, transaction_number="T", by=SYSTEM, at=AT))
    bill.refresh_from_db()
    assert bill.state == Bill.State.PAID


def test_what_was_made_is_not_handed_over_after_its_fee_went_back_until_it_is_settled_anew() -> None:
    payment, by = testing.paid(), cases.officer(town.zhao_gang(), AT)
    case = issuing.issue(case=payment.bill.case, by=by, at=AT)
    owing.require_none_owed(case)
    refund(payment)
    with pytest.raises(NotPaid, match="没有缴清"):
        owing.require_none_owed(case)
    bill = testing.billed(case, Wanted(0, 1))
    line, said = bill.lines.get(), {"basis": "某法", "reason": "依法免收"}
    billing.reduce(bill=bill, line=line.pk, kind="exempt", fen=1000, by=testing.head(), at=AT, **said)
    owing.require_none_owed(case)


def test_nothing_is_billed_after_the_result_was_made_but_what_was_given_back() -> None:
    case = cases.completed(testing.charged())
    with pytest.raises(NotCharged):
        testing.billed(case)


def test_the_window_gives_nothing_back() -> None:
    with pytest.raises(NoMandate):
        refund(testing.paid(), by=testing.clerk())


def test_nobody_gives_back_what_he_took() -> None:
    payment, head = testing.paid(), testing.head()
    assert head.account is not None
    Payment.objects.filter(pk=payment.pk).update(taken_by=head.account)
    with pytest.raises(SamePerson):
        refund(payment)
