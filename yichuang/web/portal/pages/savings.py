"""What the reform saved, item by item and in all."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yichuang.catalogue import queries
from yichuang.catalogue.published.savings import savings, totals
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.request import Request


@require_safe
def before_and_after(request: Request) -> HttpResponse:
    """The items in force of which the state before the reform is known, with the totals."""
    centre, today = the_centre(), timezone.localdate(request.now)
    every = [(version, savings(version.parsed)) for version in queries.published(today, centre=centre)]
    known = [(version, found) for version, found in every if found]
    context = {"known": known, "totals": totals(found for _version, found in known), "centre": centre, "today": today}
    return render(request, "portal/savings.html", context)
