"""The port to a courier firm: it takes a parcel and gives its number, and tells where the parcel is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from yichuang.delivery.models import CourierStatus, Failure
from yichuang.people.addresses import Label


@dataclass(frozen=True)
class Waybill:
    """What the firm says on taking a parcel: its own name, the number, the fee in fen when it is known."""

    courier: str
    tracking_number: str
    cost: int | None = None


@dataclass(frozen=True)
class Whereabouts:
    """Where a parcel is: under way with a status, or arrived, or coming back for a reason (`returned`)."""

    status: CourierStatus | None = None
    arrived_at: datetime | None = None
    returned: Failure | None = None


class CourierService(Protocol):
    """A firm that carries parcels. Neither call happens inside a transaction.

    `is_connected` says whether a pick-up can be ordered by machine.
    """

    is_connected: bool

    def take(self, label: Label, *, reference: str) -> Waybill | None:
        """Order a pick-up. None: this firm is not reached by a machine, the clerk writes down the number."""

    def whereabouts(self, tracking_number: str) -> Whereabouts | None:
        """Where the parcel is. None: nobody can tell, the clerk writes it down."""


class ByHand:
    """No connection: the clerk types the number that the courier's form bears, and what the courier's page says."""

    is_connected = False

    def take(self, label: Label, *, reference: str) -> Waybill | None:
        return None

    def whereabouts(self, tracking_number: str) -> Whereabouts | None:
        return None
