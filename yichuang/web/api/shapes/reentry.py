"""What goes in and comes out about typing a case into another system."""

from typing import Self

from yichuang.cases.models import Reentry
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import Moment, Out


class FinishIn(In):
    """The number that the other system gave, if it gave one."""

    their_number: str = ""


class FieldOut(Out):
    """A field of the other screen and what is to be put there."""

    label: str
    value: str


class ScreenOut(Out):
    """The screen of another system, field by field in its order, and the names it wants for the files."""

    system: str
    fields: list[FieldOut]
    files: list[str]


class ReentryOut(Out):
    """One time that the case was typed; `minutes` when it is over."""

    started_at: Moment
    finished_at: Moment | None
    minutes: int | None
    their_number: str

    @classmethod
    def of(cls, one: Reentry) -> Self:
        """Of the record."""
        return cls(
            started_at=one.started_at,
            finished_at=one.finished_at,
            minutes=one.minutes,
            their_number=one.their_number,
        )
