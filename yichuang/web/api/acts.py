"""The acts on a case, as sub-resources: each is one call of the domain."""

from functools import partial
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Router

from yichuang.base.refusal import Invalid
from yichuang.cases import accepting, applying, correcting, deciding, examining, issuing, sharing, signed_copies
from yichuang.cases.steps import delegating, returning
from yichuang.delivery import undoing
from yichuang.web.api.answering import who
from yichuang.web.api.cases import carried_out
from yichuang.web.api.shapes.incoming import (
    CorrectedIn,
    CorrectionIn,
    DecisionIn,
    DecliningIn,
    EmptyIn,
    ExaminationIn,
    FetchingIn,
    HandingOnIn,
    IssueIn,
    OpinionIn,
    ProposalIn,
    ReasonsIn,
    ReviewIn,
    SendingBackIn,
    SignedCopyBackIn,
    SignedCopyIn,
    TakingBackIn,
    WithdrawalIn,
)
from yichuang.web.api.shapes.outgoing import CaseOut
from yichuang.web.kit.request import Request

router = Router(tags=["acts"])
_done = partial(carried_out, asked_too=True)
NOTHING = EmptyIn()
UNEXPLAINED = ExaminationIn()
UNREVIEWED = ReviewIn()


@router.post("/cases/{number}/acceptance", response=CaseOut, url_name="acceptance")
def acceptance(request: Request, number: str, review: ReviewIn = UNREVIEWED) -> HttpResponseBase:
    """受理: the clock of the decision starts, the notice of acceptance goes out. `checks` is kept with it."""
    return _done(request, accepting.accept, number, checks=review.found())


@router.post("/cases/{number}/correction", response=CaseOut, url_name="correction")
def correction(request: Request, number: str, told: CorrectionIn) -> HttpResponseBase:
    """补正告知: tell once, in one letter, everything that must be put right."""
    defects = [one.defect() for one in told.defects]
    return _done(request, correcting.ask_correction, number, defects=defects, why_again=told.why_again)


@router.post("/cases/{number}/shared-papers", response=CaseOut, url_name="fetching")
def fetching(request: Request, number: str, wanted: FetchingIn) -> HttpResponseBase:
    """调取: a shared paper is looked for among what the centre issued; found, it lies in the case."""
    return _done(request, sharing.fetch_shared, number, key=wanted.key)


@router.post("/cases/{number}/corrected", response=CaseOut, url_name="corrected")
def corrected(request: Request, number: str, answer: CorrectedIn) -> HttpResponseBase:
    """Answer the correction notice, every line of it: the applicant, or the clerk for what came on paper."""
    act = correcting.correct_at_counter if who(request).is_staff else correcting.correct
    materials = [one.given() for one in answer.materials]
    return _done(request, act, number, materials=materials, answers=answer.answers)


@router.post("/cases/{number}/declining", response=CaseOut, url_name="declining")
def declining(request: Request, number: str, why: DecliningIn) -> HttpResponseBase:
    """不予受理: not this body's power."""
    return _done(request, accepting.decline, number, reasons=why.reasons, competent_body=why.competent_body)


@router.post("/cases/{number}/not-required", response=CaseOut, url_name="not_required")
def not_required(request: Request, number: str, why: ReasonsIn) -> HttpResponseBase:
    """不受理: no licence is needed for this."""
    return _done(request, accepting.tell_not_required, number, reasons=why.reasons)


@router.post("/cases/{number}/examination", response=CaseOut, url_name="examination")
def examination(request: Request, number: str, why: ExaminationIn = UNEXPLAINED) -> HttpResponseBase:
    """开始审查: an officer of the department takes the case up; for an instant item he says why not at once."""
    return _done(request, examining.begin, number, **why.model_dump())


@router.post("/cases/{number}/opinions", response=CaseOut, url_name="opinions")
def opinions(request: Request, number: str, opinion: OpinionIn) -> HttpResponseBase:
    """审查意见: one officer writes what he found, or whether his department agrees."""
    return _done(request, examining.give_opinion, number, **opinion.model_dump())


@router.post("/cases/{number}/handing-on", response=CaseOut, url_name="handing_on")
def handing_on(request: Request, number: str, handed: HandingOnIn) -> HttpResponseBase:
    """转办: an officer hands his seat at a step to a colleague of the same department."""
    return _done(request, delegating.hand_on_to, number, **handed.model_dump())


@router.post("/cases/{number}/sending-back", response=CaseOut, url_name="sending_back")
def sending_back(request: Request, number: str, sent: SendingBackIn) -> HttpResponseBase:
    """退回: an earlier step is done again, and all after it."""
    return _done(request, returning.send_back, number, **sent.model_dump())


@router.post("/cases/{number}/proposal", response=CaseOut, url_name="proposal")
def proposal(request: Request, number: str, opinion: ProposalIn) -> HttpResponseBase:
    """初审: a chief approver reviews and proposes; the head decides."""
    return _done(request, deciding.propose, number, **opinion.model_dump())


@router.post("/cases/{number}/decision", response=CaseOut, url_name="decision")
def decision(request: Request, number: str, made: DecisionIn) -> HttpResponseBase:
    """决定: granted or refused, by whoever holds the power."""
    return _done(request, deciding.decide, number, **made.model_dump())


@router.post("/cases/{number}/making", response=CaseOut, url_name="making")
def making(request: Request, number: str, nothing: EmptyIn = NOTHING) -> HttpResponseBase:
    """开始制证: the certificate is being made."""
    return _done(request, issuing.begin_making, number)


@router.post("/cases/{number}/issue", response=CaseOut, url_name="issue")
def issue(request: Request, number: str, made: IssueIn) -> HttpResponseBase:
    """出件: the result lies at the window."""
    return _done(request, issuing.issue, number, **made.model_dump())


@router.post("/cases/{number}/withdrawal", response=CaseOut, url_name="withdrawal")
def withdrawal(request: Request, number: str, why: WithdrawalIn) -> HttpResponseBase:
    """撤回: before the decision, by the applicant, or by the clerk for whoever shows his document at the window."""
    if who(request).is_staff:
        return _done(request, accepting.withdraw_at_counter, number, **why.model_dump())
    if why.document_number:
        raise Invalid(
            _("“%(field)s”由窗口人员填写，请删去后重试。") % {"field": "document_number"}, field="document_number"
        )
    return _done(request, applying.withdraw, number, reason=why.reason)


@router.post("/cases/{number}/letters/{uuid:letter}/signed-copy", response=CaseOut, url_name="signed_copy")
def signed_copy(request: Request, number: str, letter: UUID, signed: SignedCopyIn) -> HttpResponseBase:
    """回执: the signed copy of a letter has come back."""
    return _done(request, signed_copies.record, number, letter=letter, **signed.model_dump())


@router.post(
    "/cases/{number}/letters/{uuid:letter}/signed-copy/taking-back",
    response=CaseOut,
    url_name="signed_copy_taking_back",
)
def signed_copy_taking_back(request: Request, number: str, letter: UUID, why: SignedCopyBackIn) -> HttpResponseBase:
    """收回回执登记: the signed copy was entered by mistake."""
    return _done(request, signed_copies.take_back, number, letter=letter, reason=why.reason)


@router.post("/cases/{number}/taking-back", response=CaseOut, url_name="taking_back")
def taking_back(request: Request, number: str, why: TakingBackIn) -> HttpResponseBase:
    """收回: take back the last step, as a new act; what was told in a letter only while nobody holds the letter."""
    return _done(request, undoing.take_back, number, **why.model_dump())
