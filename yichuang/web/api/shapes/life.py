"""Guides by life event, as they go out."""

from collections.abc import Sequence
from typing import Self

from yichuang.cases.called import Entry, Outcome
from yichuang.catalogue.life import guiding
from yichuang.catalogue.life.guiding import Elsewhere, Merged, Question
from yichuang.catalogue.models import LifeEvent
from yichuang.web.api.shapes.outgoing import Moment, Named, Out


class LifeEventLine(Out):
    """A guide by life event in a list."""

    key: str
    name: str
    audience: str
    about: str

    @classmethod
    def of(cls, event: LifeEvent) -> Self:
        """The guide as a line."""
        return cls(key=event.key, name=event.title, audience=event.audience, about=event.parsed.about)


class LifeEventList(Out):
    """All guides that the centre shows."""

    events: list[LifeEventLine]


class CalledOut(Out):
    """An item that the answers call for; items of one stage go side by side."""

    code: str
    name: str
    department: Named
    stage: int
    situations: list[str]
    windows: list[str]
    due_at: Moment | None

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The item with what follows from the answers."""
        version = entry.version
        return cls(
            code=version.item.code,
            name=version.title,
            department=Named.of_department(version.item.department),
            stage=entry.called.wanted.stage,
            situations=list(entry.situations),
            windows=[window.number for window in entry.windows],
            due_at=entry.due,
        )


class PaperOut(Out):
    """A material, once for all items that need it."""

    name: str
    needed_by: list[str]
    originals: int
    copies: int

    @classmethod
    def of(cls, paper: Merged) -> Self:
        """The paper with the larger numbers."""
        return cls(
            name=paper.material.name,
            needed_by=list(paper.needed_by),
            originals=paper.originals,
            copies=paper.copies,
        )


class LifeEventOut(LifeEventLine):
    """The questions that the answers lead to, and what they call for so far; `complete` when all are answered."""

    questions: list[Question]
    answers: list[str]
    complete: bool
    items: list[CalledOut]
    materials: list[PaperOut]
    known_fees_fen: int
    items_with_open_fees: list[str]
    latest_at: Moment | None
    elsewhere: list[Elsewhere]

    @classmethod
    def of_answers(cls, event: LifeEvent, chosen: Sequence[str], passed: Sequence[str], outcome: Outcome) -> Self:
        """What these answers lead to."""
        content = event.parsed
        return cls(
            **LifeEventLine.of(event).model_dump(),
            questions=[question for question, _mine in guiding.asked(content, chosen)],
            answers=guiding.answers(content, chosen),
            complete=guiding.next_question(content, chosen, passed) is None,
            items=[CalledOut.of(entry) for entry in outcome.entries],
            materials=[PaperOut.of(paper) for paper in outcome.materials],
            known_fees_fen=outcome.known_fen,
            items_with_open_fees=[version.item.code for version in outcome.open_fees],
            latest_at=outcome.latest,
            elsewhere=list(content.elsewhere),
        )
