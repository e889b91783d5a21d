"""Paying: bills and what is done about them, what a platform tells, electronic bills looked up by their elements."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from ninja import Query, Router

from yichuang.base.refusal import Refused
from yichuang.cases.models import Case
from yichuang.fees import adapters, billing, paying, queries, refunding, signing, vouchers
from yichuang.fees.models import Bill, Payment
from yichuang.offices.queries import centre_of
from yichuang.people.actors import SYSTEM
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.cases import find
from yichuang.web.api.shapes.fees import (
    AllOwedOut,
    ArrivalIn,
    BillIn,
    BillOut,
    BillsOut,
    CancellationIn,
    OwedOut,
    PaymentOut,
    ReconciliationOut,
    ReconciliationsOut,
    ReductionIn,
    RefundIn,
    TakenIn,
    VoucherFoundOut,
    VoucherIn,
)
from yichuang.web.kit import pace
from yichuang.web.kit.request import Request

router = Router(tags=["fees"])


def _one(case: Case, bill: int) -> Bill:
    found = Bill.objects.filter(pk=bill, case=case).first()
    if found is None:
        raise paying.NoSuchBill(paying.NO_SUCH_BILL, field="bill")
    return found


def _told(case: Case, bill: int) -> BillOut:
    return BillOut.of(next(one for one in queries.bills_of(case) if one.pk == bill))


@router.get("/bills", response=AllOwedOut, url_name="owed")
def owed(request: Request) -> HttpResponse:
    """What I owe for all my cases, the first due first, and where it is paid."""
    platform = adapters.payment_platform()
    found = queries.owed_by(who(request), at=request.now)
    return said(AllOwedOut(bills=[OwedOut.of(one, platform.address(one)) for one in found]))


@router.get("/cases/{number}/bills", response=BillsOut, url_name="bills")
def bills(request: Request, number: str) -> HttpResponse:
    """Every bill with its lines and their law, what was taken off, payments, electronic bills."""
    return said(BillsOut(bills=[BillOut.of(one) for one in queries.bills_of(find(request, number))]))


@router.post("/cases/{number}/bill", response=BillOut, url_name="bill_new")
def draw_up(request: Request, number: str, given: BillIn) -> HttpResponseBase:
    """Draw up the one bill of the case."""
    return _drawn(request, number, given)


@done_once()
def _drawn(request: Request, number: str, given: BillIn) -> BillOut:
    case = find(request, number)
    lines = [billing.Wanted(one.fee, one.quantity, one.fen) for one in given.lines]
    return _told(case, billing.draw_up(case=case, lines=lines, by=who(request), at=request.now).pk)


@router.post("/cases/{number}/bills/{int:bill}/payment", response=BillOut, url_name="bill_payment")
def take(request: Request, number: str, bill: int, given: TakenIn) -> HttpResponseBase:
    """The window took what the bill asks for."""
    return _done(request, paying.take, number, bill, **given.model_dump())


@router.post("/cases/{number}/bills/{int:bill}/reduction", response=BillOut, url_name="bill_reduction")
def reduce(request: Request, number: str, bill: int, given: ReductionIn) -> HttpResponseBase:
    """Take off what the law takes off."""
    return _done(request, billing.reduce, number, bill, **given.model_dump())


@router.post("/cases/{number}/bills/{int:bill}/cancellation", response=BillOut, url_name="bill_cancellation")
def cancel(request: Request, number: str, bill: int, given: CancellationIn) -> HttpResponseBase:
    """Put a wrong bill aside."""
    return _done(request, billing.cancel, number, bill, **given.model_dump())


@done_once()
def _done(request: Request, act: Callable[..., object], number: str, bill: int, **given: Any) -> BillOut:
    case = find(request, number)
    act(bill=_one(case, bill), by=who(request), at=request.now, **given)
    return _told(case, bill)


@router.post("/cases/{number}/payments/{int:payment}/refund", response=BillOut, url_name="payment_refund")
def refund(request: Request, number: str, payment: int, given: RefundIn) -> HttpResponseBase:
    """Give a payment back."""
    return _refunded(request, number, payment, given)


@done_once()
def _refunded(request: Request, number: str, payment: int, given: RefundIn) -> BillOut:
    case = find(request, number)
    found = Payment.objects.select_related("bill").filter(pk=payment, bill__case=case).first()
    if found is None:
        raise paying.NoSuchBill(paying.NO_SUCH_BILL, field="payment")
    refunding.refund(payment=found, by=who(request), at=request.now, **given.model_dump())
    return _told(case, found.bill_id)


@router.post("/cases/{number}/vouchers/{int:voucher}", response=BillOut, url_name="voucher_record")
def record(request: Request, number: str, voucher: int, given: VoucherIn) -> HttpResponseBase:
    """Record the electronic bill, or the red one, that the finance department's platform made."""
    return _recorded(request, number, voucher, given)


@done_once()
def _recorded(request: Request, number: str, voucher: int, given: VoucherIn) -> BillOut:
    case = find(request, number)
    found = queries.voucher_awaited(case, voucher)
    if found is None:
        raise vouchers.NoSuchVoucher(vouchers.NOT_FOUND)
    elements = vouchers.Elements(**given.model_dump())
    vouchers.record(voucher=found, elements=elements, by=who(request), at=request.now)
    return _told(case, found.payment.bill_id)


@router.post("/payments", response=PaymentOut, url_name="payment_arrival")
def arrival(request: Request, told: ArrivalIn) -> HttpResponse:
    """What the payment platform tells, with the headers `X-Timestamp` (seconds) and `X-Signature`; repeated, the answer
    is the same. What cannot be settled is on record as `to_refund`."""
    stamp, signed = request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")
    signing.require(request.body, timestamp=stamp, signed=signed, at=request.now)
    number, at = told.transaction, request.now
    return said(
        PaymentOut.of(paying.arrived(number=told.bill, fen=told.fen, transaction_number=number, by=SYSTEM, at=at))
    )


@router.get("/reconciliations", response=ReconciliationsOut, url_name="reconciliations")
def reconciliations(request: Request, on: date) -> HttpResponse:
    """The payments on line of that day compared with the platform's list, and what differed."""
    centre = centre_of(who(request).account, timezone.localdate(request.now))
    found = queries.reconciled(centre, on=on) if centre else None
    return said(ReconciliationsOut(reconciliations=[ReconciliationOut.of(found)] if found else []))


@router.get("/vouchers", response=VoucherFoundOut, url_name="voucher")
def look_up(
    request: Request,
    code: str,
    number: str,
    check_code: str,
    issued_on: date,
    fen: Annotated[int, Query(gt=0, le=10**12)],
) -> HttpResponse:
    """An electronic bill by all its five elements; whoever guesses is slowed down."""
    pace.require(request, purpose="voucher", at=request.now)
    try:
        found = vouchers.look_up(vouchers.Elements(code, number, check_code, issued_on), fen=fen)
    except Refused:
        pace.note_failure(request, purpose="voucher", at=request.now)
        raise
    kept: dict[str, Any] = {key: getattr(found, key) for key in ("state", "red_code", "red_number")}
    return said(VoucherFoundOut(bill=found.payment.bill.number, fen=found.payment.fen, **kept))
