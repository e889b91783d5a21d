"""Guides by life event: all of them, one question after another, and what the answers call for."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yichuang.catalogue.life import drafting, life_events
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
    try:
        found = life_events.life_event(key, centre=the_centre())
    except life_events.NoSuchLifeEvent as refused:
        raise Http404(str(refused)) from None
    return _walked(request, found)


@require_safe
def version(request: Request, key: str, number: int) -> HttpResponse:
    """What a guide said before it was changed: whoever was led by it can read it again."""
    try:
        found = life_events.life_event(key, centre=the_centre())
        was = drafting.former(found, number)
    except life_events.NoSuchLifeEvent as refused:
        raise Http404(str(refused)) from None
    back = reverse("portal:life_event", args=[key])
    return _walked(request, drafting.saying(found, was), base=request.path, former=back)


@require_safe
def preview(request: Request, key: str) -> HttpResponse:
    """The draft of a guide as people will see it."""
    found = life_events.kept(the_centre()).filter(key=key).first()
    if found is None:
        raise Http404(key)
    shown = drafting.saying(found, drafting.draft_of(found))
    return _walked(request, shown, base=request.path, previewing=reverse("desk:life_event", args=[key]))


def _walked(request: Request, event: LifeEvent, *, base: str = "", **more: str) -> HttpResponse:
    walk = life.Walk.of(event, request.GET, base=base)
    every = request.GET.get("all") == "1"
    template, context = life.page(walk, every=every, centre=event.centre, at=request.now)
    return render(request, template, context | more)
