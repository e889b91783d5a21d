"""The shapes of wordings of letters."""

from __future__ import annotations

from datetime import date
from typing import Self

from yichuang.documents.fields import Field
from yichuang.documents.models import LetterKind, Wording
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import Labelled, Moment, Out


class ScopeQuery(In):
    """Whose wordings: the centre's, or those of the department with this code."""

    department: str = ""


class DraftIn(ScopeQuery):
    """The next wording, and why it changes."""

    text: str
    reason: str


class SinceIn(In):
    """From which day on it is used; tomorrow at the earliest."""

    since: date


class RemarksIn(In):
    """What must be changed."""

    remarks: str


class WordingOut(Out):
    """One version. A draft has no `since`; one that was sent back has `remarks`."""

    id: int
    kind: str
    department: str
    text: str
    reason: str
    written_at: Moment
    published_at: Moment | None
    since: date | None
    discarded_at: Moment | None
    remarks: str

    @classmethod
    def of(cls, one: Wording) -> Self:
        """From the domain."""
        plain = {name: getattr(one, name) for name in cls.model_fields if name not in ("id", "department")}
        return cls(id=one.pk, department=one.department.code if one.department else "", **plain)


class FieldOut(Out):
    """A field that the wording may name: how it is written, and whether it must stand there."""

    key: str
    label: str
    required: bool
    ways: list[str]

    @classmethod
    def of(cls, one: Field) -> Self:
        """From the domain."""
        return cls(key=one.key, label=str(one.label), required=one.required, ways=list(one.ways))


class KindOut(Out):
    """A kind of letter whose wording can be changed, and the words of today."""

    kind: Labelled
    text: str

    @classmethod
    def labelled(cls, kind: LetterKind) -> Labelled:
        """The kind for machines and for people."""
        return Labelled(code=kind.value, label=str(kind.label))


class KindDetail(KindOut):
    """The same with the fields and the versions, the draft that waits first."""

    fields: list[FieldOut]
    versions: list[WordingOut]


class Kinds(Out):
    """Every kind of letter whose wording can be changed."""

    kinds: list[KindOut]
