"""What one owes across all one's cases, and where each bill is paid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yichuang.cases.models import Case
from yichuang.fees import adapters, queries
from yichuang.fees.models import Bill
from yichuang.people.actors import Actor


@dataclass(frozen=True)
class Owed:
    """An open bill, and the page on which it is paid; empty: at the window only."""

    bill: Bill
    address: str


def told(actor: Actor, *, at: datetime) -> list[Owed]:
    """Everything that is to be paid, the first due first."""
    return _where_paid(queries.owed_by(actor, at=at))


def told_of(case: Case) -> list[Owed]:
    """What is to be paid for this case. One statement."""
    return _where_paid(queries.owed_for(case))


def _where_paid(bills: Iterable[Bill]) -> list[Owed]:
    platform = adapters.payment_platform()
    return [Owed(bill, platform.address(bill)) for bill in bills]
