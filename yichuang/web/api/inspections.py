"""Visits and experts: each call is one act of the domain."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Router

from yichuang.base.refusal import Invalid
from yichuang.cases.queries import inspections_of
from yichuang.cases.steps import experts, inspecting, photographs
from yichuang.documents import queries
from yichuang.documents.models import StoredFile
from yichuang.people import registering
from yichuang.people.models import DocumentType
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.cases import carried_out, find
from yichuang.web.api.shapes.inspections import (
    ExpertIn,
    ExpertOpinionIn,
    InspectionIn,
    InspectionOut,
    Inspections,
    PhotographIn,
    PhotographOut,
    RecordIn,
    VisitIn,
)
from yichuang.web.api.shapes.outgoing import CaseOut
from yichuang.web.kit.request import Request

router = Router(tags=["acts"])
_done = partial(carried_out, asked_too=True)
ANY = VisitIn()


@router.get("/cases/{number}/inspections", response=Inspections, url_name="inspections")
def inspections(request: Request, number: str) -> HttpResponse:
    """现场勘验: when, where, who comes, what it came to."""
    case = find(request, number, asked_too=True)
    inside = who(request).is_staff
    return said(Inspections(inspections=[InspectionOut.of(one, inside=inside) for one in inspections_of(case)]))


@router.post("/cases/{number}/inspection", response=CaseOut, url_name="inspection")
def inspection(request: Request, number: str, told: InspectionIn) -> HttpResponseBase:
    """安排现场勘验: the applicant is told in writing; the clock goes on."""
    return _done(request, inspecting.arrange_with, number, **told.model_dump())


@router.post("/cases/{number}/inspection/record", response=CaseOut, url_name="inspection_record")
def inspection_record(request: Request, number: str, told: RecordIn) -> HttpResponseBase:
    """勘验记录: one of the team lays down what was found."""
    return _done(request, inspecting.record, number, **told.model_dump())


@router.post("/cases/{number}/inspection/confirmation", response=CaseOut, url_name="inspection_confirmation")
def inspection_confirmation(request: Request, number: str, told: VisitIn = ANY) -> HttpResponseBase:
    """确认勘验记录: with the last of the team the record goes out."""
    return _done(request, inspecting.confirm, number, **told.model_dump())


@router.post("/cases/{number}/inspection/photographs", response={201: PhotographOut}, url_name="photographs")
def photographs_(request: Request, number: str, told: PhotographIn) -> HttpResponseBase:
    """现场照片: a picture that was uploaded, once under its key."""
    return _added(request, number, told)


@done_once(201)
def _added(request: Request, number: str, told: PhotographIn) -> PhotographOut:
    case = find(request, number, asked_too=True)
    file = _uploaded(request, told.file)
    given = told.model_dump(exclude={"file"})
    added = photographs.add(case=case, file=file, by=who(request), at=request.now, **given)
    return PhotographOut(key=added.key, digest=added.file.digest, at=added.at)


@router.post("/cases/{number}/experts", response=CaseOut, url_name="expert_request")
def expert_request(request: Request, number: str, told: ExpertIn) -> HttpResponseBase:
    """征求专家意见: one of the staff, or somebody from outside; the clock goes on."""
    return _asked(request, number, told)


@done_once()
def _asked(request: Request, number: str, told: ExpertIn) -> CaseOut:
    case, by, at = find(request, number, asked_too=True), who(request), request.now
    expert = experts.of_staff(told.expert) if told.expert else None
    party = None
    if told.name or told.number:
        kind = DocumentType.IDENTITY_CARD
        party = registering.register_person(name=told.name, document_type=kind, number=told.number, by=by, at=at)
    given = told.model_dump(include={"question", "due_on"})
    return CaseOut.of(experts.ask(case=case, expert=expert, party=party, by=by, at=at, **given))


@router.post("/cases/{number}/experts/{int:opinion}/opinion", response=CaseOut, url_name="expert_opinion")
def expert_opinion(request: Request, number: str, opinion: int, told: ExpertOpinionIn) -> HttpResponseBase:
    """专家意见: by the expert himself, or from his signed paper."""
    file = _uploaded(request, told.file) if told.file else None
    given = told.model_dump(exclude={"file"})
    return _done(request, experts.enter, number, opinion=opinion, file=file, **given)


def _uploaded(request: Request, upload: UUID) -> StoredFile:
    found = queries.upload_for(who(request), upload)
    if found is None:
        raise Invalid(_("没有找到这份文件，或者它不是由您上传的。"), field="file")
    return found
