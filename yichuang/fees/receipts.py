"""缴费凭证: the letter that says what was paid for, by which law and how; void when the money goes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from yichuang.base.money import yuan
from yichuang.cases import letters
from yichuang.cases.models import Case
from yichuang.documents.models import Letter, LetterKind
from yichuang.documents.writing import revoke_letter
from yichuang.fees.models import Bill, Payment
from yichuang.offices.seals import NoSeal
from yichuang.people.actors import Actor


def write(case: Case, payment: Payment, *, by: Actor, mandate_id: int | None, at: datetime) -> Letter | None:
    """The receipt of a payment that settles its bill. None where a platform tells of money while the department has no
    seal in force: what came has to be on record all the same. Raises NoSeal at the window."""
    try:
        with transaction.atomic(), override("zh-hans"):
            facts = _facts(payment, at=at)
            return letters.write(case, LetterKind.PAYMENT_RECEIPT, facts, by=by, mandate_id=mandate_id, at=at)
    except NoSeal:
        if by.is_system:
            return None
        raise


def _facts(payment: Payment, *, at: datetime) -> dict[str, Any]:
    return {
        "bill_number": payment.bill.number,
        "paid_at": at.isoformat(),
        "channel": str(Payment.Channel(payment.channel).label),
        "lines": [*_lines(payment.bill), {"label": "实缴", "value": f"{yuan(payment.fen)}元"}],
    }


def _lines(bill: Bill) -> Iterator[dict[str, str]]:
    """Every fee with its law and what was taken off; the page that verifies the letter shows them too."""
    for line in bill.lines.order_by("id").prefetch_related("reductions"):
        yield {"label": line.name, "value": f"{line.quantity} × {yuan(line.price)}元（{line.basis}）"}
        for one in line.reductions.all():
            yield {"label": str(one.get_kind_display()), "value": f"−{yuan(one.fen)}元（{one.basis}）"}


def revoke(payment: Payment, *, at: datetime) -> None:
    """The money went back: the receipt no longer counts."""
    if payment.receipt is not None:
        revoke_letter(letter=payment.receipt, reason="费用已经退还", at=at)
