"""How long a certificate is valid: the words of the guide as a time, and the days between. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from yichuang.base.numerals import NUMERALS, folded, whole_number

_WORDS: Final = re.compile(rf"(?:有效期|自[^0-9]*起)?[:：]?(?:为)?([0-9{NUMERALS}]+)个?(年|月|日|天)(?:有效)?")
_UNITS: Final[dict[str, Literal["years", "months", "days"]]] = {
    "年": "years",
    "月": "months",
    "日": "days",
    "天": "days",
}


LONGEST: Final = {"years": 200, "months": 2400, "days": 73_000}


@dataclass(frozen=True)
class Term:
    """So many years, months or days."""

    length: int
    unit: Literal["years", "months", "days"]


def term_of(words: str) -> Term | None:
    """The time that the guide names ("5年", "三个月", "有效期3年"); None when it names none, more than one, or one that
    is longer than anybody lives to see."""
    found = _WORDS.fullmatch(folded(words).replace(" ", ""))
    length = whole_number(found[1]) if found else None
    return Term(length, _UNITS[found[2]]) if found and length and length <= LONGEST[_UNITS[found[2]]] else None


def last_day(first: date, term: Term) -> date:
    """The last day of a term whose first day is `first`: five years from 2 March end on 1 March."""
    if term.unit == "days":
        return first + timedelta(days=term.length - 1)
    months = term.length * (12 if term.unit == "years" else 1)
    year, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + year, month + 1
    return date(year, month, min(first.day, monthrange(year, month)[1])) - timedelta(days=1)
