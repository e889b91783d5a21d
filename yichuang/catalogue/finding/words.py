"""How a line of text is read for the search: its units, how each sounds, and the terms it is found by. Pure.

A unit is one Chinese character or one run of Latin letters and digits. Sounds are pinyin without tones. Terms are made
of sounds in which zh/z, ch/c, sh/s and -ng/-n are one, because people mix them up: characters written wrongly but
sounding alike, traditional characters and typed pinyin all come to the same terms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import pypinyin

LONGEST_QUERY = 60
LONGEST_TERM = 24
_UNIT = re.compile(r"[0-9a-z]+|[^\W_]")
_RETROFLEX = re.compile(r"^([zcs])h")
_BACK_NASAL = re.compile(r"([aeiouv])ng$")
_ENDING = re.compile(r"(?<=..)(?:ations?|ings?|ions?|ers?|ors?|ed|e?s|e)$")
_SOFT_C = re.compile(r"c(?=[eiy])")
_VOWELS = re.compile(r"[aeiouyhw]|(.)(?=\1)")
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "do",
        "for",
        "from",
        "how",
        "i",
        "in",
        "is",
        "it",
        "my",
        "of",
        "on",
        "or",
        "the",
        "to",
    ]
)


@dataclass(frozen=True)
class Spoken:
    """A line as the search compares it: its units, and the sound of each."""

    plain: str
    units: tuple[str, ...]
    sounds: tuple[str, ...]

    @property
    def joined(self) -> str:
        """The pinyin without spaces."""
        return "".join(self.sounds)

    @cached_property
    def initials(self) -> str:
        """First letters of the sounds; a Latin run gives all its letters."""
        pairs = zip(self.units, self.sounds, strict=True)
        return "".join(sound if unit.isascii() else sound[:1] for unit, sound in pairs if sound.isascii())

    @cached_property
    def heard(self) -> tuple[str, ...]:
        """The sounds with what people mix up made one."""
        return tuple(map(heard, self.units, self.sounds))


def spoken(text: str) -> Spoken:
    """`text` in small letters (NFKC, so that full width is as good as half), cut into units that sound."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    units = tuple(_UNIT.findall(plain))
    if plain.isascii():
        units = tuple(unit for unit in units if unit not in _SMALL_WORDS) or units
    return Spoken(plain, units, sounds_of(units))


def sounds_of(units: Sequence[str]) -> tuple[str, ...]:
    """The sound of each unit, read in its context (银行 is yin hang); what has no pinyin sounds as it is written."""
    line = "".join(unit if not unit.isascii() else "\n" for unit in units)
    read = pypinyin.lazy_pinyin(line, errors=lambda other: list(other))  # type: ignore[arg-type,return-value]  # one for each character
    if len(read) != len(units):
        read = [pypinyin.lazy_pinyin(unit)[0] for unit in units]
    return tuple(unit if unit.isascii() else sound for unit, sound in zip(units, read, strict=True))


@lru_cache(maxsize=20_000)
def heard(unit: str, sound: str) -> str:
    """What stands for a sound in the terms."""
    if unit.isascii() and unit[0].isalpha():
        return "~" + skeleton(unit)
    return _BACK_NASAL.sub(r"\1n", _RETROFLEX.sub(r"\1", sound))[:LONGEST_TERM]


def skeleton(word: str) -> str:
    """The consonants that the forms of an English word share: `register`, `registration` are rgst."""
    stem = _SOFT_C.sub("s", _ENDING.sub("", word))
    return stem[0] + _VOWELS.sub("", stem[1:])[:3]


def pairs(line: Sequence[str]) -> list[str]:
    """Each two neighbours of a line, joined."""
    return [f"{one} {other}" for one, other in pairwise(line)]


def initial_terms(initials: str) -> list[str]:
    """What initials are found by: each three in a row, and the first two."""
    return [f"^{initials[:2]}", *(f"*{initials[at : at + 3]}" for at in range(len(initials) - 2))]
