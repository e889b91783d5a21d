"""The bill of a case: drawn up by law only, taken less by law only, put aside whole, never edited
(行政许可法第五十八条、第五十九条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.money import yuan
from yichuang.base.numbering import next_number
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import deeming, life_cycle, standing, timing
from yichuang.cases.models import Case, Effect, Outcome, Rule, State
from yichuang.cases.pausing import owing
from yichuang.catalogue.content import Fee
from yichuang.fees.models import Bill, Line, Reduction
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

BEFORE_ISSUE: Final = (State.DECIDED, State.ISSUING)
STANDING: Final = (Bill.State.OPEN, Bill.State.PAID, Bill.State.FREE)
MOST: Final = 10**12
"""Fen that one line can be: more is a slip of the hand."""
ONE_BILL: Final = _("这件办件已经有一张缴费单，一件办件只开一张。开错了的，请先作废再开。")
BY_LAW: Final = "《行政许可法》第五十八条、第五十九条"


class NotCharged(Refused):
    """No law lets this be charged for, or not yet."""

    code = "not_charged"


class AlreadyBilled(Refused):
    """One bill for all fees of a case."""

    code = "already_billed"


class NotOpen(Refused):
    """The bill is paid, free, or put aside."""

    code = "bill_not_open"


@dataclass(frozen=True)
class Wanted:
    """One fee of the guide by its place there (from 0), how many, and the price in fen where the guide leaves it to a
    standard set elsewhere."""

    fee: int
    quantity: int = 1
    fen: int | None = None


def draw_up(*, case: Case, lines: Sequence[Wanted], by: Actor, at: datetime) -> Bill:
    """The window draws up the one bill of the case; nothing is issued before it is paid."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        warrant = standing.require_power(case, Power.ACCEPT, by=by, at=at)
        rule = require_billable(case, at=at)
        asked = _lines(case, lines)
        due = timing.due_after(case, timing.limit_of(rule), at=at).at if rule else None
        bill = Bill(case=case, gross=sum(one.amount for one in asked), drawn_at=at, due_at=due)
        bill.drawn_by_id = warrant.posting.account_id
        bill.number = _number(case, at=at)
        _keep(bill, asked)
        basis = rule.basis if rule else BY_LAW
        owing.wait(case, basis=basis, reason=bill.number, until=due, by=by, at=at)
        told = {"bill": bill.number, "fen": bill.gross}
        life_cycle.note(case=case, act="bill_drawn", by=by, at=at, mandate_id=standing.mandate_id(warrant), detail=told)
    return bill


def require_billable(case: Case, *, at: datetime) -> Rule | None:
    """It is charged for, it is time – before the result is made, or again when its fee was given back –, and no bill
    stands. Returns the centre's rule. Three statements at most."""
    if case.item_version.parsed.charged is False or not case.item_version.parsed.fees:
        raise NotCharged(_("本事项不收费，不能开缴费单（《行政许可法》第五十八条）。"))
    rule = timing.rule(case, Rule.Kind.PAYMENT, at=at)
    early = rule is not None and rule.effect == Effect.FROM_ACCEPTANCE and case.state in life_cycle.PENDING
    in_time = case.state in BEFORE_ISSUE or (case.state == State.COMPLETED and owing.waiting(case))
    if not early and not (in_time and case.outcome == Outcome.GRANTED):
        raise NotCharged(_("现在不能开缴费单：要在准予决定以后、出件以前开；中心规定受理后即可开的，受理以后就能开。"))
    if Bill.objects.filter(case=case, state__in=STANDING).exists():
        raise AlreadyBilled(ONE_BILL)
    return rule


def _lines(case: Case, wanted: Sequence[Wanted]) -> list[Line]:
    fees = case.item_version.parsed.fees
    if not wanted or len({one.fee for one in wanted}) < len(wanted):
        raise Invalid(_("请选择收费项目，每一项只选一次。"), field="lines")
    if any(not 0 <= one.fee < len(fees) for one in wanted):
        raise Invalid(_("办事指南里没有这个收费项目，不能收。"), field="lines")
    return [line_of(case, fees[one.fee], one) for one in wanted]


def line_of(case: Case, fee: Fee, wanted: Wanted) -> Line:
    """The line of the bill for one fee of the guide. Raises NotCharged where no law is named (XKF 58)."""
    basis = fee.basis or case.item_version.parsed.fee_basis
    if not basis:
        raise NotCharged(
            _("“%(fee)s”没有写明法律、行政法规依据，依照《行政许可法》第五十八条不得收费。请联系事项管理员核对。")
            % {"fee": fee.name},
            field="lines",
        )
    price = wanted.fen if fee.fen is None else fee.fen
    if price is None or (fee.fen is not None and wanted.fen not in (None, fee.fen)):
        raise Invalid(_("“%(fee)s”的金额：指南写明的不能改，另定标准的请填写。") % {"fee": fee.name}, field="fen")
    if wanted.quantity < 1 or not 0 < price * wanted.quantity <= MOST:
        raise Invalid(_("“%(fee)s”的数量和金额应当大于零。") % {"fee": fee.name}, field="quantity")
    return Line(
        name=fee.name[:200],
        standard=fee.standard[:500],
        unit=fee.unit[:50],
        price=price,
        quantity=wanted.quantity,
        amount=price * wanted.quantity,
        basis=basis[:500],
        reducible=fee.reducible is not False,
    )


def _number(case: Case, *, at: datetime) -> str:
    year, region = timezone.localtime(at).year, case.centre.region_code[:6]
    return f"JF{region}{year}{next_number(series=f'bill:{region}', year=year):07d}"


def _keep(bill: Bill, lines: Sequence[Line]) -> None:
    try:
        with transaction.atomic():
            bill.save(force_insert=True)
    except IntegrityError:
        raise AlreadyBilled(ONE_BILL) from None
    for line in lines:
        line.bill = bill
    Line.objects.bulk_create(lines)


def reduce(
    *, bill: Bill, line: int, kind: str, fen: int, basis: str, reason: str, by: Actor, at: datetime
) -> Reduction:
    """Whoever decides for the department, and did not draw up the bill, takes off what the law takes off (减免)."""
    basis = _said(basis, field="basis", sentence=_("请写明减免的依据。"))
    reason = _said(reason, field="reason", sentence=_("请写明减免的理由。"))
    if kind not in Reduction.Kind.values:
        raise Invalid(_("请选择减免的种类。"), field="kind")
    with transaction.atomic():
        case, bill = locked(bill, at=at)
        warrant = standing.require_power(case, Power.DECIDE, by=by, at=at)
        require_open(bill)
        if bill.drawn_by_id == warrant.posting.account_id:
            raise standing.SamePerson(_("缴费单是您开的，减免须由另一个人批准。"))
        of = _reducible(bill, line, kind)
        if not 0 < fen <= left_of(of):
            raise Invalid(
                _("“%(fee)s”最多还能减 %(yuan)s 元。") % {"fee": of.name, "yuan": yuan(left_of(of))}, field="fen"
            )
        account = warrant.posting.account_id
        made = Reduction.objects.create(line=of, kind=kind, fen=fen, basis=basis, reason=reason, by_id=account, at=at)
        bill.reduced += fen
        _settle_if_free(case, bill, by=by, at=at)
        told = {"bill": bill.number, "fen": fen, "kind": kind}
        mandate_id = standing.mandate_id(warrant)
        life_cycle.note(case=case, act="bill_reduced", by=by, at=at, mandate_id=mandate_id, detail=told)
    return made


def _reducible(bill: Bill, line: int, kind: str) -> Line:
    of = bill.lines.filter(pk=line).first()
    if of is None:
        raise Invalid(_("请选择缴费单上的一项。"), field="line")
    if not of.reducible and kind != Reduction.Kind.NOT_APPLICABLE:
        raise Invalid(_("办事指南写明“%(fee)s”不能减免。") % {"fee": of.name}, field="line")
    return of


def left_of(line: Line) -> int:
    """What is still asked of a line after what was taken off, in fen. One statement."""
    return line.amount - sum(line.reductions.values_list("fen", flat=True))


def _settle_if_free(case: Case, bill: Bill, *, by: Actor, at: datetime) -> None:
    if bill.owed == 0:
        bill.state, bill.settled_at = Bill.State.FREE, at
        owing.go_on(case, result=str(Bill.State.FREE.label), by=by, at=at)
    bill.save(update_fields=["reduced", "state", "settled_at"])


def cancel(*, bill: Bill, reason: str, by: Actor, at: datetime) -> Bill:
    """A bill that is wrong is put aside. The case goes on waiting for the right one, or until the fee is waived by
    whoever decides: nobody opens the way by cancelling."""
    reason = _said(reason, field="reason", sentence=_("请写明为什么作废。"))
    with transaction.atomic():
        case, bill = locked(bill, at=at)
        warrant = standing.require_power(case, Power.ACCEPT, by=by, at=at)
        require_open(bill)
        bill.state, bill.cancelled_at, bill.cancel_reason = Bill.State.CANCELLED, at, reason
        bill.save(update_fields=["state", "cancelled_at", "cancel_reason"])
        told = {"bill": bill.number}
        mandate_id = standing.mandate_id(warrant)
        life_cycle.note(case=case, act="bill_cancelled", by=by, at=at, mandate_id=mandate_id, detail=told)
    return bill


def remind(*, bill: Bill, at: datetime, by: Actor) -> None:
    """A bill that is not paid in time is told once more; nothing else follows but that nothing is issued."""
    with transaction.atomic():
        case, bill = locked(bill, at=at)
        if bill.state == Bill.State.OPEN and bill.reminded_at is None and not is_over(case):
            bill.reminded_at = at
            bill.save(update_fields=["reminded_at"])
            life_cycle.note(case=case, act="bill_overdue", by=by, at=at, detail={"bill": bill.number})


def locked(bill: Bill, *, at: datetime) -> tuple[Case, Bill]:
    """The case and its bill as they stand now, the case's row locked: acts on one bill take turns. Two statements."""
    case = deeming.locked(Case(pk=bill.case_id), at=at)
    found = Bill.objects.select_for_update().get(pk=bill.pk)
    found.case = case
    return case, found


def require_open(bill: Bill) -> None:
    """Refuse what is settled or put aside."""
    if bill.state != Bill.State.OPEN:
        sentences: Mapping[str, object] = {
            Bill.State.PAID: _("缴费单 %(number)s 已经缴清，不用再缴，也不能改。要退的请办退费。"),
            Bill.State.FREE: _("缴费单 %(number)s 已经全部减免，不用缴费。"),
            Bill.State.CANCELLED: _("缴费单 %(number)s 已经作废，请按新的缴费单办理。"),
            Bill.State.REFUNDED: _("缴费单 %(number)s 已经退费，请按新的缴费单办理。"),
        }
        raise NotOpen(str(sentences[bill.state]) % {"number": bill.number})


def is_over(case: Case) -> bool:
    """Whether the case ended without the result, so that nothing is paid for it any more."""
    return case.state in (*life_cycle.ENDS, State.ARCHIVED)


def _said(words: str, *, field: str, sentence: object) -> str:
    words = clean(words, field=field, longest=300)
    if not words:
        raise Invalid(str(sentence), field=field)
    return words
