"""How well an entry fits a question: a number up to 1000, and why. Pure.

A line of the entry (its name, an everyday name …) is compared with each reading of the question. The share of the
question that the line covers counts three quarters, rare terms more than common ones; the share of the line that the
question covers counts the rest. The same character is better than the same sound, and that than a similar sound.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from yichuang.catalogue.finding.asking import Form, FormKind
from yichuang.catalogue.finding.words import Spoken, pairs

LineKind = Literal["name", "bare", "alias", "english", "theme", "result", "area", "department"]
WORTH: Mapping[LineKind, float] = {
    "name": 1.0,
    "bare": 0.97,
    "alias": 0.98,
    "english": 0.95,
    "theme": 0.8,
    "result": 0.75,
    "area": 0.5,
    "department": 0.5,
}
"""What a line is worth beside the name; `bare` is the name without what stands in brackets."""
NAMES: Sequence[LineKind] = ("name", "bare", "alias")
"""Lines that initials are read of."""
SAME, SOUND, SIMILAR = (1.0, 1.0), (0.3, 0.92), (0.15, 0.8)
"""Quality of one unit and of two neighbours: the same characters, the same sound, a similar sound."""
TRUST: Mapping[FormKind, float] = {"said": 1.0, "pinyin": 0.97, "meant": 0.96, "initials": 1.0}
"""What a reading is worth beside the words as they were written."""
STANDING = 0.5
"""What counts already when a whole name stands in the question, or a synonym: the rest of a sentence may be talk."""
TOGETHER = 760
"""The score when all lines together cover the whole question."""
FORM = 0.85
"""Quality of another form of the same Latin word."""
UNKNOWN = 0.7
"""How much a term tells that no entry has."""
_WHOLE = 0.999
Reason = Literal["name", "alias", "initials", "pinyin", "words", "likeness", "synonym"]


@dataclass(frozen=True)
class Line:
    """One line of an entry as it is kept."""

    kind: LineKind
    text: Spoken

    def kept(self) -> list[str]:
        """As JSON: the kind, how it is written, its units and their sounds."""
        return [self.kind, self.text.plain, " ".join(self.text.units), " ".join(self.text.sounds)]

    @cached_property
    def seen(self) -> _Seen:
        """What stands in it, to be asked for."""
        return _Seen(self.text)


@lru_cache(maxsize=20_000)
def read(kind: LineKind, plain: str, units: str, sounds: str) -> Line:
    """From what `kept` gave. Kept ready: an area or a department stands in many entries, some items are always near."""
    return Line(kind, Spoken(plain, tuple(units.split(" ")), tuple(sounds.split(" "))))


@dataclass(frozen=True)
class Fit:
    """How well, why, by which line, in which reading."""

    score: int
    reason: Reason
    line: Line
    form: Form
    strict: int
    """The score without what `STANDING` adds: low when the rest of the question may mean something else, too."""

    @property
    def corrected(self) -> str:
        """What the question is taken to mean when it was not written so: the part of the line that it sounds like."""
        if self.reason == "initials":
            return self.line.text.plain
        if self.reason not in ("pinyin", "likeness"):
            return ""
        heard, text = frozenset(self.form.line.heard), self.line.text
        places = [place for place, sound in enumerate(text.heard) if sound in heard]
        found = text.units[places[0] : places[-1] + 1] if places else ()
        return "".join(found) if len(found) <= len(self.form.line.units) else ""


class Rarity:
    """How much a term tells: between 0 and 1, more the fewer entries have it; see `UNKNOWN` for those that none has."""

    def __init__(self, counts: Mapping[str, int], most: int) -> None:
        self._counts = counts
        self._most = max(most, 1)

    def of(self, term: str) -> float:
        count = self._counts.get(term, 0)
        return math.log(1 + self._most / count) / math.log(1 + self._most) if count else UNKNOWN


class _Seen:
    """What stands in a line, to be asked for; made when it is first asked."""

    def __init__(self, text: Spoken) -> None:
        self._text = text
        self.heard = frozenset(text.heard)

    @cached_property
    def similar(self) -> frozenset[str]:
        return self.heard.union(pairs(self._text.heard))

    @cached_property
    def same(self) -> frozenset[str]:
        return frozenset([*self._text.units, *pairs(self._text.units)])

    @cached_property
    def sound(self) -> frozenset[str]:
        return frozenset([*self._text.sounds, *pairs(self._text.sounds)])


class _Asked(NamedTuple):
    """A term of the question: its characters, its sounds, what is heard, and whether it is two neighbours."""

    unit: str
    sound: str
    heard: str
    pair: bool


class Reading:
    """One form of the question, with what each of its terms tells in this catalogue."""

    def __init__(self, form: Form, rarity: Rarity) -> None:
        line, weights = form.line, form.terms
        ones = zip(line.units, line.sounds, line.heard, strict=True)
        twos = zip(pairs(line.units), pairs(line.sounds), pairs(line.heard), strict=True)
        every = [(*one, False) for one in ones] + [(*two, True) for two in twos]
        if form.kind == "initials":
            every = []
        asked = {heard: _Asked(unit, sound, heard, pair) for unit, sound, heard, pair in every}
        self.form = form
        self.asked = list(asked.values())
        self.weights = [weights[heard] * rarity.of(heard) for heard in asked]
        self.whole = sum(self.weights) or 1.0
        self.heard = frozenset(line.heard)

    def share(self, qualities: Sequence[float]) -> float:
        """How much of the question these qualities of its terms cover."""
        return sum(quality * weight for quality, weight in zip(qualities, self.weights, strict=True)) / self.whole


def fit(lines: Sequence[Line], readings: Sequence[Reading]) -> Fit | None:
    """The best of all lines in all readings, or of all lines together."""
    fits = [one for reading in readings for one in _fits(reading, lines)]
    return max(fits, key=lambda one: one.score, default=None)


def _fits(reading: Reading, lines: Sequence[Line]) -> list[Fit]:
    form = reading.form
    if form.kind == "initials":
        named = [line for line in lines if line.kind in NAMES]
        return [one for line in named if (one := _by_initials(form, line))]
    found, best = [], [0.0] * len(reading.asked)
    for line in lines:
        there = line.seen
        if reading.heard.isdisjoint(there.heard):
            continue
        qualities = [_quality(one, there, form) for one in reading.asked]
        best = [max(old, new * WORTH[line.kind]) for old, new in zip(best, qualities, strict=True)]
        found.append(_one(form, line, reading.share(qualities), _covered(reading, line)))
    if found:
        first = max(found, key=lambda one: one.score)
        together = TOGETHER * reading.share(best) * TRUST[form.kind]
        found.append(_made(together, together, first.reason, first.line, form))
    return found


def _quality(asked: _Asked, there: _Seen, form: Form) -> float:
    if asked.heard not in there.similar:
        return 0.0
    if asked.unit in there.same or (form.kind == "pinyin" and asked.sound in there.sound):
        return SAME[asked.pair]
    if asked.unit.isascii():
        return FORM
    return SOUND[asked.pair] if asked.sound in there.sound else SIMILAR[asked.pair]


def _covered(reading: Reading, line: Line) -> float:
    """How much of the line the question covers."""
    return sum(one in reading.heard for one in line.text.heard) / len(line.text.heard)


def _one(form: Form, line: Line, covered: float, share: float) -> Fit:
    worth = 1000 * WORTH[line.kind] * TRUST[form.kind]
    strict = worth * covered * (0.75 + 0.25 * share)
    if share > _WHOLE and line.kind in (*NAMES, "english") and form.holds(line.text):
        return _made(worth * _at_least(covered), strict, _reason(form, line, 1.0), line, form)
    return _made(strict, strict, _reason(form, line, covered), line, form)


def _made(score: float, strict: float, reason: Reason, line: Line, form: Form) -> Fit:
    """A fit whose form may be a synonym for a part of the question only."""
    return Fit(round(score * _at_least(form.part)), reason, line, form, round(strict * form.part))


def _at_least(part: float) -> float:
    return STANDING + (1 - STANDING) * part


def _reason(form: Form, line: Line, covered: float) -> Reason:
    if form.kind == "meant":
        return "synonym"
    if form.kind == "pinyin":
        return "pinyin"
    if covered > _WHOLE:
        return "name" if line.kind in ("name", "bare", "english") else "alias" if line.kind == "alias" else "words"
    told = set(line.text.units)
    heard = set(line.text.heard)
    likeness = any(h in heard and u not in told for u, h in zip(form.line.units, form.line.heard, strict=True))
    return "likeness" if likeness else "words"


def _by_initials(form: Form, line: Line) -> Fit | None:
    letters, there = form.line.plain, line.text.initials
    if letters == there:
        part = 0.95
    elif there.startswith(letters):
        part = 0.9
    elif len(letters) > 2 and letters in there:
        part = 0.85
    elif len(letters) > 2 and _in_order(letters, there):
        part = 0.55
    else:
        return None
    score = 1000 * part * (0.75 + 0.25 * len(letters) / len(there)) * WORTH[line.kind]
    return _made(score, score, "initials", line, form)


def _in_order(letters: str, there: str) -> bool:
    """Whether the letters stand in the line in this order, with others between."""
    rest = iter(there)
    return all(letter in rest for letter in letters)
