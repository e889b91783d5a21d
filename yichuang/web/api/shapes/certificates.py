"""The shapes of certificates, of the public list, of quotas and of supervision."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from yichuang.cases.afterwards import certificates, linking
from yichuang.cases.afterwards.disclosing import Shown, Wanted
from yichuang.cases.models import Certificate, Quota, SupervisionNote
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import Moment, Out


class IntentionIn(In):
    """What is intended with the certificate, on which ground of the closed list, why."""

    way: Literal["revoked", "withdrawn"]
    ground: str
    reasons: str


class DefenceIn(In):
    """What the holder said, and where."""

    statement: str
    place: str


class DroppingIn(In):
    """Why the certificate stands."""

    reasons: str


class EndingIn(In):
    """How the certificate ends, on which ground, why; a withdrawal says how the loss is made good."""

    way: Literal["revoked", "withdrawn", "cancelled"]
    ground: str
    reasons: str
    compensation: str = ""


class DecisionsQuery(In):
    """Which decisions, and which page of them."""

    item: str = Field(
        default="", max_length=64, description="Code of an item, or part of its name", pattern=r"^[^\x00]*$"
    )
    department: str = Field(default="", max_length=30, description="Code of a department", pattern=r"^[^\x00]*$")
    since: date | None = Field(default=None, description="Decided on or after this day")
    until: date | None = Field(default=None, description="Decided on or before this day")
    after: str = Field(default="", description="`after` of the page before")
    limit: int = Field(default=30, ge=1, le=100)

    def wanted(self) -> Wanted:
        """The same for the domain."""
        return Wanted(self.item, self.department, self.since, self.until)


class CertificateOut(Out):
    """One certificate: its days, how it stands today, and what its holder may apply for."""

    id: UUID
    case: str
    item: str
    name: str
    number: str
    identifier: str
    valid_from: date
    valid_until: date | None
    standing: str
    possible: list[str]
    former: UUID | None
    successor: UUID | None

    @classmethod
    def of(cls, certificate: Certificate, *, on: date) -> Self:
        """The certificate on that day."""
        successor = getattr(certificate, "successor", None)
        return cls(
            id=certificate.pk,
            case=certificate.case.number,
            item=certificate.item.code,
            name=certificate.name,
            number=certificate.number,
            identifier=certificate.identifier,
            valid_from=certificate.valid_from,
            valid_until=certificate.valid_until,
            standing=certificates.standing(certificate, on=on),
            possible=[str(one) for one in linking.possible(certificate, on=on)],
            former=certificate.former_id,
            successor=successor.pk if successor else None,
        )


class CertificatesOut(Out):
    """Certificates, newest first."""

    certificates: list[CertificateOut]


class DecisionLine(Out):
    """One granted licence as the public may know it."""

    number: str
    decided_on: date
    department: str
    item: str
    item_name: str
    holder: str
    outcome: str
    valid_from: date | None
    valid_until: date | None

    @classmethod
    def of(cls, shown: Shown) -> Self:
        """The line."""
        told = shown.disclosure
        return cls(
            number=told.number,
            decided_on=told.decided_on,
            department=str(told.department),
            item=told.item.code,
            item_name=told.case.item_version.title,
            holder=shown.holder,
            outcome=shown.outcome,
            valid_from=shown.valid_from,
            valid_until=shown.valid_until,
        )


class DecisionsOut(Out):
    """A page of the list."""

    decisions: list[DecisionLine]
    after: str


class QuotaOut(Out):
    """How many are granted in a period: from `since` up to, not including, `until`."""

    number: int
    granted: int
    left: int
    since: date
    until: date
    basis: str

    @classmethod
    def of(cls, quota: Quota) -> Self:
        """The quota."""
        return cls(
            number=quota.number,
            granted=quota.granted,
            left=quota.left,
            since=quota.since,
            until=quota.until,
            basis=quota.basis,
        )


class NoteOut(Out):
    """A decision told to the supervising department."""

    id: int
    case: str
    about: str
    department: str
    at: Moment
    seen_at: Moment | None

    @classmethod
    def of(cls, note: SupervisionNote) -> Self:
        """The note."""
        return cls(
            id=note.pk,
            case=note.case.number,
            about=note.about,
            department=str(note.department),
            at=note.at,
            seen_at=note.seen_at,
        )


class NotesOut(Out):
    """Notes, the oldest first."""

    notes: list[NoteOut]
