"""What an applicant promises in writing, and what follows: each call is one act of the domain."""

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from ninja import Query, Router

from yichuang.cases.promises import checking, granting, repairing, revoking, supplementing, tolerance
from yichuang.offices.queries import centre_of
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.cases import carried_out
from yichuang.web.api.shapes.incoming import ReasonsIn
from yichuang.web.api.shapes.outgoing import CaseOut
from yichuang.web.api.shapes.promises import (
    CheckIn,
    ExclusionOut,
    Exclusions,
    ExclusionsQuery,
    GapsIn,
    GapsReviewIn,
    OrderIn,
    PromiseGrantIn,
    RepairIn,
    SupplementIn,
)
from yichuang.web.kit.request import Request

router = Router(tags=["promises"])
NOTHING = GapsIn()
UNREVIEWED = GapsReviewIn()


@router.post("/cases/{number}/acceptance-with-gaps", response=CaseOut, url_name="acceptance_with_gaps")
def acceptance_with_gaps(request: Request, number: str, told: GapsReviewIn = UNREVIEWED) -> HttpResponseBase:
    """容缺受理: accepted though something is to follow; the applicant is told what and until when."""
    return carried_out(
        request, tolerance.accept_with_gaps, number, credit_confirmed=told.credit_confirmed, checks=told.found()
    )


@router.post("/cases/{number}/supplement", response=CaseOut, url_name="supplement")
def supplement(request: Request, number: str, handed: SupplementIn) -> HttpResponseBase:
    """Hand in what was promised for later: the applicant, or the clerk for what came on paper."""
    act = supplementing.supplement_at_counter if who(request).is_staff else supplementing.supplement
    return carried_out(request, act, number, materials=[one.given() for one in handed.materials])


@router.post("/cases/{number}/promise/withdrawal", response=CaseOut, url_name="promise_withdrawal")
def promise_withdrawal(request: Request, number: str, handed: SupplementIn) -> HttpResponseBase:
    """撤回承诺: over to the ordinary way, with the materials: the applicant, or the clerk for what came on paper."""
    act = granting.withdraw_promise_at_counter if who(request).is_staff else granting.withdraw_promise
    return carried_out(request, act, number, materials=[one.given() for one in handed.materials])


@router.post("/cases/{number}/promise/grant", response=CaseOut, url_name="promise_grant")
def promise_grant(request: Request, number: str, told: PromiseGrantIn) -> HttpResponseBase:
    """凭承诺准予: granted on the spot; the check has its last day from now on."""
    return carried_out(request, granting.grant_on_promise, number, **told.model_dump())


@router.post("/cases/{number}/promise/checks", response=CaseOut, url_name="promise_check")
def promise_check(request: Request, number: str, seen: CheckIn) -> HttpResponseBase:
    """承诺核查: one officer writes what he found; it counts when two found the same."""
    return carried_out(request, checking.check_promise, number, **seen.model_dump())


@router.post("/cases/{number}/promise/order", response=CaseOut, url_name="promise_order")
def promise_order(request: Request, number: str, told: OrderIn) -> HttpResponseBase:
    """责令改正: a promise that is false or not kept is ordered to be put right by a day."""
    return carried_out(request, checking.order_to_keep, number, **told.model_dump())


@router.post("/cases/{number}/promise/revocation", response=CaseOut, url_name="promise_revocation")
def promise_revocation(request: Request, number: str, why: ReasonsIn) -> HttpResponseBase:
    """撤销决定: what was granted on a promise is revoked, with reasons and remedies."""
    return carried_out(request, revoking.revoke_for_promise, number, reasons=why.reasons)


@router.get("/exclusions", response=Exclusions, url_name="exclusions")
def exclusions(request: Request, wanted: Query[ExclusionsQuery]) -> HttpResponse:
    """Whose promises the centre does not take because one was false; with `repaired` those it takes again."""
    centre = centre_of(who(request).account, timezone.localdate(request.now))
    page = repairing.excluded(centre, repaired=wanted.repaired, after=wanted.after, limit=wanted.limit)
    return said(Exclusions(exclusions=[ExclusionOut.of(one) for one in page.exclusions], after=page.after))


@router.post("/exclusions/{int:exclusion}/repair", response=ExclusionOut, url_name="credit_repair")
def credit_repair(request: Request, exclusion: int, told: RepairIn) -> HttpResponseBase:
    """信用修复: promises are taken again, on the ground that the manager names."""
    return _repaired(request, exclusion, told.ground)


@done_once()
def _repaired(request: Request, exclusion: int, ground: str) -> ExclusionOut:
    return ExclusionOut.of(repairing.repair(exclusion=exclusion, ground=ground, by=who(request), at=request.now))
