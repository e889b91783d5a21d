"""The lists on the desk: how many stand on each, and what came or left lately."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yichuang.catalogue.published import lists as catalogue
from yichuang.web.kit.centre import centre_at_work
from yichuang.web.kit.request import Request

DAYS = 90


@require_safe
def lists(request: Request) -> HttpResponse:
    """Every list with its number, and the changes of the last `DAYS`."""
    centre, today = centre_at_work(request), timezone.localdate(request.now)
    labels = {key: one.label_in(centre) for key, one in catalogue.LISTS.items()}
    numbers = catalogue.counts(centre=centre, on=today)
    moved = [(one, labels[one.key]) for one in catalogue.moved(centre=centre, on=today, days=DAYS)]
    shown = [(key, label, numbers[key]) for key, label in labels.items()]
    return render(request, "desk/catalogue/lists.html", {"shown": shown, "moved": moved, "days": DAYS})
