"""The port to the machines of the lockers."""

from __future__ import annotations

from typing import Protocol


class LockerService(Protocol):
    """A locker that opens a cell when it is told to."""

    def open(self, locker: str, cell: str) -> None:
        """Open the door of the cell. Called after the transaction, never inside it."""


class ByHand:
    """No connection: a member of staff opens the cell with the key."""

    def open(self, locker: str, cell: str) -> None:
        return None
