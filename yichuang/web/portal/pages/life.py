"""Guides by life event: all of them, one question after another, and what the answers call for."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.catalogue.life import life_events
from yichuang.catalogue.models import LifeEvent
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.request import Request
from yichuang.web.portal import life


@require_safe
def events(request: Request) -> HttpResponse:
    """All guides by life event, for people and for enterprises."""
    listed = list(life_events.shown(the_centre()))
    groups = [(label, [one for one in listed if one.audience == key]) for key, label in LifeEvent.Audience.choices]
    return render(request, "portal/life_events.html", {"groups": groups, "listed": listed, "section": "life"})


@require_safe
def event(request: Request, key: str) -> HttpResponse:
    """The next question, all of them with `?all=1`, or the result. The answers stand in the address."""
    centre = the_centre()
    try:
        found = life_events.life_event(key, centre=centre)
    except life_events.NoSuchLifeEvent as refused:
        raise Http404(str(refused)) from None
    walk = life.Walk.of(found, request.GET)
    template, context = life.page(walk, every=request.GET.get("all") == "1", centre=centre, at=request.now)
    return render(request, template, context)
