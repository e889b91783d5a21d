"""A payment platform that leaves a signed list of each day in a directory of this machine (对账文件), over whatever
road: SFTP, a mounted share, a stick. No connection is opened.

`2026-03-03.json` is a list of `{"bill": …, "fen": …, "transaction": …}`; beside it `2026-03-03.json.sig` bears the
HMAC-SHA256 of the file's name, a line feed and its content, in hexadecimal, under `YICHUANG_PAYMENT_KEY`. The list of
today may grow; that of a day is complete at six in the morning after it.
"""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.fees.adapters import Told
from yichuang.fees.billing import MOST
from yichuang.fees.models import Bill

LONGEST: Final = 16 * 1024 * 1024
FURTHEST_BACK: Final = timedelta(days=31)
log = logging.getLogger(__name__)


class BadList(Exception):
    """The list is not signed by the platform, or is none."""


class SignedLists:
    """Believes a list only when it is signed. Its page of payment is `YICHUANG_PAYMENT_ADDRESS` with `{bill}` in it."""

    def __init__(self) -> None:
        self._read: dict[date, Sequence[Told] | None] = {}

    def address(self, bill: Bill) -> str:
        """The platform's page for this bill; empty when the setting is."""
        return str(settings.PAYMENT_ADDRESS).replace("{bill}", bill.number)

    def paid_for(self, bill: Bill, *, until: date) -> Sequence[Told]:
        """From the lists since the bill was drawn up, a month back at most, that are believed."""
        since = max(timezone.localdate(bill.drawn_at), until - FURTHEST_BACK)
        return [one for day in _days(since, until) for one in self._believed(day) if one.bill == bill.number]

    def paid_on(self, day: date) -> Sequence[Told] | None:
        """The list of that day, read once. Raises BadList."""
        if day not in self._read:
            self._read[day] = _list(Path(settings.PAYMENT_LISTS) / f"{day:%Y-%m-%d}.json")
        return self._read[day]

    def _believed(self, day: date) -> Sequence[Told]:
        """Nothing of a bad list, which keeps nobody from being found in the others; the comparison of its day fails."""
        try:
            return self.paid_on(day) or ()
        except BadList:
            log.exception("not believed: the list of %s", day)
            self._read[day] = None
            return ()


def _days(since: date, until: date) -> Iterator[date]:
    return (since + timedelta(days=number) for number in range((until - since).days + 1))


def _list(file: Path) -> Sequence[Told] | None:
    signed_by = file.with_suffix(".json.sig")
    if not file.is_file() or not signed_by.is_file():
        return None
    content = _start_of(file)
    if not hmac.compare_digest(signature(file.name, content).encode(), _start_of(signed_by).strip()):
        raise BadList(f"{file.name}: the signature does not fit")
    try:
        return [_told(row) for row in json.loads(content)]
    except (ValueError, TypeError, KeyError, RecursionError, Invalid) as error:
        raise BadList(f"{file.name}: {type(error).__name__}") from None


def _start_of(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(LONGEST)


def signature(name: str, content: bytes) -> str:
    """What the platform writes beside the list of that name. Raises BadList without a key: nothing is believed."""
    if not settings.PAYMENT_KEY:
        raise BadList("YICHUANG_PAYMENT_KEY is not set")
    return hmac.new(settings.PAYMENT_KEY.encode(), name.encode() + b"\n" + content, "sha256").hexdigest()


def _told(row: dict[str, Any]) -> Told:
    bill, fen, number = row["bill"], row["fen"], row["transaction"]
    if not (type(fen) is int and 0 < fen <= MOST):  # true and false are numbers to isinstance
        raise TypeError
    return Told(clean(bill, field="bill", longest=200), fen, clean(number, field="transaction", longest=200))
