"""What goes in and comes out about visits and experts."""

from datetime import date
from typing import Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field

from yichuang.cases.models import Inspection
from yichuang.cases.steps import inspection_letters
from yichuang.web.api.shapes.incoming import In, Truth
from yichuang.web.api.shapes.outgoing import Labelled, Moment, Out


class InspectionIn(In):
    """When and where who visits (user names, two at least), and what is looked at; none: what the guide says."""

    visit_at: AwareDatetime
    place: str
    team: list[str] = Field(max_length=100)
    points: list[str] = Field(default=[], max_length=200)


class RecordIn(In):
    """What was found of each point, in order, and what it comes to; `inspection` is the visit it was written for."""

    inspection: int | None = Field(default=None, ge=1, le=2**63 - 1)
    found: list[str] = Field(max_length=200)
    finding: Literal["conform", "not_conform", "put_right"]
    put_right_by: date | None = None
    applicant_present: Truth = False
    statement: str = ""


class VisitIn(In):
    """Which visit; none: the one under way."""

    inspection: int | None = Field(default=None, ge=1, le=2**63 - 1)


class PhotographIn(In):
    """A picture that was uploaded before; `key` is the device's own, under which it is there once."""

    key: UUID
    file: UUID
    taken_at: AwareDatetime | None = None
    inspection: int | None = Field(default=None, ge=1, le=2**63 - 1)


class PhotographOut(Out):
    """A picture of a visit, by its digest (SHA-256)."""

    key: UUID
    digest: str
    at: Moment


class ExpertIn(In):
    """Whom to ask (`expert`, a user name; or name and identity card of somebody from outside), what, until when."""

    question: str
    due_on: date
    expert: str = ""
    name: str = ""
    number: str = ""


class ExpertOpinionIn(In):
    """What the expert answers; for one from outside, the upload of his signed paper."""

    recommends: Literal["granted", "refused"]
    text: str
    file: UUID | None = None


class InspectionOut(Out):
    """One visit. The applicant learns how many come from where; the findings stand in the record, a letter."""

    id: int
    state: Labelled
    visit_at: Moment
    place: str
    points: list[str]
    visitors: list[str]
    finding: Labelled | None
    put_right_by: date | None
    record_number: str
    found: list[str]
    team: list[str]
    confirmed: list[str]
    photographs: list[PhotographOut]

    @classmethod
    def of(cls, visit: Inspection, *, inside: bool) -> Self:
        """The visit; only staff (`inside`) read who, and what was found before all have confirmed it."""
        finished = inside or visit.state == Inspection.State.DONE
        team = list(visit.team.all()) if inside else []
        pictures = list(visit.photographs.all()) if inside else []
        known = bool(visit.finding) and finished
        return cls(
            id=visit.pk,
            state=Labelled(code=visit.state, label=str(visit.get_state_display())),
            visit_at=visit.visit_at,
            place=visit.place,
            points=visit.points,
            visitors=inspection_letters.visitors(visit),
            finding=Labelled(code=visit.finding, label=str(visit.get_finding_display())) if known else None,
            put_right_by=visit.put_right_by if finished else None,
            record_number=visit.record_number,
            found=visit.found if inside else [],
            team=[one.account.username for one in team],
            confirmed=[one.account.username for one in team if one.confirmed_at],
            photographs=[PhotographOut(key=one.key, digest=one.file.digest, at=one.at) for one in pictures],
        )


class Inspections(Out):
    """The visits of a case, the first first."""

    inspections: list[InspectionOut]
