"""What goes in and comes out about pauses, longer limits and ends before a decision."""

from typing import Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field

from yichuang.cases.models import Hold
from yichuang.people.models import DocumentType
from yichuang.web.api.shapes.incoming import Document, In, Truth
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


class InterestedIn(In):
    """Which person or organisation, which interest, and how many working days to speak."""

    name: str
    document_type: Document = DocumentType.IDENTITY_CARD
    number: str
    interest: str
    days: int = Field(ge=1, le=250)


class StatementIn(In):
    """What was said. For staff: where, and by whom (`of`, the `id` of one of those told in `/statements`; without it
    the applicant spoke). The applicant himself writes, and may name his own uploads (`files`)."""

    of: int | None = Field(default=None, ge=1, le=2**63 - 1)
    place: str = ""
    statements: str
    files: list[UUID] = Field(default=[], max_length=20)


class HearingRightsIn(In):
    """What the hearing would be about."""

    matter: str


class HearingRequestIn(In):
    """For staff: who asked."""

    side: Literal["applicant", "interested"] = "applicant"


class HearingWaiverIn(In):
    """For staff: whose declaration it is, the applicant's or (`of`) that of one of those told."""

    of: int | None = Field(default=None, ge=1, le=2**63 - 1)


class HearingCallIn(In):
    """When, where, chaired by whom (employee number); `matter` when it is the body's own initiative."""

    held_at: AwareDatetime
    place: str
    chair: str
    matter: str = ""
    is_public: Truth = True


class HearingRecordIn(In):
    """Which sides came, and what was said."""

    attendees: list[Literal["applicant", "interested", "body"]] = Field(min_length=1, max_length=3)
    statements: str


class ForwardingIn(In):
    """To whom (the department's higher body when empty), with what opinion, answered within how many working days."""

    to_body: str = ""
    opinion: str
    days: int = Field(default=20, ge=1, le=250)


class ReceiptIn(In):
    """The number under which the higher body registered it."""

    receipt_number: str = ""


class AnswerIn(In):
    """What the higher body decided, and the number of its paper."""

    answer: Literal["granted", "refused"]
    answer_number: str


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
