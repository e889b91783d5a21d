"""What pauses, lengthens or ends the way of a case before its decision: each call is one act of the domain."""

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Router

from yichuang.base.refusal import Invalid
from yichuang.cases import intermediaries, terminating
from yichuang.cases.pausing import extending, hearing, interested, procedures, stating, upward, waiving
from yichuang.people import registering
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.cases import carried_out, find
from yichuang.web.api.shapes.intermediaries import IntermediaryBackIn, IntermediaryIn
from yichuang.web.api.shapes.outgoing import CaseOut
from yichuang.web.api.shapes.pausing import (
    AnswerIn,
    ExtensionAnswerIn,
    ExtensionGrantIn,
    ForwardingIn,
    HearingCallIn,
    HearingRecordIn,
    HearingRequestIn,
    HearingRightsIn,
    HearingWaiverIn,
    HoldOut,
    Holds,
    InterestedIn,
    KindOut,
    ReasonIn,
    ReceiptIn,
    ResumptionIn,
    StatementIn,
    SuspensionIn,
    TerminationIn,
)
from yichuang.web.kit.request import Request

router = Router(tags=["acts"])


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
    return carried_out(request, procedures.begin, number, **told.model_dump())


@router.post("/cases/{number}/resumption", response=CaseOut, url_name="resumption")
def resumption(request: Request, number: str, told: ResumptionIn) -> HttpResponseBase:
    """特别程序结束: the result is on record; unless another procedure runs, the clock goes on."""
    return carried_out(request, procedures.end, number, **told.model_dump())


@router.post("/cases/{number}/extension", response=CaseOut, url_name="extension")
def extension(request: Request, number: str, why: ReasonIn) -> HttpResponseBase:
    """申请延长期限: an examiner asks the head of the body for more time."""
    return carried_out(request, extending.ask, number, **why.model_dump())


@router.post("/cases/{number}/extension/grant", response=CaseOut, url_name="extension_grant")
def extension_grant(request: Request, number: str, told: ExtensionGrantIn) -> HttpResponseBase:
    """批准延长: a new date by law; the promise stays as it was."""
    return carried_out(request, extending.grant, number, **told.model_dump())


@router.post("/cases/{number}/extension/refusal", response=CaseOut, url_name="extension_refusal")
def extension_refusal(request: Request, number: str, told: ExtensionAnswerIn) -> HttpResponseBase:
    """不予延长: the limit stays as it was."""
    return carried_out(request, extending.refuse, number, **told.model_dump())


@router.post("/cases/{number}/termination", response=CaseOut, url_name="termination")
def termination(request: Request, number: str, why: TerminationIn) -> HttpResponseBase:
    """终止办理: the case ends without a decision."""
    return carried_out(request, terminating.terminate, number, **why.model_dump())


@router.post("/cases/{number}/interested-party", response=CaseOut, url_name="interested_party")
def interested_party(request: Request, number: str, told: InterestedIn) -> HttpResponseBase:
    """告知利害关系人: somebody whose important interests the case touches is told, and may speak."""
    return _told(request, number, told)


@done_once()
def _told(request: Request, number: str, told: InterestedIn) -> CaseOut:
    case, by, at = find(request, number), who(request), request.now
    who_ = told.model_dump(include={"name", "document_type", "number"})
    party = registering.register_party(**who_, by=by, at=at)
    return CaseOut.of(interested.tell(case=case, party=party, interest=told.interest, days=told.days, by=by, at=at))


@router.post("/cases/{number}/statement", response=CaseOut, url_name="statement")
def statement(request: Request, number: str, said_: StatementIn) -> HttpResponseBase:
    """陈述申辩: what the applicant, or one of those told, stated and argued before an officer; or the applicant himself
    in writing."""
    for_others = ("files",) if who(request).is_staff else ("of", "place")
    wrong = next((name for name in for_others if getattr(said_, name)), "")
    if wrong:
        raise Invalid(_("“%(field)s”不由您填写，请删去后重试。") % {"field": wrong}, field=wrong)
    if not who(request).is_staff:
        return carried_out(request, stating.state, number, words=said_.statements, files=said_.files)
    return carried_out(request, interested.record_statement, number, **said_.model_dump(exclude={"files"}))


@router.post("/cases/{number}/hearing/rights", response=CaseOut, url_name="hearing_rights")
def hearing_rights(request: Request, number: str, told: HearingRightsIn) -> HttpResponseBase:
    """告知听证权利: a hearing may be asked for within five working days."""
    return carried_out(request, hearing.tell_rights, number, **told.model_dump())


@router.post("/cases/{number}/hearing/request", response=CaseOut, url_name="hearing_request")
def hearing_request(request: Request, number: str, asked: HearingRequestIn) -> HttpResponseBase:
    """申请听证: the applicant himself, or an officer for what came on paper."""
    if not who(request).is_staff:
        return carried_out(request, hearing.ask, number)
    return carried_out(request, hearing.take_request, number, side=asked.side)


@router.post("/cases/{number}/hearing/waiver", response=CaseOut, url_name="hearing_waiver")
def hearing_waiver(request: Request, number: str, of: HearingWaiverIn) -> HttpResponseBase:
    """放弃听证: the applicant himself, or an officer for what came on paper."""
    if not who(request).is_staff:
        return carried_out(request, waiving.waive, number)
    return carried_out(request, waiving.take_waiver, number, of=of.of)


@router.post("/cases/{number}/hearing/call", response=CaseOut, url_name="hearing_call")
def hearing_call(request: Request, number: str, told: HearingCallIn) -> HttpResponseBase:
    """举行听证: notice seven working days before; the clock stops. `chair` is an employee number."""
    case = find(request, number)
    chair = hearing.possible_chairs(case, at=request.now).filter(employee_number=told.chair).first()
    if chair is None:
        raise Invalid(_("听证主持人不是可以主持这件办件听证的工作人员，请核对工号。"), field="chair")
    return carried_out(request, hearing.call, number, **(told.model_dump() | {"chair": chair}))


@router.post("/cases/{number}/hearing/record", response=CaseOut, url_name="hearing_record")
def hearing_record(request: Request, number: str, told: HearingRecordIn) -> HttpResponseBase:
    """听证笔录: laid down by the chair; the decision follows it."""
    return carried_out(request, hearing.record, number, **told.model_dump())


@router.post("/cases/{number}/forwarding", response=CaseOut, url_name="forwarding")
def forwarding(request: Request, number: str, told: ForwardingIn) -> HttpResponseBase:
    """转报: opinion and materials go to the higher body."""
    return carried_out(request, upward.send, number, **told.model_dump())


@router.post("/cases/{number}/forwarding/receipt", response=CaseOut, url_name="receipt_above")
def receipt_above(request: Request, number: str, told: ReceiptIn) -> HttpResponseBase:
    """The higher body has got it."""
    return carried_out(request, upward.note_receipt, number, **told.model_dump())


@router.post("/cases/{number}/forwarding/answer", response=CaseOut, url_name="answer_from_above")
def answer_from_above(request: Request, number: str, told: AnswerIn) -> HttpResponseBase:
    """What the higher body decided; the decision here follows it."""
    return carried_out(request, upward.record_answer, number, **told.model_dump())


@router.post("/cases/{number}/intermediaries", response=CaseOut, url_name="intermediary")
def intermediary(request: Request, number: str, told: IntermediaryIn) -> HttpResponseBase:
    """中介服务开始: which service of the guide's list, by whom, from which day. No clock stops."""
    return carried_out(request, intermediaries.begin, number, **told.model_dump())


@router.post("/cases/{number}/intermediaries/back", response=CaseOut, url_name="intermediary_back")
def intermediary_back(request: Request, number: str, told: IntermediaryBackIn) -> HttpResponseBase:
    """中介服务完成: on which day it was done."""
    return carried_out(request, intermediaries.finish, number, **told.model_dump())
