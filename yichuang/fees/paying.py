"""Payment comes: at the window, or from a platform that tells. One settles the bill; all others go back."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.money import yuan
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import life_cycle, standing
from yichuang.cases.models import Case, Outcome
from yichuang.cases.pausing import owing
from yichuang.fees import billing, receipts
from yichuang.fees.models import Bill, Payment, Voucher
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

AT_WINDOW: Final = (Payment.Channel.CASH, Payment.Channel.POS)


class WrongAmount(Refused):
    """Not what the bill asks for."""

    code = "wrong_amount"


class UsedBefore(Refused):
    """The slip or the number of the transaction stands for another payment."""

    code = "payment_used"


class NoSuchBill(Refused):
    """No bill has this number."""

    code = "no_such_bill"


NO_SUCH_BILL: Final = _("没有这个号的缴费单，请核对；钱已经收的，请原路退回缴款人。")


def take(*, bill: Bill, channel: str, fen: int, slip: str = "", by: Actor, at: datetime) -> Payment:
    """The window takes what the bill asks for, no more and no less, in cash or by card with the slip's number."""
    slip = clean(slip, field="slip", longest=64)
    if channel not in AT_WINDOW:
        raise Invalid(_("请选择现金或者刷卡。"), field="channel")
    if (channel == Payment.Channel.POS) != bool(slip):
        raise Invalid(_("刷卡的请填写签购单号，现金的不填。"), field="slip")
    with transaction.atomic():
        case, bill = billing.locked(bill, at=at)
        warrant = standing.require_power(case, Power.ACCEPT, by=by, at=at)
        require_payable(case, bill)
        if fen != bill.owed:
            raise WrongAmount(_("应缴 %(yuan)s 元，请按缴费单的金额收。") % {"yuan": yuan(bill.owed)}, field="fen")
        if slip and Payment.objects.filter(channel=channel, reference=slip).exists():
            raise UsedBefore(_("这个签购单号已经用在另一笔缴费上，请核对。"), field="slip")
        payment = Payment(bill=bill, channel=channel, reference=slip or bill.number, fen=fen, at=at)
        payment.taken_by_id, payment.window_id = warrant.posting.account_id, warrant.posting.window_id
        _settle(case, payment, by=by, at=at, mandate_id=standing.mandate_id(warrant))
    return payment


def arrived(*, number: str, fen: int, transaction_number: str, by: Actor, at: datetime) -> Payment:
    """A platform tells that money came for the bill of that number. Told again, nothing happens again.

    The money is there whatever the state of things: what the bill does not ask for is on record and goes back.
    """
    reference = clean(transaction_number, field="transaction", longest=64)
    if not reference or not 0 < fen <= billing.MOST:
        raise Invalid(_("缴费通知要写明流水号和大于零的金额（分）。"), field="transaction")
    found = None if "\x00" in number else Bill.objects.filter(number=number).first()
    if found is None:
        raise NoSuchBill(NO_SUCH_BILL, field="bill")
    with transaction.atomic():
        case, bill = billing.locked(found, at=at)
        told = Payment.objects.filter(channel=Payment.Channel.ONLINE, reference=reference).first()
        if told is not None:
            return _as_told(told, bill, fen)
        payment = Payment(bill=bill, channel=Payment.Channel.ONLINE, reference=reference, fen=fen, at=at)
        why = _why_not(case, bill, fen)
        if why:
            _set_aside(case, payment, why, by=by, at=at)
        else:
            _settle(case, payment, by=by, at=at, mandate_id=None)
    return payment


def _as_told(told: Payment, bill: Bill, fen: int) -> Payment:
    if (told.bill_id, told.fen) != (bill.pk, fen):
        raise UsedBefore(_("这个流水号已经用在另一笔缴费上，内容不一致，没有登记。请核对。"), field="transaction")
    return told


def require_payable(case: Case, bill: Bill) -> None:
    """The bill is open and its case not over."""
    billing.require_open(bill)
    if is_late(case):
        raise billing.NotOpen(_("这件办件已经结束，没有要缴的费用，请不要再收。"))


def is_late(case: Case) -> bool:
    """Whether nothing is to be paid for the case any more, whatever its bill says."""
    return billing.is_over(case) or case.outcome == Outcome.REFUSED


def _why_not(case: Case, bill: Bill, fen: int) -> str:
    if bill.state in (Bill.State.PAID, Bill.State.FREE):
        return Payment.Why.TWICE
    if bill.state != Bill.State.OPEN or is_late(case):
        return Payment.Why.LATE
    return "" if fen == bill.owed else Payment.Why.AMOUNT


def _settle(case: Case, payment: Payment, *, by: Actor, at: datetime, mandate_id: int | None) -> None:
    """The bill is paid: the receipt is written, the case waits no longer, the electronic bill is asked for."""
    payment.state = Payment.State.COUNTED
    payment.receipt = receipts.write(case, payment, by=by, mandate_id=mandate_id, at=at)
    payment.save(force_insert=True)
    Voucher.objects.create(payment=payment)
    bill = payment.bill
    bill.state, bill.settled_at = Bill.State.PAID, at
    bill.save(update_fields=["state", "settled_at"])
    owing.go_on(case, result=bill.number, by=by, at=at)
    told = {"bill": bill.number, "fen": payment.fen, "channel": payment.channel}
    life_cycle.note(case=case, act="bill_paid", by=by, at=at, mandate_id=mandate_id, detail=told)


def _set_aside(case: Case, payment: Payment, why: str, *, by: Actor, at: datetime) -> None:
    payment.state, payment.why = Payment.State.TO_REFUND, why
    payment.save(force_insert=True)
    told = {"bill": payment.bill.number, "fen": payment.fen, "why": why}
    life_cycle.note(case=case, act="payment_set_aside", by=by, at=at, detail=told)
