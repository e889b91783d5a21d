"""Ports to what cannot be reached from here: the platform that takes payments on line, and the finance department's
platform of electronic bills. Which class stands behind each is a setting; by default nobody."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from yichuang.fees.models import Bill, Voucher


class PaymentPlatform(Protocol):
    """Where applicants pay on line. What comes in is told by its signed call to the API, never by the browser."""

    def address(self, bill: Bill) -> str:
        """The page on which this bill is paid; empty: nobody takes payment on line here."""


class VoucherPlatform(Protocol):
    """The finance department's platform. Not called inside a transaction."""

    def issue(self, voucher: Voucher) -> tuple[str, str, str, date] | None:
        """Code, number, check code and day of the electronic bill, or of the red one; None: not made yet."""


class Nobody:
    """No connection: payment is taken at the window, and what the platform made is recorded by hand or by the API."""

    def address(self, bill: Bill) -> str:
        return ""

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
