"""Ways in beside the items: guides by life event and windows of the hall, found by the same words in the same way.

They are few, so all of them are compared. A life event is found by its name, by what people say for it and, as a
neighbour, by what it tells is done elsewhere; a window by its subject area and its name. Windows are only offered when
nothing else fits: somebody stands there who knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from yichuang.catalogue.finding import scoring, searching
from yichuang.catalogue.finding.asking import Form
from yichuang.catalogue.finding.scoring import Fit, Line, LineKind, Rarity, Reading
from yichuang.catalogue.finding.searching import Hit
from yichuang.catalogue.finding.words import spoken
from yichuang.catalogue.models import LifeEvent
from yichuang.offices import windows
from yichuang.offices.models import Window

if TYPE_CHECKING:
    from yichuang.offices.models import Centre

MOST_EVENTS = 2
BEFORE_WINDOW = 3
"""So many guesses come before the window where one may ask."""
SURE, NEAR = 600, 300
"""A life event that explains less of the question than `SURE` is only offered among guesses, and none below `NEAR`."""
_PARTS = re.compile("[、，,]")
_ALL_ALIKE = Rarity({}, 1)


@dataclass(frozen=True, slots=True)
class Way:
    """A life event or a window, how well it fits, and why."""

    what: LifeEvent | Window
    score: int
    strict: int
    why: str

    @property
    def kind(self) -> Literal["life_event", "window"]:
        """Which of the two."""
        return "life_event" if isinstance(self.what, LifeEvent) else "window"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found, best first. `guessed`: nothing of it explains the question."""

    found: Sequence[Hit | Way]
    guessed: bool


def answer(asked: Sequence[Form], hits: Sequence[Hit], *, centre: Centre, on: date) -> Answer:
    """The hits of a search of everything for what was understood, with the ways in among them. Two statements."""
    asked = [form for form in asked if len(form.line.plain) > 1]
    events = _events(asked, centre)
    sure = [way for way in events if way.strict >= SURE]
    guessed = searching.is_weak(hits) and not sure
    if not guessed:
        return Answer(_in_order(hits, sure[:MOST_EVENTS]), guessed=False)
    found = _in_order(hits, events[:MOST_EVENTS])
    found[BEFORE_WINDOW:BEFORE_WINDOW] = _windows(asked, centre, on)[:1]
    return Answer(found, guessed=True)


def _in_order(hits: Sequence[Hit], ways: Sequence[Way]) -> list[Hit | Way]:
    """By score; a way in stands before an item that fits as well."""
    return sorted([*ways, *hits], key=lambda one: -one.score)


def _events(asked: Sequence[Form], centre: Centre) -> list[Way]:
    shown = LifeEvent.objects.filter(centre=centre, published=True).order_by("position", "key")
    return _best(asked, [(event, list(_lines_of_event(event))) for event in shown] if asked else [])


def _windows(asked: Sequence[Form], centre: Centre, on: date) -> list[Way]:
    open_now = windows.open_on(on).filter(zone__centre=centre)
    found = _best(asked, [(window, list(_lines_of_window(window))) for window in open_now] if asked else [])
    return [way for way in found if way.score >= searching.WEAK]


def _best(asked: Sequence[Form], known: Sequence[tuple[LifeEvent | Window, list[Line]]]) -> list[Way]:
    readings = [Reading(form, _ALL_ALIKE) for form in asked]
    fits = ((what, scoring.fit(lines, readings)) for what, lines in known)
    ways = [_way(what, fit) for what, fit in fits if fit is not None]
    return sorted((way for way in ways if way.score >= NEAR), key=lambda way: -way.score)


def _way(what: LifeEvent | Window, fit: Fit) -> Way:
    return Way(what, fit.score, fit.strict, str(searching.REASONS[fit.reason]))


def _lines_of_event(event: LifeEvent) -> Iterator[Line]:
    """The parts of its name, its English name, what people say for it, what it tells is done elsewhere."""
    yield from (_line("name", part) for part in _PARTS.split(event.name) if part)
    yield from (_line("alias", said) for said in event.content.get("words", ()))
    if event.name_en:
        yield _line("english", event.name_en)
    yield from (_line("theme", told["name"]) for told in event.content.get("elsewhere", ()))


def _lines_of_window(window: Window) -> Iterator[Line]:
    if window.subject_area:
        yield _line("name", window.subject_area)
    yield _line("name", window.name)
    if window.name_en:
        yield _line("english", window.name_en)


@lru_cache(maxsize=4000)
def _line(kind: LineKind, text: str) -> Line:
    return Line(kind, spoken(text))
