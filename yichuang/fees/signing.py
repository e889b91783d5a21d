"""What a payment platform tells is believed only when it is signed: HMAC-SHA256 over time and body, five minutes old at
most. A notice that is repeated within them is the same payment, by the number of its transaction."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused

OLDEST: Final = 300
"""Seconds between signing and arrival, either way: clocks differ."""


class NotSigned(Refused):
    """Nobody knows who tells this."""

    code = "not_signed"


def signature(body: bytes, *, timestamp: str, key: str) -> str:
    """What the platform has to send beside the body."""
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()


def require(body: bytes, *, timestamp: str, signed: str, at: datetime) -> None:
    """Refuse what the connected platform did not sign just now."""
    key = settings.PAYMENT_KEY
    if not key:
        raise NotSigned(_("网上缴费平台还没有接入，不接收缴费通知。请联系中心管理员。"))
    right = signature(body, timestamp=timestamp[:20], key=key).encode()
    fresh = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
    fresh = fresh and abs(at.timestamp() - int(timestamp)) <= OLDEST
    if not hmac.compare_digest(right, signed[:100].encode()) or not fresh:
        raise NotSigned(_("签名或者时间不对，通知没有登记。"))
