"""Refusals to receive as they come in and go out."""

from typing import Self
from uuid import UUID

from pydantic import Field

from yichuang.cases.models import TurnedAway
from yichuang.web.api.shapes.incoming import In, Truth
from yichuang.web.api.shapes.outgoing import Labelled, Moment, Out


class TurningAwayIn(In):
    """What was asked for (an item, or in words what no guide describes), why nothing was received, what was told."""

    item: str = Field(default="", description="The code of the item")
    matter: str = ""
    reason: str
    told: str
    party: UUID | None = Field(default=None, description="Who it was, where he wished to be entered")


class TurningAwayCheckIn(In):
    """Whether it should have been received, and why."""

    receive: Truth
    finding: str


class ReceivedIn(In):
    """As which case it was received."""

    case: str


class RecordOut(Out):
    """One refusal to receive. The outcome is empty until a second person has looked."""

    id: int
    number: str
    item: str
    matter: str
    reason: str
    told: str
    refused_by: str
    refused_at: Moment
    outcome: Labelled
    finding: str
    checked_by: str
    checked_at: Moment | None
    case: str

    @classmethod
    def of(cls, record: TurnedAway) -> Self:
        """Whoever stood there is not named."""
        return cls(
            id=record.pk,
            number=record.number,
            item=record.item.code if record.item else "",
            matter=record.matter,
            reason=record.reason,
            told=record.told,
            refused_by=record.refused_by.display_name,
            refused_at=record.refused_at,
            outcome=Labelled(code=record.outcome, label=str(record.get_outcome_display())),
            finding=record.finding,
            checked_by=record.checked_by.display_name if record.checked_by else "",
            checked_at=record.checked_at,
            case=record.case.number if record.case else "",
        )


class Records(Out):
    """A list of them."""

    records: list[RecordOut]
