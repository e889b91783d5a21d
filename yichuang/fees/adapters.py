"""Ports to what cannot be reached from here: the platform that takes payments on line, and the finance department's
platform of electronic bills. Which class stands behind each is a setting; by default nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from yichuang.fees.models import Bill, Voucher


@dataclass(frozen=True)
class Told:
    """A payment as the platform has it: the number of the bill, how much in fen, the number of the transaction."""

    bill: str
    fen: int
    transaction: str


class PaymentPlatform(Protocol):
    """Where applicants pay on line. What comes in is told by its signed call to the API, never by the browser; what it
    did not tell is asked for, by jobs and not inside a transaction."""

    def address(self, bill: Bill) -> str:
        """The page on which this bill is paid; empty: nobody takes payment on line here."""

    def paid_for(self, bill: Bill, *, until: date) -> Sequence[Told]:
        """What it took for this bill up to that day, whether it told us or not."""

    def paid_on(self, day: date) -> Sequence[Told] | None:
        """Everything it took on that day, which is over; None: there is no list, or not yet."""


class VoucherPlatform(Protocol):
    """The finance department's platform. Not called inside a transaction."""

    def issue(self, voucher: Voucher) -> tuple[str, str, str, date] | None:
        """Code, number, check code and day of the electronic bill, or of the red one; None: not made yet."""


class Nobody:
    """No connection: payment is taken at the window, nobody is asked, and what the platform made is recorded by hand or
    by the API."""

    def address(self, bill: Bill) -> str:
        return ""

    def paid_for(self, bill: Bill, *, until: date) -> Sequence[Told]:
        return ()

    def paid_on(self, day: date) -> Sequence[Told] | None:
        return None

    def issue(self, voucher: Voucher) -> tuple[str, str, str, date] | None:
        return None


def payment_platform() -> PaymentPlatform:
    """Whoever takes payments on line here (`YICHUANG_PAYMENT`)."""
    platform: PaymentPlatform = _made(settings.PAYMENT_PLATFORM)
    return platform


def voucher_platform() -> VoucherPlatform:
    """Whoever makes electronic bills here (`YICHUANG_VOUCHERS`)."""
    platform: VoucherPlatform = _made(settings.VOUCHER_PLATFORM)
    return platform


def _made(name: str) -> Any:
    return import_string(name)()
