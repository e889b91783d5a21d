"""What supervision looks at, the rules of a centre, and what an officer opens for a reason that goes on record."""

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from yichuang.base.refusal import Refused
from yichuang.cases import correction_lines, deeming, queries, ruling
from yichuang.cases.pausing import listing
from yichuang.cases.steps.late_teams import late_teams as naming
from yichuang.delivery import by_courier
from yichuang.offices.models import Centre
from yichuang.offices.queries import centre_of
from yichuang.people import reading
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.cases import find
from yichuang.web.api.shapes.incoming import EmptyIn
from yichuang.web.api.shapes.outgoing import CaseLine
from yichuang.web.api.shapes.oversight import (
    AskedAgain,
    AskedAgainOut,
    AskedAnywayOut,
    Handled,
    HandledQuery,
    LabelOut,
    LateTeamOut,
    LateTeams,
    NotAtOnce,
    NotAtOnceOut,
    PauseOut,
    Pauses,
    PausesQuery,
    RuleIn,
    RuleOut,
    RulesOut,
    UnmaskedOut,
    UnmaskIn,
)
from yichuang.web.kit.request import Request

router = Router(tags=["oversight"])
NOTHING = EmptyIn()


class NoCentre(Refused):
    """Whoever asks is posted nowhere today."""

    code = "not_found"


@router.get("/pauses", response=Pauses, url_name="pauses")
def pauses(request: Request, wanted: Query[PausesQuery]) -> HttpResponse:
    """Every pause of a clock in the centre: what, by what law, from when, as told until when."""
    found = listing.pauses(who(request), at=request.now, which=wanted.which)
    return said(Pauses(pauses=[PauseOut.of(one) for one in found]))


@router.get("/asked-again", response=AskedAgain, url_name="asked_again")
def asked_again(request: Request) -> HttpResponse:
    """Whoever was asked for more a second time, or for what is shared, and why."""
    centre = _centre(request)
    found = correction_lines.asked_again(centre)[: correction_lines.MOST]
    anyway = correction_lines.asked_anyway(centre)[: correction_lines.MOST]
    shared = [AskedAnywayOut.of(one) for one in anyway]
    return said(AskedAgain(notices=[AskedAgainOut.of(one) for one in found], shared=shared))


@router.get("/not-at-once", response=NotAtOnce, url_name="not_at_once")
def not_at_once(request: Request) -> HttpResponse:
    """即办件未当场决定的: instant items that were sent the long way, and why."""
    found = queries.not_at_once(_centre(request))
    listed = [NotAtOnceOut.of(one) for one in deeming.listed(found[: queries.MOST_NOT_AT_ONCE], at=request.now)]
    return said(NotAtOnce(total=found.count(), cases=listed))


@router.get("/late-teams", response=LateTeams, url_name="late_teams")
def late_teams(request: Request) -> HttpResponse:
    """Whose team of inspection was not named in time, and who has none although the time is over."""
    return said(LateTeams(teams=[LateTeamOut.of(one) for one in naming(who(request), at=request.now)]))


@router.get("/handled", response=Handled, url_name="handled")
def handled(request: Request, wanted: Query[HandledQuery]) -> HttpResponse:
    """我经手的: the cases in which I had a hand, the last first."""
    page = queries.handled_by(who(request), after=wanted.after)
    listed = deeming.listed(page.cases, at=request.now)
    return said(Handled(cases=[CaseLine.of(case) for case in listed], after=page.after))


@router.get("/rules", response=RulesOut, url_name="rules")
def rules(request: Request) -> HttpResponse:
    """The dated rules of the centre with their basis and their days."""
    return said(RulesOut.of(ruling.rules_of(_centre(request))))


@router.post("/rules", response={201: RuleOut}, url_name="rules")
def set_rule(request: Request, told: RuleIn) -> HttpResponseBase:
    """Set a rule from a day on; the one before it ends that day."""
    return _set(request, told)


@done_once(201)
def _set(request: Request, told: RuleIn) -> RuleOut:
    made = ruling.set_rule(centre=_centre(request), terms=told.terms(), by=who(request), at=request.now)
    return RuleOut.of(made)


@router.post("/cases/{number}/identity", response=UnmaskedOut, url_name="identity")
def identity(request: Request, number: str, asked: UnmaskIn) -> HttpResponse:
    """One field of the applicant in plain text; the reason is told to him. Never kept for a second answer."""
    case, by = find(request, number), who(request)
    told = asked.model_dump() | {"case_number": case.number}
    return said(UnmaskedOut(value=reading.unmask(party=case.applicant, by=by, at=request.now, **told)))


@router.post("/cases/{number}/delivery/label", response=LabelOut, url_name="courier_label")
def label(request: Request, number: str, nothing: EmptyIn = NOTHING) -> HttpResponse:
    """快递面单: receiver, telephone and address in plain text, on record. Never kept for a second answer."""
    written = by_courier.label_of(case=find(request, number), by=who(request), at=request.now)
    return said(LabelOut.of(written))


def _centre(request: Request) -> Centre:
    centre = centre_of(who(request).account, timezone.localdate(request.now))
    if centre is None:
        raise NoCentre(_("您今天没有在岗的中心。"))
    return centre
