"""What a question may mean: the forms in which it is looked for, and the terms of each with their weight. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import rjieba

from yichuang.catalogue import bundled
from yichuang.catalogue.pinyin_typing import cut
from yichuang.catalogue.words import Spoken, initial_terms, pairs, spoken

FormKind = Literal["said", "pinyin", "initials", "meant"]
ALONE, INSIDE, ACROSS = 0.35, 1.0, 0.5
"""How much one unit tells, two neighbours within a word, and two neighbours of different words."""
_UNKNOWN = "·"
_LETTERS = re.compile(r"[a-z]{2,12}")


@dataclass(frozen=True)
class Form:
    """One reading of the question. `breaks[i]` tells that a word ends between unit i and the next."""

    kind: FormKind
    line: Spoken
    breaks: tuple[bool, ...] = ()
    said: str = ""
    """For a synonym: the part of the question it stands for."""

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


def forms(text: str, meant: Sequence[tuple[str, str]] = ()) -> list[Form]:
    """Every reading of the question: as written, as pinyin, as initials, and with each synonym (said, meant) put in."""
    asked = spoken(text)
    found = [_said("said", asked)] if asked.units else []
    found += _as_pinyin(asked)
    letters = asked.plain.replace(" ", "")
    if _LETTERS.fullmatch(letters):
        found.append(Form("initials", Spoken(letters, (), ())))
    for said, other in meant:
        for put_in in dict.fromkeys((asked.plain.replace(said, f" {other} "), other)):
            line = spoken(put_in)
            if line.units:
                found.append(_said("meant", line, said=said))
    return found


def _said(kind: FormKind, line: Spoken, *, said: str = "") -> Form:
    """The line without the words that carry nothing, when anything is left."""
    kept = [(unit, ends) for unit, ends, empty in _cut(line) if not empty]
    if not kept:
        kept = [(unit, ends) for unit, ends, _empty in _cut(line)]
    chosen = [line.sounds[at] for at, _ends in kept]
    units = [line.units[at] for at, _ends in kept]
    return Form(kind, Spoken(line.plain, tuple(units), tuple(chosen)), tuple(ends for _at, ends in kept), said)


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    """Words that carry nothing."""
    return frozenset(bundled.load("empty_words")["words"])


def _cut(line: Spoken) -> Iterator[tuple[int, bool, bool]]:
    """Each unit by its place: whether a word ends with it, and whether its word carries nothing."""
    place = 0
    for word in rjieba.cut("".join(unit if not unit.isascii() else f" {unit} " for unit in line.units)):
        word = word.strip()
        if not word:
            continue
        length = 1 if word.isascii() else len(word)
        for step in range(length):
            yield place, step == length - 1, word in _empty()
            place += 1


def _as_pinyin(asked: Spoken) -> list[Form]:
    """The question with its Latin runs read as pinyin, when each of them can be."""
    if not any(unit.isascii() and unit.isalpha() for unit in asked.units):
        return []
    if asked.plain.isascii():  # typed with or without spaces between the syllables
        whole = cut("".join(asked.units))
        return [_heard(asked, [(_UNKNOWN, sound) for sound in whole])] if whole else []
    spelled: list[tuple[str, str]] = []
    for unit, sound in zip(asked.units, asked.sounds, strict=True):
        if not unit.isascii() or unit.isdigit():
            spelled.append((unit, sound))
        elif parts := cut(unit):
            spelled += [(_UNKNOWN, part) for part in parts]
        else:
            return []
    return [_heard(asked, spelled)]


def _heard(asked: Spoken, spelled: Sequence[tuple[str, str]]) -> Form:
    return Form("pinyin", Spoken(asked.plain, tuple(u for u, _s in spelled), tuple(s for _u, s in spelled)))
