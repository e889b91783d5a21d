"""What one owes across all one's cases, and where each bill is paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
    platform = adapters.payment_platform()
    return [Owed(bill, platform.address(bill)) for bill in queries.owed_by(actor, at=at)]
