"""Which guides by life event somebody means who types words into the search box. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from yichuang.catalogue.finding.words import Spoken, spoken
from yichuang.catalogue.models import LifeEvent

MOST = 3
_PARTS = re.compile("[、，,]")


def meant(words: str, events: Iterable[LifeEvent]) -> list[LifeEvent]:
    """Of these guides the first few that the words name: in Chinese, English, pinyin or initials, as sounds go."""
    asked = spoken(words)
    named = (event for event in events if any(_names(asked, spoken(label)) for label in _labels(event)))
    return [event for event, _place in zip(named, range(MOST), strict=False)]


def _labels(event: LifeEvent) -> Iterator[str]:
    """The parts of its name, its English name, and what people say for it."""
    yield from _PARTS.split(event.name)
    if event.name_en:
        yield event.name_en
    yield from event.parsed.words


def _names(asked: Spoken, label: Spoken) -> bool:
    """Whether one stands in the other, by their sounds; a single unit that was asked is too little for a name."""
    if len(asked.plain) > 1 and asked.plain in (label.initials, label.joined):
        return True
    wide, name = f" {' '.join(asked.heard)} ", f" {' '.join(label.heard)} "
    return bool(label.heard) and (name in wide or (len(asked.heard) > 1 and wide in name))
