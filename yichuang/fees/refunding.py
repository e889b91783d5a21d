"""Money goes back: the whole of one payment, on the way that it came, by somebody who did not take it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import life_cycle, standing
from yichuang.cases.models import Case, State
from yichuang.cases.pausing import owing
from yichuang.fees import billing, receipts
from yichuang.fees.models import Bill, Payment, Refund, Voucher
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


class RefundedBefore(Refused):
    """The payment went back already."""

    code = "refunded_before"


def refund(*, payment: Payment, reason: str, reference: str, by: Actor, at: datetime) -> Refund:
    """Whoever decides for the department gives the payment back; `reference` is the number under which the money went.

    When it had settled the bill, the bill and the receipt are void, its electronic bill is turned red, and until the
    result is handed out the case waits again: for a new bill that is paid, or free by law. Fees are set by law, so what
    is owed cannot be let off by giving it back (行政许可法第五十九条).
    """
    reason = clean(reason, field="reason", longest=300)
    reference = clean(reference, field="reference", longest=64)
    if not reason or not reference:
        raise Invalid(
            _("请写明退费的理由和退款流水号（现金的写收据号）。"), field="reason" if reference else "reference"
        )
    with transaction.atomic():
        case, bill = billing.locked(payment.bill, at=at)
        warrant = standing.require_power(case, Power.DECIDE, by=by, at=at)
        payment = Payment.objects.select_related("receipt").get(pk=payment.pk)
        if payment.state == Payment.State.REFUNDED:
            raise RefundedBefore(_("这笔缴费已经退还，不能再退。"))
        if payment.taken_by_id == warrant.posting.account_id:
            raise standing.SamePerson(_("这笔费用是您收的，须由另一个人退。"))
        account = warrant.posting.account_id
        made = Refund.objects.create(payment=payment, reason=reason, reference=reference, by_id=account, at=at)
        if payment.state == Payment.State.COUNTED:
            _unsettle(case, bill, payment, by=by, at=at)
        payment.state = Payment.State.REFUNDED
        payment.save(update_fields=["state"])
        told = {"bill": bill.number, "fen": payment.fen, "channel": payment.channel}
        mandate_id = standing.mandate_id(warrant)
        life_cycle.note(case=case, act="refunded", by=by, at=at, mandate_id=mandate_id, detail=told)
    return made


def _unsettle(case: Case, bill: Bill, payment: Payment, *, by: Actor, at: datetime) -> None:
    bill.state = Bill.State.REFUNDED
    bill.save(update_fields=["state"])
    receipts.revoke(payment, at=at)
    awaited, issued = Voucher.State.AWAITING, Voucher.State.ISSUED
    Voucher.objects.filter(payment=payment, state=awaited).update(state=Voucher.State.NOT_NEEDED)
    Voucher.objects.filter(payment=payment, state=issued).update(state=Voucher.State.TO_REVERSE)
    if case.state in (*life_cycle.PENDING, *billing.BEFORE_ISSUE, State.COMPLETED):
        owing.wait(case, basis=billing.BY_LAW, reason=bill.number, until=None, by=by, at=at)
