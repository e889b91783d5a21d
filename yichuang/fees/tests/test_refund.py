"""Money goes back by somebody who did not take it."""

import pytest

from yichuang.cases.models import Hold
from yichuang.cases.standing import SamePerson
from yichuang.fees import paying, refunding, testing
from yichuang.fees.models import Bill, Payment, Refund, Voucher
from yichuang.fees.refunding import RefundedBefore
from yichuang.offices.mandates import NoMandate
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


def test_the_window_gives_nothing_back() -> None:
    with pytest.raises(NoMandate):
        refund(testing.paid(), by=testing.clerk())


def test_nobody_gives_back_what_he_took() -> None:
    payment, head = testing.paid(), testing.head()
    assert head.account is not None
    Payment.objects.filter(pk=payment.pk).update(taken_by=head.account)
    with pytest.raises(SamePerson):
        refund(payment)
