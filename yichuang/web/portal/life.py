"""Guides by life event as people see them: the next question, and what their answers call for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from yichuang.cases import called
from yichuang.cases.called import Entry
from yichuang.catalogue.content import Situation
from yichuang.catalogue.life import guiding
from yichuang.catalogue.life.guiding import LifeEventContent, Question
from yichuang.catalogue.life.life_events import shown
from yichuang.catalogue.models import ItemVersion, LifeEvent
from yichuang.offices.models import Centre
from yichuang.web.portal import answers, hall

LONGEST = 60
"""More answers than this stand in no address of ours."""


@dataclass(frozen=True)
class Walk:
    """How far somebody is: the answers that count, and the questions of several choices that were passed."""

    event: LifeEvent
    content: LifeEventContent
    chosen: Sequence[str]
    passed: Sequence[str]
    base: str
    """The path at which it is walked: that of the public, or of a preview."""

    @classmethod
    def of(cls, event: LifeEvent, given: QueryDict, *, base: str = "") -> Walk:
        """From the address; what no question there offers is left out."""
        content = event.parsed
        names = [name for name in given if name == "a" or name.startswith("a.")]
        chosen = guiding.answers(content, [one for name in names for one in given.getlist(name)][:LONGEST])
        known = {question.key for question in content.questions}
        passed = [key for key in dict.fromkeys(given.getlist("d")) if key in known]
        return cls(event, content, chosen, passed, base or reverse("portal:life_event", args=[event.key]))

    @property
    def next(self) -> Question | None:
        """The question to ask now; None when everything is answered."""
        return guiding.next_question(self.content, self.chosen, self.passed)

    @property
    def asked(self) -> list[Given]:
        """The questions answered so far, each with the address at which it is asked again."""
        found, before, passed = [], list[str](), list[str]()
        for question, mine in guiding.asked(self.content, self.chosen):
            if question == self.next:
                break
            found.append(Given(question, mine, address(self.base, before, passed)))
            before += mine
            passed.append(question.key)
        return found

    @property
    def here(self) -> str:
        """The address of this state: it can be shared, and kept."""
        return address(self.base, self.chosen, self.passed)

    @property
    def number(self) -> int:
        """Which question this is, from 1."""
        return len(self.asked) + 1


@dataclass(frozen=True)
class Given:
    """A question with its answer, and where to change it."""

    question: Question
    mine: Sequence[str]
    again: str

    @property
    def choices(self) -> list[guiding.Choice]:
        """What was chosen."""
        return [choice for choice in self.question.choices if choice.key in self.mine]


def address(base: str, chosen: Sequence[str], passed: Sequence[str] = ()) -> str:
    """The path of a life event with these answers."""
    query = urlencode([("a", one) for one in chosen] + [("d", one) for one in passed])
    return base + (f"?{query}" if query else "")


def page(walk: Walk, *, every: bool, centre: Centre, at: datetime) -> tuple[str, dict[str, Any]]:
    """The template and what it shows: the next question, all of them (`every`), or the result."""
    context: dict[str, Any] = {
        "event": walk.event,
        "section": "life",
        "centre": centre,
        "walk": walk,
        "all": guiding.asked(walk.content, walk.chosen) if every else [],
        "address": public_address(walk),
    }
    if every or walk.next is not None:
        return "portal/life_event.html", context
    return "portal/life_result.html", context | result(walk, centre=centre, at=at)


@dataclass(frozen=True)
class Shown:
    """One item that the answers call for, in words."""

    entry: Entry
    places: Sequence[hall.Place]
    how_long: str
    how_much: str
    begin: str
    guide: str

    @property
    def labels(self) -> list[Situation]:
        """The situations that follow from the answers."""
        return [one for one in self.entry.version.parsed.situations if one.key in self.entry.situations]


def result(walk: Walk, *, centre: Centre, at: datetime) -> dict[str, Any]:
    """What the answers call for, for the page: stages of items, papers, fees, the last day."""
    opening = hall.opening(centre, at=at)
    accepted = opening.since if opening else at
    outcome = called.outcome(walk.content, walk.chosen, centre=centre, accepted_at=accepted)
    return {
        "outcome": outcome,
        "opening": opening,
        "stages": [[_shown(walk, entry) for entry in stage] for stage in outcome.stages],
        "latest": answers.Latest(accepted, outcome.latest, at) if outcome.latest else None,
    }


def _shown(walk: Walk, entry: Entry) -> Shown:
    content, item = entry.version.parsed, entry.version.item
    top = answers.top(content, situations=entry.situations, materials=())
    kept = [("s", key) for key in entry.situations]
    answered = [("life", walk.event.key), *(("a", key) for key in walk.chosen)]
    begin = f"{reverse('portal:begin', args=[item.code])}?{urlencode([*kept, *answered])}"
    return Shown(
        entry=entry,
        places=hall.places(entry.windows, area=item.subject_area),
        how_long=top[1].short,
        how_much=top[2].short,
        begin=begin if answers.on_line(content) else "",
        guide=reverse("portal:guide", args=[item.code]) + (f"?{urlencode(kept)}" if kept else ""),
    )


def public_address(walk: Walk) -> str:
    """The address with the host, for a QR code."""
    return settings.PUBLIC_ADDRESS.rstrip("/") + walk.here


def fills(given: QueryDict, version: ItemVersion) -> dict[str, object]:
    """What the answers of a life event, named in the address, say to the form of the item."""
    key = given.get("life", "")
    event = shown(version.item.centre).filter(key=key).first() if key else None
    return guiding.fills(event.parsed, given.getlist("a")[:LONGEST], version.parsed.form) if event else {}
