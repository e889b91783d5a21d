"""What goes in and comes out about pauses, longer limits and ends before a decision."""

from typing import Self

from pydantic import Field

from yichuang.cases.models import Hold
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import Labelled, Moment, Out


class SuspensionIn(In):
    """A special procedure: its key among `kinds` of the holds of the case, the working days that it takes, and why."""

    kind: str
    days: int = Field(ge=1, le=250)
    reason: str


class ResumptionIn(In):
    """Which hold ends, and with what result."""

    hold: int = Field(ge=1, le=2**63 - 1)
    result: str


class ReasonIn(In):
    """Why."""

    reason: str


class ExtensionGrantIn(In):
    """What the head says; for joint handling, the paper of the government."""

    answer: str = ""
    government_approval: str = ""


class ExtensionAnswerIn(In):
    """Why not."""

    answer: str


class TerminationIn(In):
    """Why, and by what law."""

    reason: str
    law: str


class KindOut(Out):
    """A special procedure that may be begun; `longest` is in working days."""

    key: str
    label: str
    basis: str
    longest: int


class HoldOut(Out):
    """One pause: what, by what law, from when, until when as told, until when indeed."""

    id: int
    kind: Labelled
    title: str
    basis: str
    stops_clock: bool
    since: Moment
    expected_until: Moment | None
    until: Moment | None

    @classmethod
    def of(cls, hold: Hold) -> Self:
        """The row."""
        return cls(
            id=hold.pk,
            kind=Labelled(code=hold.procedure or hold.kind, label=str(hold.get_kind_display())),
            title=hold.title,
            basis=hold.basis,
            stops_clock=hold.stops_clock,
            since=hold.since,
            expected_until=hold.expected_until,
            until=hold.until,
        )


class Holds(Out):
    """Every pause of a case, the first first; and what could be begun."""

    holds: list[HoldOut]
    kinds: list[KindOut]
