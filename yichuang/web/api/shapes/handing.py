"""The shapes of delivery: ways, attempts, lockers, parcels, and slips of papers on the move."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field

from yichuang.cases.models import Case
from yichuang.delivery import by_locker
from yichuang.delivery.models import Choice, Delivery, Mode, Parcel, Slip, SlipLine
from yichuang.delivery.slips.whereabouts import Lying
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import Moment, Out

Fen = Annotated[int, Field(strict=True, ge=0, le=100_000)]


class HandingOverIn(In):
    """Handed over at the counter to whoever shows this document; `signature` is the id of an upload of what he signed
    on the pad."""

    mode: Literal["counter"]
    document_number: str
    signature: UUID | None = None


class CourierIn(In):
    """Given to a courier; `cost` in fen."""

    mode: Literal["courier"]
    courier: str
    tracking_number: str
    cost: Fen | None = None


class LockerIn(In):
    """Laid into a cell of a locker."""

    mode: Literal["locker"]
    locker: str
    cell: str


class InPersonIn(In):
    """Signed for at the door."""

    mode: Literal["direct"]
    relation: Literal["applicant", "representative", "agent", "family", "office"]


class LeftBehindIn(In):
    """Left behind (留置送达) before a witness, or with a picture of it: the id of an upload."""

    mode: Literal["left_behind"]
    witness_name: str = ""
    witness_number: str = ""
    photograph: UUID | None = None


class NoticeIn(In):
    """Announced in public (公告送达)."""

    mode: Literal["notice"]


class StatusIn(In):
    """Where the parcel is."""

    status: Literal["picked_up", "in_transit", "delivering"]


class ReturnIn(In):
    """Why the parcel came back; `remark` is needed with "other"."""

    failure: Literal["refused", "nobody", "address", "moved", "lost", "other"]
    remark: str = ""


class FailureIn(In):
    """Why nobody was reached."""

    failure: Literal["refused", "nobody", "address", "moved", "lost"]


class CodeIn(In):
    """What was typed at the locker."""

    code: str


class ParcelIn(In):
    """A parcel from the applicant to the window: who pays, and what it cost in fen when he has paid."""

    courier: str
    tracking_number: str
    payer: Literal["applicant", "centre"] = "applicant"
    cost: Fen | None = None


class ParcelReceiptIn(In):
    """What the window paid, in fen, for a parcel that came carriage forward."""

    cost: Fen | None = None


class SlipIn(In):
    """The cases whose papers go, by number; the desk says which way."""

    direction: Literal["out", "back"]
    cases: list[str] = Field(min_length=1, max_length=50)


class CountIn(In):
    """What was counted of one line."""

    position: Annotated[int, Field(strict=True, ge=1, le=9999)]
    received: Annotated[int, Field(strict=True, ge=0, le=9999)]


class ReceiptIn(In):
    """Lines whose count differs; a line that is not named was all there."""

    counts: list[CountIn] = Field(default=[], max_length=5000)


class DeliveryOut(Out):
    """One attempt to hand the result over. `cost` in fen; `until`: end of a locker's time or of a notice's period."""

    mode: str
    relation: str
    courier: str
    tracking_number: str
    status: str
    cost: int | None
    cell: str
    until: Moment | None
    sent_at: Moment
    delivered_at: Moment | None
    failed_at: Moment | None
    failure: str
    failure_remark: str

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """The attempt, without the document that was shown and without the code."""
        return cls(
            mode=delivery.mode,
            relation=delivery.relation,
            courier=delivery.courier,
            tracking_number=delivery.tracking_number,
            status=delivery.status,
            cost=delivery.cost,
            cell=str(delivery.cell or ""),
            until=delivery.until,
            sent_at=delivery.sent_at,
            delivered_at=delivery.delivered_at,
            failed_at=delivery.failed_at,
            failure=delivery.failure,
            failure_remark=delivery.failure_remark,
        )


class DeliveriesOut(Out):
    """The ways that are open, the one that is chosen with its masked address, and every attempt.

    `code` opens the locker; only the applicant's side sees it, while it opens something.
    """

    offered: list[str]
    chosen: str
    address: str
    code: str
    attempts: list[DeliveryOut]

    @classmethod
    def of(cls, offered: list[Mode], choice: Choice | None, attempts: list[Delivery], *, shows_code: bool) -> Self:
        """Everything about the delivery of one case."""
        laid = next((one for one in attempts if one.mode == Mode.LOCKER and one.is_open), None)
        return cls(
            offered=[str(mode) for mode in offered],
            chosen=choice.mode if choice else str(Mode.COUNTER),
            address=str(choice.address.address) if choice and choice.address else "",
            code=by_locker.code_of(laid) if laid and shows_code else "",
            attempts=[DeliveryOut.of(one) for one in attempts],
        )


class ParcelOut(Out):
    """A parcel from the applicant."""

    id: int
    courier: str
    tracking_number: str
    payer: str
    cost: int | None
    status: str
    told_at: Moment
    received_at: Moment | None

    @classmethod
    def of(cls, parcel: Parcel) -> Self:
        """The parcel."""
        return cls(
            id=parcel.pk,
            courier=parcel.courier,
            tracking_number=parcel.tracking_number,
            payer=parcel.payer,
            cost=parcel.cost,
            status=parcel.status,
            told_at=parcel.told_at,
            received_at=parcel.received_at,
        )


class LateOut(Out):
    """A result that should have been delivered by now."""

    number: str
    department: str
    due_at: Moment | None

    @classmethod
    def of(cls, case: Case) -> Self:
        """The case and its date."""
        return cls(number=case.number, department=str(case.department), due_at=case.due_at)


class LateList(Out):
    """Late results, the latest first; at most a hundred."""

    cases: list[LateOut]


class SlipOut(Out):
    """One slip."""

    id: UUID
    number: str
    direction: str
    window: str
    department: str
    made_at: Moment
    receive_by: Moment | None
    received_at: Moment | None

    @classmethod
    def of(cls, slip: Slip) -> Self:
        """The slip, without its lines."""
        return cls(
            id=slip.pk,
            number=slip.number,
            direction=slip.direction,
            window=slip.window.number,
            department=str(slip.department),
            made_at=slip.made_at,
            receive_by=slip.receive_by,
            received_at=slip.received_at,
        )


class SlipLineOut(Out):
    """One paper of one case."""

    position: int
    case: str
    name: str
    sent: int
    received: int | None

    @classmethod
    def of(cls, line: SlipLine) -> Self:
        """The line."""
        return cls(
            position=line.position, case=line.case.number, name=line.name, sent=line.sent, received=line.received
        )


class SlipDetail(SlipOut):
    """One slip with its lines."""

    lines: list[SlipLineOut]

    @classmethod
    def with_lines(cls, slip: Slip) -> Self:
        """The slip and every paper on it."""
        lines = [SlipLineOut.of(line) for line in slip.lines.select_related("case")]
        return cls(**SlipOut.of(slip).model_dump(), lines=lines)


class SlipList(Out):
    """Slips."""

    slips: list[SlipOut]


class LyingOut(Out):
    """With whom the papers of a case are, since when."""

    case: str
    slip: str
    where: str
    since: Moment
    overdue: bool

    @classmethod
    def of(cls, lying: Lying) -> Self:
        """`where` is `under_way`, `department` or `window`."""
        there = "department" if lying.slip.direction == "out" else "window"
        return cls(
            case=lying.case.number,
            slip=lying.slip.number,
            where="under_way" if lying.slip.is_under_way else there,
            since=lying.since,
            overdue=lying.overdue,
        )


class LyingList(Out):
    """What lies where; `after` is where the next page begins, empty on the last."""

    papers: list[LyingOut]
    after: str
