"""Numbers as people write them: ASCII, full width, with thousands separators, or in Chinese numerals up to 9999."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
NUMERALS = "".join((*_DIGITS, *_PLACES))
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.0+)?|\d{1,15}(?:\.0+)?")


def folded(text: str) -> str:
    """`text` with full-width digits and letters as ASCII, without space around it (NFKC)."""
    return unicodedata.normalize("NFKC", text).strip()


def whole_number(text: str) -> int | None:
    """The whole number that the text is, or null when it is none (a range, a fraction, words)."""
    plain = folded(text)
    if _WHOLE.fullmatch(plain):
        return int(plain.split(".")[0].replace(",", ""))
    return _chinese(plain)


def _chinese(text: str) -> int | None:
    if not text or len(text) > 9 or any(char not in NUMERALS for char in text):
        return None
    total, digit = 0, None
    for char in text:
        if char in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[char]
            digit = None
        elif digit:
            return None
        else:
            digit = _DIGITS[char]
    return total + (digit or 0)
