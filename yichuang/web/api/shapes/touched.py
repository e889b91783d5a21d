"""The shapes of what concerns somebody whom a case touches, and of statements in writing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from yichuang.cases import deeming
from yichuang.cases.models import Case, Hearing, InterestedParty, Statement
from yichuang.cases.offers import Offer
from yichuang.documents.models import Letter
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import Labelled, LetterOut, Moment, Named, OfferOut, Out, PartyOut


class WordsIn(In):
    """What he has to say; `files` are ids of his own uploads."""

    words: str
    files: list[UUID] = Field(default=[], max_length=20)


class FileOut(Out):
    """A file that was sent with a statement."""

    id: UUID
    name: str


class StatementOut(Out):
    """A statement in writing. `of` is the row of whoever was told, null for the applicant."""

    of: int | None
    words: str
    made_at: Moment
    files: list[FileOut]

    @classmethod
    def of_row(cls, one: Statement) -> Self:
        """The statement with its files."""
        files = [FileOut(id=paper.file_id, name=paper.file.name) for paper in one.papers.all()]
        return cls(of=one.of_id, words=one.words.open(), made_at=one.made_at, files=files)


class InterestedOut(Out):
    """Somebody who was told, as the office sees him; `id` is the `of` of a statement and of a waiver."""

    id: int
    party: PartyOut
    interest: str
    told_at: Moment
    answer_by: Moment
    heard_at: Moment | None
    waived_at: Moment | None

    @classmethod
    def of(cls, one: InterestedParty) -> Self:
        """From the domain."""
        when = {name: getattr(one, name) for name in ("told_at", "answer_by", "heard_at", "waived_at")}
        return cls(id=one.pk, party=PartyOut.of(one.party), interest=one.interest, **when)


class Statements(Out):
    """Who was told that the case touches him, and what was stated in writing, oldest first. The applicant sees his own
    statements only."""

    interested: list[InterestedOut]
    statements: list[StatementOut]

    @classmethod
    def within(cls, told: Iterable[InterestedParty], statements: Iterable[Statement]) -> Self:
        """From the domain."""
        return cls(
            interested=[InterestedOut.of(one) for one in told],
            statements=[StatementOut.of_row(one) for one in statements],
        )


class HearingOut(Out):
    """The hearing: about what, until when it may be asked for, when and where it is held."""

    matter: str
    apply_by: Moment | None
    asked_at: Moment | None
    held_at: Moment | None
    place: str
    record_number: str

    @classmethod
    def of(cls, one: Hearing) -> Self:
        """From the domain."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class ToldLine(Out):
    """A case that touches whoever asks: what he was told and until when he may speak. Nothing of the applicant."""

    id: int
    case: str
    item: Named
    department: Named
    state: Labelled
    outcome: str
    interest: str
    told_at: Moment
    answer_by: Moment
    heard_at: Moment | None
    waived_at: Moment | None

    @classmethod
    def facts(cls, one: InterestedParty, at: datetime) -> Mapping[str, object]:
        """The fields of the line."""
        case: Case = deeming.by_law(one.case, at=at)
        when = {name: getattr(one, name) for name in ("told_at", "answer_by", "heard_at", "waived_at")}
        return when | {
            "id": one.pk,
            "case": case.number,
            "item": Named(code=case.item.code, name=case.item_version.title),
            "department": Named.of_department(case.department),
            "state": Labelled(code=case.state, label=str(case.get_state_display())),
            "outcome": case.outcome,
            "interest": one.interest,
        }


class ToldLines(Out):
    """The cases that touch whoever asks, the latest first."""

    told: list[ToldLine]

    @classmethod
    def of(cls, rows: Iterable[InterestedParty], *, at: datetime) -> Self:
        """From the domain."""
        return cls(told=[ToldLine.model_validate(ToldLine.facts(one, at)) for one in rows])


class ToldOut(ToldLine):
    """The same with the hearing, his letters and statements, and what he may do now."""

    hearing: HearingOut | None
    letters: list[LetterOut]
    statements: list[StatementOut]
    acts: list[OfferOut]

    @classmethod
    def with_parts(
        cls,
        one: InterestedParty,
        *,
        hearing: Hearing | None,
        letters: Iterable[Letter],
        statements: Sequence[Statement],
        acts: Iterable[Offer],
        at: datetime,
    ) -> Self:
        """From the domain."""
        parts = {
            "hearing": HearingOut.of(hearing) if hearing else None,
            "letters": [LetterOut.of(letter) for letter in letters],
            "statements": [StatementOut.of_row(each) for each in statements],
            "acts": [OfferOut(act=o.act, label=str(o.label), allowed=o.allowed, reason=o.reason) for o in acts],
        }
        return cls.model_validate(cls.facts(one, at) | parts)  # type: ignore[operator]
