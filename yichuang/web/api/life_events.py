"""Guides by life event: which there are, and what answers call for."""

from django.http import HttpResponse
from ninja import Query, Router

from yichuang.cases import called
from yichuang.catalogue.life import life_events
from yichuang.web.api.answering import said
from yichuang.web.api.shapes.incoming import LifeEventQuery
from yichuang.web.api.shapes.life import LifeEventLine, LifeEventList, LifeEventOut
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.request import Request

router = Router(tags=["life events"])


@router.get("/life-events", response=LifeEventList, url_name="life_events")
def events(request: Request) -> HttpResponse:
    """All guides by life event that the centre shows."""
    return said(LifeEventList(events=[LifeEventLine.of(one) for one in life_events.shown(the_centre())]))


@router.get("/life-events/{key}", response=LifeEventOut, url_name="life_event")
def event(request: Request, key: str, given: Query[LifeEventQuery]) -> HttpResponse:
    """The questions that the answers lead to, and the items, papers, fees and last day that they call for."""
    centre = the_centre()
    found = life_events.life_event(key, centre=centre)
    outcome = called.outcome(found.parsed, given.answers, centre=centre, accepted_at=request.now)
    return said(LifeEventOut.of_answers(found, given.answers, given.passed, outcome))
