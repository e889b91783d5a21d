"""Whether a letter says why: a fact of this case, not a phrase that fits every case. Pure.

行政许可法 art 38 para 2 asks a refusal for its reasons, art 32(4) a correction for everything that is to be put right.
“不符合规定”“材料不全” tell an applicant nothing that he could put right or contest. What counts as empty is dated data
(`data/empty_words.json`): a text of which nothing is left when these words and every citation of a law are taken out
names no paper, no condition and no fact. The law itself stands in the letter as its legal basis.
"""

from __future__ import annotations

import functools
import json
import re
from datetime import date
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.documents.kinds import Facts
from yichuang.documents.models import LetterKind
from yichuang.documents.sheets import DEFECTS, REASONS, SHEETS

DATA: Final = Path(__file__).parent / "data" / "empty_words.json"
_CITATION: Final = re.compile("《[^》]*》|第[〇零一二三四五六七八九十百千0-9]+[条款项章节目]")
_MARKS: Final = re.compile(r"[\W_]+")
LEAST: Final = 2
"""How many characters of substance a reason has at least."""


class NoReason(Refused):
    """The reasons say nothing of this case."""

    code = "no_reason"


@functools.cache
def _versions() -> list[tuple[date, re.Pattern[str], re.Pattern[str]]]:
    """The lists of empty words, newest first: from which day, for reasons, for lines of a correction."""
    read = json.loads(DATA.read_text("utf-8"))
    found = [(date.fromisoformat(one["since"]), _any(one["reasons"]), _any(one["lines"])) for one in read]
    return sorted(found, key=lambda version: version[0], reverse=True)


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def is_bare_reason(text: str, *, on: date) -> bool:
    """The text names nothing of the case."""
    return _left(text, 1, on) < LEAST


def is_bare_line(text: str, *, on: date) -> bool:
    """The line does not say what is wrong with the paper or field that it names."""
    return _left(text, 2, on) < 1


def _left(text: str, which: int, on: date) -> int:
    version = next((one for one in _versions() if one[0] <= on), None)
    plain = _MARKS.sub("", _CITATION.sub("", text))
    if version is None:
        return len(plain)
    words = version[which]
    assert isinstance(words, re.Pattern)  # noqa: S101 - one of the two patterns
    return len(words.sub("", plain))


def require_reasons(kind: str, facts: Facts, *, on: date) -> None:
    """Raises NoReason when the letter refuses, ends or sends back without saying why."""
    sheet = SHEETS[kind]
    if REASONS in sheet.needs and (sheet.remedies or kind == LetterKind.NOT_REQUIRED_NOTICE):
        told = facts["reasons"]
        text = told if isinstance(told, str) else "\n".join(told)
        if is_bare_reason(text, on=on):
            raise NoReason(bare_reason(text), field="reasons")
    if DEFECTS in sheet.needs:
        for entry in facts["items"]:
            if is_bare_line(entry["reason"], on=on):
                raise NoReason(bare_line(entry["what"], entry["reason"]), field="items")


def bare_reason(text: str) -> str:
    """The sentence about a reason that says nothing."""
    sentence = _(
        "“%(text)s”没有写明事实：请写明哪一份材料、哪一项条件或者哪一个事实不符合，例如“操作间没有冷藏设备”。依据的法律会写在文书里。"
    )
    return sentence % {"text": text[:40]}


def bare_line(what: str, text: str) -> str:
    """The sentence about a line of a correction that does not say what is wrong."""
    sentence = _("“%(what)s”只写了“%(text)s”：请写明缺少什么或者错在哪里，例如“没有标明冷藏设备的位置”。")
    return sentence % {"what": what[:40], "text": text[:40]}
