"""What one cell holds: each kind writes a value as text and reads it back. Pure.

Every text comes back as it was. Three marks do it, all beginning with a backslash: `\\-` is an empty text where an
empty cell would mean "nothing", `\\\\` a backslash at the beginning, and in a list (one entry a line) `\\n` a line
break within an entry.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Protocol

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from yichuang.base.numerals import folded, whole_number
from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.catalogue.kinds import CODES

LONGEST_CELL = 2_000_000
_EMPTY = "\\-"
_BETWEEN = re.compile(r"[、,，;；\n]+")
_YES, _NO = {"是", "1", "true", "有", "y", "yes", "√"}, {"否", "0", "false", "无", "n", "no", "×"}


class Kind(Protocol):
    """How values of one kind stand in cells. `read` gets a cell that is not empty; it raises Invalid."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that may stand in the cell, when only some may."""
        ...

    def write(self, value: Any) -> str:
        """The value as text; empty for what a blank cell means."""
        ...

    def read(self, text: str) -> Any:
        """The value, ready for the content's own checks."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """Text of one or more lines."""

    words: tuple[str, ...] = ()

    def write(self, value: Any) -> str:
        return f"\\{value}" if str(value or "").startswith("\\") else str(value or "")

    def read(self, text: str) -> str:
        if text == _EMPTY:
            return ""
        written = clean(text, field="", longest=LONGEST_CELL, multiline=True, label=_("单元格"))
        return written[1:] if written.startswith("\\\\") else written


@dataclass(frozen=True, slots=True)
class Lines:
    """Several texts, one a line."""

    words: tuple[str, ...] = ()

    def write(self, value: Any) -> str:
        return "\n".join(one.replace("\\", "\\\\").replace("\n", "\\n") if one else _EMPTY for one in value)

    def read(self, text: str) -> list[str]:
        written = clean(text, field="", longest=LONGEST_CELL, multiline=True, label=_("单元格"))
        return [_unescaped(line.strip()) for line in written.split("\n") if line.strip()]


def _unescaped(line: str) -> str:
    if line == _EMPTY:
        return ""
    return re.sub(r"\\([\\n])", lambda found: "\n" if found.group(1) == "n" else "\\", line)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number, also in full-width digits or Chinese numerals."""

    words: tuple[str, ...] = ()

    def write(self, value: Any) -> str:
        return "" if value is None else str(value)

    def read(self, text: str) -> int:
        number = whole_number(text)
        if number is None:
            raise Invalid(_("应当是整数，请改正。"))
        return number


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in yuan, kept in fen."""

    words: tuple[str, ...] = ()

    def write(self, value: Any) -> str:
        return "" if value is None else f"{Decimal(value) / 100:.2f}"

    def read(self, text: str) -> int:
        try:
            fen = Decimal(folded(text).removesuffix("元").replace(",", "")) * 100
        except InvalidOperation:
            raise Invalid(_("应当是以元为单位的金额，请改正，或者写在“收费标准”一列。"))
        if not fen.is_finite() or fen != fen.to_integral_value() or not 0 <= fen < 10**12:
            raise Invalid(_("金额最多两位小数，不能为负，请改正。"))
        return int(fen)


@dataclass(frozen=True, slots=True)
class YesNo:
    """是 or 否; what is blank is the default of the field (not known, or 否)."""

    known: bool
    words: tuple[str, ...] = ("是", "否")

    def write(self, value: Any) -> str:
        return "是" if value else "" if value is None or not self.known else "否"

    def read(self, text: str) -> bool:
        plain = folded(text).lower()
        if plain not in _YES | _NO:
            raise Invalid(_("只能填写“是”或者“否”，请改正。"))
        return plain in _YES


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words; `known` gives the value of each word that is understood, `labels` the word of each value."""

    labels: Mapping[str, str]
    known: Mapping[str, str]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.labels.values())

    def write(self, value: Any) -> str:
        return self.labels.get(str(value or ""), "")

    def read(self, text: str) -> str:
        plain = folded(text)
        for word in (text.strip(), plain, plain.lower()):
            if word in self.known:
                return self.known[word]
        raise Invalid(_("只能填写：%(words)s。请改正。") % {"words": "、".join(self.words)})


@dataclass(frozen=True, slots=True)
class Choices:
    """Several of some words, in one cell."""

    one: Choice

    @property
    def words(self) -> tuple[str, ...]:
        return self.one.words

    def write(self, value: Any) -> str:
        return "、".join(self.one.write(one) for one in value)

    def read(self, text: str) -> list[str]:
        return [self.one.read(word) for word in _BETWEEN.split(text.strip()) if word.strip()]


@dataclass(frozen=True, slots=True)
class Json:
    """A JSON object (the form of an item)."""

    words: tuple[str, ...] = ()

    def write(self, value: Any) -> str:
        return _unwritable.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(value, ensure_ascii=False))

    def read(self, text: str) -> dict[str, Any]:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            raise Invalid(_("不是有效的 JSON，请从导出的工作簿中复制。"))
        if not isinstance(found, dict):
            raise Invalid(_("应当是 JSON 对象（以 { 开头），请改正。"))
        return found


# What XML 1.0 cannot hold, and what a reader would take for a line end.
_unwritable = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


@cache
def choice_of(kind: type[TextChoices]) -> Choice:
    """The choice between the members of an enumeration: by Chinese label, by value, or by national code."""
    with translation.override("zh-hans"):
        labels = {str(member.value): str(member.label) for member in kind}
    known = {code: str(value) for value, code in CODES.get(kind, {}).items()}
    return Choice(labels, known | _understood(labels))


def choice_among(values: Sequence[str], words: Mapping[str, str]) -> Choice:
    """The choice between values that have a word each."""
    labels = {value: words[value] for value in values if value}
    return Choice(labels, _understood(labels))


def _understood(labels: Mapping[str, str]) -> dict[str, str]:
    found = {value: value for value in labels}
    for value, label in labels.items():
        found |= {folded(label): value, label: value}
    return found
