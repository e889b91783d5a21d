"""Pinyin as people type it: cut into syllables, small slips mended. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pypinyin

MOST_SLIPS = 2
_LONGEST = 6


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Every syllable of the 3,755 common characters (GB 2312, first level)."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return frozenset(pypinyin.lazy_pinyin("".join(code.decode("gb2312", "ignore") for code in codes)))


@lru_cache(maxsize=1)
def _one_letter_less() -> dict[str, tuple[str, ...]]:
    """The syllables by what is left of them when one letter is missing."""
    found: dict[str, list[str]] = {}
    for syllable in sorted(syllables()):
        for short in {syllable, *_shortened(syllable)}:
            found.setdefault(short, []).append(syllable)
    return {short: tuple(known) for short, known in found.items()}


def _shortened(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


@lru_cache(maxsize=4096)
def _nearest(chunk: str) -> tuple[str, ...]:
    """Syllables one slip away from `chunk`: a letter wrong, missing, too many, or two in the wrong order."""
    if len(chunk) < 3:
        return ()
    known = _one_letter_less()
    near = {syllable for short in {chunk, *_shortened(chunk)} for syllable in known.get(short, ())}
    same_letters = [syllable for syllable in near if sorted(syllable) == sorted(chunk)]
    rest = [syllable for syllable in near if syllable[0] == chunk[0] and syllable not in same_letters]
    return tuple(sorted(same_letters) + sorted(rest))[:4]


def cut(letters: str) -> tuple[str, ...]:
    """`letters` as syllables, the fewest slips and then the fewest syllables; empty when it is no pinyin."""
    if len(letters) > 60 or not letters.isalpha():
        return ()
    best: list[tuple[int, int, tuple[str, ...]] | None] = [(0, 0, ())]
    for end in range(1, len(letters) + 1):
        best.append(min(_ways(letters, best, end), default=None))
    last = best[-1]
    return last[2] if last is not None else ()


def _ways(
    letters: str, best: list[tuple[int, int, tuple[str, ...]] | None], end: int
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    for start in range(max(0, end - _LONGEST), end):
        before, chunk = best[start], letters[start:end]
        if before is None:
            continue
        slips, number, way = before
        if chunk in syllables():
            yield slips, number + 1, (*way, chunk)
        elif slips < min(MOST_SLIPS, len(letters) // 5):
            for mended in _nearest(chunk)[:1]:
                yield slips + 1, number + 1, (*way, mended)
