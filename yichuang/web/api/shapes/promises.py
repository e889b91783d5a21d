"""What comes in about promises, and who is excluded from them."""

from datetime import date
from typing import Literal, Self

from pydantic import Field

from yichuang.cases.models import Exclusion
from yichuang.web.api.shapes.incoming import In, MaterialIn, ReviewIn, Truth
from yichuang.web.api.shapes.outgoing import Moment, Out, PartyOut


class GapsIn(In):
    """Whether a person looked the credit record up, where no register is connected."""

    credit_confirmed: Truth = False


class GapsReviewIn(GapsIn, ReviewIn):
    """The same with what the preliminary review found of the papers that are there."""


class PromiseGrantIn(GapsIn):
    """What is granted on the promise."""

    content: str = ""


class SupplementIn(In):
    """Materials that follow."""

    materials: list[MaterialIn] = Field(min_length=1, max_length=500)


class CheckIn(In):
    """What an officer found."""

    found: Literal["kept", "unkept", "false"]
    text: str


class OrderIn(In):
    """What must be put right, and until when."""

    requirements: str
    correct_by: date


class RepairIn(In):
    """Why the credit counts as repaired."""

    ground: str


class ExclusionsQuery(In):
    """Which page of those who are excluded, or who were until repaired."""

    repaired: bool = False
    after: str = Field(default="", description="`after` of the page before")
    limit: int = Field(default=30, ge=1, le=100)


class ExclusionOut(Out):
    """Whose promises are not taken, because of which case, since when, and on what ground they are again."""

    id: int
    party: PartyOut
    case: str
    since: Moment
    repaired_at: Moment | None
    ground: str

    @classmethod
    def of(cls, exclusion: Exclusion) -> Self:
        """The party masked."""
        return cls(
            id=exclusion.pk,
            party=PartyOut.of(exclusion.party),
            case=exclusion.case.number,
            since=exclusion.since,
            repaired_at=exclusion.repaired_at,
            ground=exclusion.repaired_for,
        )


class Exclusions(Out):
    """A page of them."""

    exclusions: list[ExclusionOut]
    after: str
