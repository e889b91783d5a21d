"""Finding by window: the windows of the hall, and what is done at one of them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yichuang.offices.windows import open_on
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.request import Request
from yichuang.web.portal import hall


@require_safe
def windows(request: Request) -> HttpResponse:
    """Every window that is open these days, by zone."""
    centre = the_centre()
    found = list(open_on(timezone.localdate(request.now)).filter(zone__centre=centre))
    context = {"centre": centre, "places": hall.places(found, area=""), "section": "items"}
    return render(request, "portal/windows.html", context)


@require_safe
def window(request: Request, number: str) -> HttpResponse:
    """What may be asked for at one window."""
    centre, on = the_centre(), timezone.localdate(request.now)
    found = hall.window(number, centre=centre, on=on)
    if found is None:
        raise Http404(number)
    taken = hall.taken_at(found.number, centre=centre, on=on)
    context = {"centre": centre, "window": found, "versions": taken, "section": "items"}
    return render(request, "portal/window.html", context)
