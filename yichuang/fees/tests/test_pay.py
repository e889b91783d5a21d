"""One payment settles a bill; whatever else comes is on record and goes back."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import applying
from yichuang.cases import testing as cases
from yichuang.cases.models import Effect, Hold, Rule
from yichuang.fees import billing, paying, testing
from yichuang.fees.billing import NotOpen
from yichuang.fees.models import Bill, Payment, Voucher
from yichuang.fees.paying import NoSuchBill, UsedBefore, WrongAmount
from yichuang.people.actors import SYSTEM

pytestmark = pytest.mark.usefixtures("staffed_town")
AT = testing.AT


def told(bill: Bill, fen: int, transaction: str = "T1") -> Payment:
    return paying.arrived(number=bill.number, fen=fen, transaction_number=transaction, by=SYSTEM, at=AT)


def test_what_the_bill_asks_for_settles_it() -> None:
    payment = testing.paid()
    bill = Bill.objects.get()
    assert (bill.state, payment.state, payment.fen) == (Bill.State.PAID, Payment.State.COUNTED, 7000)
    assert Hold.objects.get(case=bill.case).until == AT
    assert Voucher.objects.get().state == Voucher.State.AWAITING


@pytest.mark.parametrize("fen", [0, -7000, 6999, 7001])
def test_the_window_takes_no_other_amount(fen: int) -> None:
    with pytest.raises(WrongAmount, match=r"70\.00"):
        paying.take(bill=testing.billed(), channel="cash", fen=fen, by=testing.clerk(), at=AT)


def test_a_slip_of_the_card_machine_stands_for_one_payment() -> None:
    bill = testing.billed()
    with pytest.raises(Invalid):
        paying.take(bill=bill, channel="pos", fen=7000, by=testing.clerk(), at=AT)
    paying.take(bill=bill, channel="pos", fen=7000, slip="POS1", by=testing.clerk(), at=AT)
    other = testing.billed(testing.granted(code="other-licence"))
    with pytest.raises(UsedBefore):
        paying.take(bill=other, channel="pos", fen=7000, slip="POS1", by=testing.clerk(), at=AT)


def test_a_paid_bill_is_not_taken_again() -> None:
    bill = testing.billed()
    testing.paid(bill)
    with pytest.raises(NotOpen):
        testing.paid(bill)


def test_a_platform_tells_and_tells_again() -> None:
    bill = testing.billed()
    assert told(bill, 7000).pk == told(bill, 7000).pk
    assert Payment.objects.get().state == Payment.State.COUNTED


def test_the_number_of_a_transaction_is_not_used_for_something_else() -> None:
    bill = testing.billed()
    told(bill, 7000)
    with pytest.raises(UsedBefore):
        told(bill, 6000)


def test_a_second_payment_is_on_record_to_go_back() -> None:
    bill = testing.billed()
    testing.paid(bill)
    second = told(bill, 7000)
    assert (second.state, second.why) == (Payment.State.TO_REFUND, Payment.Why.TWICE)


def test_a_wrong_amount_settles_nothing_and_is_on_record() -> None:
    bill = testing.billed()
    payment = told(bill, 1)
    assert (payment.state, payment.why) == (Payment.State.TO_REFUND, Payment.Why.AMOUNT)
    bill.refresh_from_db()
    assert bill.state == Bill.State.OPEN


def test_what_comes_after_the_bill_was_put_aside_is_on_record() -> None:
    bill = testing.billed()
    billing.cancel(bill=bill, reason="开错", by=testing.clerk(), at=AT)
    assert told(bill, 7000).why == Payment.Why.LATE


def test_what_comes_after_the_case_has_ended_is_on_record() -> None:
    cases.rule(Rule.Kind.PAYMENT, 5, effect=Effect.FROM_ACCEPTANCE)
    case = cases.accepted(testing.charged(), at=cases.moment())
    bill = testing.billed(case)
    applying.withdraw(case=case, by=cases.applicant(AT), at=AT)
    assert told(bill, 7000).why == Payment.Why.LATE


@pytest.mark.parametrize("number", ["", "JF0", "\x00", "x" * 5000])
def test_a_bill_that_nobody_drew_up_is_not_paid(number: str) -> None:
    with pytest.raises(NoSuchBill):
        paying.arrived(number=number, fen=1, transaction_number="T", by=SYSTEM, at=AT)
