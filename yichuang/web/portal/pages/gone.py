"""An item that is not offered today: never a bare 404, but what became of it and where to go on."""

import functools
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yichuang.base import clock
from yichuang.catalogue.published import whereabouts

GONE = 410
View = Callable[..., HttpResponse]


def or_gone(view: View) -> View:
    """The page of an item, or what became of it. 410 says to machines that it will not come back."""

    @functools.wraps(view)
    def shown(request: HttpRequest, code: str) -> HttpResponse:
        try:
            return view(request, code)
        except Http404:
            on = timezone.localdate(getattr(request, "now", None) or clock.now())
            found = whereabouts.of(code, on)
            if found is None:
                raise
            status = GONE if found.ended else 404
            return render(request, "portal/gone.html", {"found": found, "item": found.version.item}, status=status)

    return shown
