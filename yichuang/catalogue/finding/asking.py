"""What a question may mean: the forms in which it is looked for, and the terms of each with their weight. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

import rjieba

from yichuang.catalogue import bundled
from yichuang.catalogue.finding.pinyin_typing import cut
from yichuang.catalogue.finding.words import Spoken, initial_terms, pairs, spoken

FormKind = Literal["said", "pinyin", "initials", "meant"]
ALONE, INSIDE, ACROSS = 0.35, 1.0, 0.5
"""How much one unit tells, two neighbours within a word, and two neighbours of different words."""
LONGEST_SYNONYM = 12
_SURE = 3
_UNKNOWN = "·"
_LETTERS = re.compile(r"[a-z]{2,12}")


@dataclass(frozen=True)
class Form:
    """One reading of the question. `breaks[i]` tells that a word ends between unit i and the next."""

    kind: FormKind
    line: Spoken
    breaks: tuple[bool, ...] = ()
    meant: str = ""
    """For a synonym: the words put in."""
    part: float = 1.0
    """How much of the question it stands for: a synonym alone may be one word of a long sentence."""

    def holds(self, text: Spoken) -> bool:
        """Whether this stands in the question, one word after another."""
        asked, told = (self.line.heard, text.heard) if self.kind == "pinyin" else (self.line.units, text.units)
        return f" {' '.join(told)} " in f" {' '.join(asked)} "

    @cached_property
    def terms(self) -> dict[str, float]:
        """What to look for, and how much it tells before its rarity is known."""
        if self.kind == "initials":
            return dict.fromkeys(initial_terms(self.line.plain), INSIDE)
        heard = self.line.heard
        found = dict.fromkeys(heard, ALONE if len(heard) > 1 else INSIDE)
        for at, pair in enumerate(pairs(heard)):
            weight = ACROSS if at < len(self.breaks) and self.breaks[at] else INSIDE
            found[pair] = max(weight, found.get(pair, 0))
        return found


def readings(text: str) -> tuple[Spoken, ...]:
    """The question as it is written and, where it has Latin letters that spell syllables, as it sounds."""
    asked = spoken(text)
    return tuple(line for line in (asked, _spelled(asked)) if line is not None and line.units)


def stretches(lines: Iterable[Spoken]) -> list[str]:
    """Every stretch of the question, as it is heard, that may be a synonym."""
    found = {
        " ".join(line.heard[begin : begin + length])
        for line in lines
        for length in range(1, LONGEST_SYNONYM + 1)
        for begin in range(len(line.heard) - length + 1)
    }
    return sorted(found)


def forms(lines: Sequence[Spoken], synonyms: Sequence[tuple[str, str]] = ()) -> list[Form]:
    """Every form in which the question is looked for; `synonyms` gives (heard, meant) for stretches of it."""
    found = [_said("pinyin" if _UNKNOWN in line.units else "said", line) for line in lines]
    letters = lines[0].plain.replace(" ", "") if lines else ""
    if _LETTERS.fullmatch(letters):
        found.append(Form("initials", Spoken(letters, (), ())))
    longest = max((len(form.line.units) for form in found), default=1)
    for heard, meant in synonyms:
        other = spoken(meant)
        part = min(1.0, len(heard.split(" ")) / longest)
        found.append(replace(_said("meant", other, meant=meant), part=part))
        whole = (_put_in(line, heard.split(" "), other, meant) for line in lines)
        found += [form for form in whole if form][:1]
    return found


def _put_in(line: Spoken, heard: Sequence[str], other: Spoken, meant: str) -> Form | None:
    """The question with what is meant in place of what was said, when more was said than that."""
    size = len(heard)
    for begin in range(len(line.heard) - size + 1):
        if size < len(line.heard) and list(line.heard[begin : begin + size]) == list(heard):
            units = (*line.units[:begin], *other.units, *line.units[begin + size :])
            sounds = (*line.sounds[:begin], *other.sounds, *line.sounds[begin + size :])
            return _said("meant", Spoken(line.plain, units, sounds), meant=meant)
    return None


def _said(kind: FormKind, line: Spoken, *, meant: str = "") -> Form:
    """The line without the words that carry nothing, when anything is left."""
    kept = [(unit, ends) for unit, ends, empty in _cut(line) if not empty]
    if not kept:
        kept = [(unit, ends) for unit, ends, _empty in _cut(line)]
    chosen = [line.sounds[at] for at, _ends in kept]
    units = [line.units[at] for at, _ends in kept]
    return Form(kind, Spoken(line.plain, tuple(units), tuple(chosen)), tuple(ends for _at, ends in kept), meant)


@lru_cache(maxsize=1)
def _empty() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words that carry nothing, alone or put together (有没有, 我要); those so long that nothing else can be meant."""
    words = sorted(bundled.load("empty_words")["words"], key=len, reverse=True)
    sure = [word for word in words if len(word) >= _SURE]
    return re.compile(f"(?:{'|'.join(words)})+"), re.compile(f"({'|'.join(sure)})")


def _words(text: str) -> Iterator[str]:
    """The words of a text; the long empty ones first, which would else be torn apart (铺要 不要 for 铺 要不要)."""
    for stretch in _empty()[1].split(text):
        yield from [stretch] if _empty()[1].fullmatch(stretch) else rjieba.cut(stretch)


def _cut(line: Spoken) -> Iterator[tuple[int, bool, bool]]:
    """Each unit by its place: whether a word ends with it, and whether its word carries nothing."""
    place = 0
    for word in _words("".join(unit if not unit.isascii() else f" {unit} " for unit in line.units)):
        word = word.strip()
        if not word:
            continue
        length, empty = 1 if word.isascii() else len(word), bool(_empty()[0].fullmatch(word))
        for step in range(length):
            yield place, step == length - 1, empty
            place += 1


def _spelled(asked: Spoken) -> Spoken | None:
    """The question with its Latin runs read as pinyin, when each of them can be."""
    if not any(unit.isascii() and unit.isalpha() for unit in asked.units):
        return None
    if asked.plain.isascii():  # typed with or without spaces between the syllables
        whole = cut("".join(asked.units))
        return Spoken(asked.plain, (_UNKNOWN,) * len(whole), whole) if whole else None
    pairs_: list[tuple[str, str]] = []
    for unit, sound in zip(asked.units, asked.sounds, strict=True):
        if not unit.isascii() or unit.isdigit():
            pairs_.append((unit, sound))
        elif parts := cut(unit):
            pairs_ += [(_UNKNOWN, part) for part in parts]
        else:
            return None
    units, sounds = zip(*pairs_, strict=True)
    return Spoken(asked.plain, units, sounds)
