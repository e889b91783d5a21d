"""What goes in and comes out about intermediaries (中介服务)."""

from datetime import date
from typing import Literal, Self

from yichuang.cases.models import IntermediaryWork
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import Clocks, Labelled, Out


class IntermediaryIn(In):
    """Which service of the guide's list, by whom as the applicant told it, who ordered it, from which day."""

    service: str
    agency: str
    ordered_by: Literal["applicant", "authority"]
    since: date


class IntermediaryBackIn(In):
    """Which service is done, on which day."""

    service: str
    until: date


class IntermediaryOut(Out):
    """One service; `days` are calendar days, none of them the approval's, empty while it goes on."""

    service: str
    agency: str
    ordered_by: Labelled
    since: date
    until: date | None
    days: int | None

    @classmethod
    def of(cls, one: IntermediaryWork) -> Self:
        """The row."""
        ordered_by = Labelled(code=one.ordered_by, label=str(one.get_ordered_by_display()))
        return cls(
            service=one.service,
            agency=one.agency,
            ordered_by=ordered_by,
            since=one.since,
            until=one.until,
            days=one.days,
        )


class ClocksAndIntermediaries(Clocks):
    """Every date with its account, and beside them what intermediaries took, which stops no clock."""

    intermediaries: list[IntermediaryOut]
