"""What pauses, lengthens or ends the way of a case before its decision: each call is one act of the domain."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase
from ninja import Router

from yichuang.cases import terminating
from yichuang.cases.models import Case
from yichuang.cases.pausing import extending, procedures
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.cases import find
from yichuang.web.api.shapes.outgoing import CaseOut
from yichuang.web.api.shapes.pausing import (
    ExtensionAnswerIn,
    ExtensionGrantIn,
    HoldOut,
    Holds,
    KindOut,
    ReasonIn,
    ResumptionIn,
    SuspensionIn,
    TerminationIn,
)
from yichuang.web.kit.request import Request

router = Router(tags=["acts"])


@done_once()
def _done(request: Request, act: Callable[..., Case], number: str, **given: object) -> CaseOut:
    return CaseOut.of(act(case=find(request, number), by=who(request), at=request.now, **given))


@router.get("/cases/{number}/holds", response=Holds, url_name="case_holds")
def holds(request: Request, number: str) -> HttpResponse:
    """What stopped or stops the case, and which special procedures could be begun."""
    case = find(request, number)
    kinds = procedures.kinds_for(case, at=request.now).values()
    return said(
        Holds(
            holds=[HoldOut.of(hold) for hold in case.holds.order_by("since", "id")],
            kinds=[KindOut(key=one.key, label=one.title, basis=one.basis, longest=one.longest) for one in kinds],
        )
    )


@router.post("/cases/{number}/suspension", response=CaseOut, url_name="suspension")
def suspension(request: Request, number: str, told: SuspensionIn) -> HttpResponseBase:
    """特别程序: the clock stops, the applicant is told in writing how long it takes."""
    return _done(request, procedures.begin, number, **told.model_dump())


@router.post("/cases/{number}/resumption", response=CaseOut, url_name="resumption")
def resumption(request: Request, number: str, told: ResumptionIn) -> HttpResponseBase:
    """特别程序结束: the result is on record; unless another procedure runs, the clock goes on."""
    return _done(request, procedures.end, number, **told.model_dump())


@router.post("/cases/{number}/extension", response=CaseOut, url_name="extension")
def extension(request: Request, number: str, why: ReasonIn) -> HttpResponseBase:
    """申请延长期限: an examiner asks the head of the body for more time."""
    return _done(request, extending.ask, number, **why.model_dump())


@router.post("/cases/{number}/extension/grant", response=CaseOut, url_name="extension_grant")
def extension_grant(request: Request, number: str, told: ExtensionGrantIn) -> HttpResponseBase:
    """批准延长: a new date by law; the promise stays as it was."""
    return _done(request, extending.grant, number, **told.model_dump())


@router.post("/cases/{number}/extension/refusal", response=CaseOut, url_name="extension_refusal")
def extension_refusal(request: Request, number: str, told: ExtensionAnswerIn) -> HttpResponseBase:
    """不予延长: the limit stays as it was."""
    return _done(request, extending.refuse, number, **told.model_dump())


@router.post("/cases/{number}/termination", response=CaseOut, url_name="termination")
def termination(request: Request, number: str, why: TerminationIn) -> HttpResponseBase:
    """终止办理: the case ends without a decision."""
    return _done(request, terminating.terminate, number, **why.model_dump())
