"""Where a case is: its steps, and for supervision the steps whose time is over."""

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from yichuang.cases import queries, visits
from yichuang.offices.queries import centre_of
from yichuang.web.api.answering import said, who
from yichuang.web.api.cases import find
from yichuang.web.api.shapes.incoming import OverdueQuery
from yichuang.web.api.shapes.steps import OverdueStep, OverdueSteps, StepOut, Steps, VisitsOut, VisitsQuery
from yichuang.web.kit.request import Request

router = Router(tags=["cases"])


@router.get("/cases/{number}/steps", response=Steps, url_name="case_steps")
def steps(request: Request, number: str) -> HttpResponse:
    """The steps of examination in their order: which department has which, since when and until when.

    Staff read the opinions as well; the applicant learns the department, never the officer.
    """
    found = find(request, number, asked_too=True)
    inside = who(request).is_staff
    opinions = list(queries.opinions_of(found)) if inside else []
    return said(Steps(steps=[StepOut.of(step, opinions, inside=inside) for step in queries.steps_of(found)]))


@router.get("/overdue-steps", response=OverdueSteps, url_name="overdue_steps")
def overdue_steps(request: Request, wanted: Query[OverdueQuery]) -> HttpResponse:
    """The open steps of the centre whose time is over, the longest overdue first."""
    centre = centre_of(who(request).account, timezone.localdate(request.now))
    if centre is None:
        return said(OverdueSteps(steps=[], after=""))
    page = queries.overdue_steps(centre, at=request.now, after=wanted.after, limit=wanted.limit)
    return said(OverdueSteps(steps=[OverdueStep.of(step) for step in page.steps], after=page.after))


@router.get("/visits", response=VisitsOut, url_name="came")
def came(request: Request, wanted: Query[VisitsQuery]) -> HttpResponse:
    """到现场次数: how often applicants came for what was delivered in a month, by guide, beside what it promises."""
    centre = centre_of(who(request).account, timezone.localdate(request.now))
    month = visits.month_of(wanted.month, at=request.now)
    return said(VisitsOut.of(visits.report(centre, month) if centre else visits.Report(month, [])))
