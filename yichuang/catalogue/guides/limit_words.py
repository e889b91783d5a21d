"""Time limits as people write them into one cell: 5-7个工作日, 即时办结, 十五日, 30日内（不含公示）, 2小时. Pure.

Of a range, and of several amounts, the longest counts: it can be relied on. 日 is a calendar day (see `limits`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yichuang.base.numerals import NUMERALS, folded, whole_number
from yichuang.catalogue import bundled
from yichuang.catalogue.content import TimeUnit
from yichuang.catalogue.guides.limits import UNITS
from yichuang.catalogue.rules import CALENDAR_DAYS

_NUMBER = rf"(?:\d{{1,5}}|[{NUMERALS}]{{1,7}})"
_WORDS = "|".join(sorted((word for word, unit in UNITS.items() if unit != "instant"), key=len, reverse=True))
_AMOUNT = re.compile(rf"({_NUMBER})(?:(?:{_WORDS})?\s*(?:-|–|—|~|至|到|或者?)\s*({_NUMBER}))?\s*(?:个\s*)?({_WORDS})")
_EXCLUDED = re.compile(r"\((?:不含|不包括|不计|除)([^()]{1,200})\)|(?:不含|不包括)([^,，。;；()]{1,200})")
_LATEST = 100  # years; what is more is the year of a law


@dataclass(frozen=True, slots=True)
class Told:
    """A limit that was read: so many of a unit, what is not counted, and what an editor should look at."""

    length: int
    unit: TimeUnit
    excluded: tuple[str, ...] = ()
    doubt: str = ""


def read(text: str, *, unit: str = "") -> Told | None:
    """The limit in the text, or null when none can be counted. A bare number has the `unit` of its header."""
    plain = folded(text).replace("~", "-")
    bare = whole_number(plain)
    if bare is not None:
        known = UNITS.get(unit, "working_days")
        doubt = "" if unit in UNITS else _("没有写单位，按工作日计算，请核对。")
        return Told(bare, known, doubt=doubt) if bare else Told(0, "instant")
    span = re.fullmatch(rf"({_NUMBER})\s*(?:-|–|—|至|到)\s*({_NUMBER})", plain)
    if span and unit in UNITS:
        plain += unit
    excluded = tuple(said for groups in _EXCLUDED.findall(plain) for said in groups if said)
    counted = _EXCLUDED.sub("", plain)
    found = [amount for groups in _AMOUNT.findall(counted) if (amount := _amount(*groups)) is not None]
    if not found:
        spot = any(word in counted for word in bundled.load("sheets/by_hand")["spot"])
        return Told(0, "instant", excluded) if spot else None
    length, longest, ranged = max(found, key=lambda one: one[0] * CALENDAR_DAYS[one[1]])
    doubt = ""
    if ranged or len({(one[0], one[1]) for one in found}) > 1:
        doubt = _("写了几个时限或者一个区间，按最长的计算，请核对。")
    return Told(length, longest, excluded, doubt)


def _amount(first: str, second: str, unit: str) -> tuple[int, TimeUnit, bool] | None:
    numbers = [number for text in (first, second) if text and (number := whole_number(text)) is not None]
    if not numbers or (UNITS[unit] == "years" and max(numbers) > _LATEST):
        return None
    return max(numbers), UNITS[unit], len(numbers) > 1
