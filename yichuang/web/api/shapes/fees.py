"""What goes in and comes out about paying. Money is whole fen."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field

from yichuang.fees.models import Bill, Difference, Line, Payment, Reconciliation, Voucher
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import Labelled, Moment, Out

Fen = Annotated[int, Field(gt=0, le=10**12)]


class WantedIn(In):
    """One fee of the guide by its place there, from 0; `fen` is the price where the guide leaves it open."""

    fee: Annotated[int, Field(ge=0, le=1000)]
    quantity: Annotated[int, Field(gt=0, le=10**6)] = 1
    fen: Fen | None = None


class BillIn(In):
    """The lines of a bill."""

    lines: list[WantedIn]


class TakenIn(In):
    """What the window took: `cash`, or `pos` with the number of its slip."""

    channel: str
    fen: Fen
    slip: str = ""


class ReductionIn(In):
    """What is taken off a line, and by which law."""

    line: Annotated[int, Field(ge=0, lt=2**63)]
    kind: str
    fen: Fen
    basis: str
    reason: str


class CancellationIn(In):
    """Why the bill is wrong."""

    reason: str


class RefundIn(In):
    """Why, and under which number the money went back."""

    reason: str
    reference: str


class VoucherIn(In):
    """The elements that the finance department's platform gave."""

    code: str
    number: str
    check_code: str
    issued_on: date


class ArrivalIn(In):
    """What a platform tells, signed: so much money came for this bill under this number."""

    bill: Annotated[str, Field(max_length=40)]
    fen: Fen
    transaction: Annotated[str, Field(max_length=200)]


class LineOut(Out):
    """One fee on the bill with its law, and what was taken off."""

    id: int
    name: str
    quantity: int
    price: int
    amount: int
    reduced: int
    basis: str

    @classmethod
    def of(cls, line: Line) -> Self:
        """The line."""
        kept = {key: getattr(line, key) for key in ("name", "quantity", "price", "amount", "basis")}
        return cls(id=line.pk, reduced=sum(one.fen for one in line.reductions.all()), **kept)


class VoucherOut(Out):
    """财政电子票据: `awaiting`, `issued`, `to_reverse`, `reversed` or `not_needed`."""

    id: int
    state: str
    code: str
    number: str
    issued_on: date | None
    red_code: str
    red_number: str

    @classmethod
    def of(cls, one: Voucher) -> Self:
        """The electronic bill."""
        kept = {key: getattr(one, key) for key in ("state", "code", "number", "issued_on", "red_code", "red_number")}
        return cls(id=one.pk, **kept)


class PaymentOut(Out):
    """Money that came: `counted`, `to_refund` (`why`: `twice`, `amount`, `late`) or `refunded`. `receipt` is the number
    of the letter (缴费凭证), empty for what settled nothing; void when the money went back."""

    id: int
    bill: str
    channel: str
    reference: str
    fen: int
    state: str
    why: str
    receipt: str
    at: Moment

    @classmethod
    def of(cls, one: Payment) -> Self:
        """The payment."""
        kept = {key: getattr(one, key) for key in ("channel", "reference", "fen", "state", "why", "at")}
        return cls(id=one.pk, bill=one.bill.number, receipt=one.receipt.number if one.receipt else "", **kept)


class BillOut(Out):
    """A bill: `open`, `paid`, `free`, `cancelled` or `refunded`; `owed` is what is to be paid."""

    id: int
    number: str
    state: str
    gross: int
    reduced: int
    owed: int
    drawn_at: Moment
    due_at: Moment | None
    lines: list[LineOut]
    payments: list[PaymentOut]
    vouchers: list[VoucherOut]

    @classmethod
    def of(cls, bill: Bill) -> Self:
        """The bill with everything on it."""
        kept = {
            key: getattr(bill, key) for key in ("number", "state", "gross", "reduced", "owed", "drawn_at", "due_at")
        }
        payments = list(bill.payments.all())
        vouchers = [one.voucher for one in payments if hasattr(one, "voucher")]
        return cls(
            id=bill.pk,
            lines=[LineOut.of(one) for one in bill.lines.all()],
            payments=[PaymentOut.of(one) for one in payments],
            vouchers=[VoucherOut.of(one) for one in vouchers],
            **kept,
        )


class BillsOut(Out):
    """The bills of a case, the newest first."""

    bills: list[BillOut]


class OwedOut(Out):
    """A bill that is to be paid: the case, until when, and the page where it is paid (empty: at the window only)."""

    case: str
    item: str
    bill: str
    owed: int
    due_at: Moment | None
    address: str

    @classmethod
    def of(cls, bill: Bill, address: str) -> Self:
        """The bill and where it is paid."""
        kept = {key: getattr(bill, key) for key in ("owed", "due_at")}
        return cls(case=bill.case.number, item=bill.case.item_version.title, bill=bill.number, address=address, **kept)


class AllOwedOut(Out):
    """Everything that one owes, the first due first."""

    bills: list[OwedOut]


class DifferenceOut(Out):
    """A payment on which we and the platform do not agree; `our_fen` or `their_fen` is empty where one has none."""

    kind: Labelled
    transaction: str
    bill: str
    our_fen: int | None
    their_fen: int | None

    @classmethod
    def of(cls, one: Difference) -> Self:
        """The difference."""
        kept = {key: getattr(one, key) for key in ("bill", "our_fen", "their_fen")}
        return cls(kind=Labelled(code=one.kind, label=str(one.get_kind_display())), transaction=one.reference, **kept)


class ReconciliationOut(Out):
    """对账: the payments on line of a day as we and as the platform have them, and what differed."""

    day: date
    at: Moment
    ours: int
    our_fen: int
    theirs: int
    their_fen: int
    differences: list[DifferenceOut]

    @classmethod
    def of(cls, one: Reconciliation) -> Self:
        """The comparison with what differed."""
        kept = {key: getattr(one, key) for key in ("day", "at", "ours", "our_fen", "theirs", "their_fen")}
        return cls(differences=[DifferenceOut.of(each) for each in one.differences.all()], **kept)


class ReconciliationsOut(Out):
    """The comparison of the day that was asked for; none where there was no list of the platform."""

    reconciliations: list[ReconciliationOut]


class VoucherFoundOut(Out):
    """An electronic bill that was found by all its elements."""

    state: str
    bill: str
    fen: int
    red_code: str
    red_number: str
