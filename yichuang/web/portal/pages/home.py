"""The first page, and finding an item."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yichuang.base.refusal import Refused
from yichuang.cases import deeming
from yichuang.cases import queries as cases
from yichuang.cases.asked import most_asked
from yichuang.catalogue.kinds import ServiceObject
from yichuang.catalogue.life import life_events
from yichuang.offices.models import Department
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.refusals import tell
from yichuang.web.kit.request import Request
from yichuang.web.portal import finding, hall

MOST_ASKED = 6
MOST_LIFE_EVENTS = 11


def home(request: Request) -> HttpResponse:
    """One search box, what is asked most, the shelves, and what needs me first."""
    centre, on = the_centre(), timezone.localdate(request.now)
    public = request.actor.kind == "public"
    mine = cases.cases_of(request.actor, at=request.now, limit=3).cases if public else []
    context = {
        "centre": centre,
        "asked": finding.versions(most_asked(centre=centre, limit=MOST_ASKED), centre=centre, on=on, limit=MOST_ASKED),
        "life": life_events.shown(centre)[:MOST_LIFE_EVENTS],
        "areas": finding.areas(centre=centre, on=on),
        "mine": deeming.listed(mine, at=request.now),
    }
    return render(request, "portal/home.html", context)


def items(request: Request) -> HttpResponse:
    """Search, or browse by life area, department or kind of applicant. The filters stay in the address."""
    centre, on = the_centre(), timezone.localdate(request.now)
    query = finding.Query.of(request.GET)
    try:
        found = finding.find(query, centre=centre, on=on)
    except Refused as refused:
        tell(request, refused)
        found = finding.Found()
    context = {
        "centre": centre,
        "query": query,
        "section": "items",
        "found": found,
        "window": hall.window(query.words, centre=centre, on=on),
        "areas": finding.areas(centre=centre, on=on),
        "departments": Department.objects.filter(centre=centre).order_by("name"),
        "objects": ServiceObject.choices,
    }
    return render(request, "portal/items.html", context)


def suggestions(request: Request) -> HttpResponse:
    """Items that fit what has been typed so far: a few links below the search box."""
    words = request.GET.get("q", "")
    found = finding.suggest(words, centre=the_centre(), on=timezone.localdate(request.now))
    return render(request, "portal/parts/suggestions.html", {"found": found, "words": words})
