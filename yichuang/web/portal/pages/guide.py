"""The guide of one item: answers on top, my tick list, then the rest; the same on one sheet, and its cards."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.request import Request
from yichuang.web.portal import guide_page, hall


def guide(request: Request, code: str) -> HttpResponse:
    """Everything about one item; with `?s=` for my situations, `?version=` for another version. A stable address."""
    return _guide(request, "portal/guide.html", code)


def guide_on_paper(request: Request, code: str) -> HttpResponse:
    """The same on one sheet, for the desk of the helpers and for taking home."""
    return _guide(request, "portal/guide_on_paper.html", code)


def _guide(request: Request, template: str, code: str) -> HttpResponse:
    context = guide_page.context(request, code)
    return render(request, template, context, status=410 if context["edition"].ended else 200)


def guide_card(request: Request, code: str) -> HttpResponse:
    """A card with the QR code of the guide, for the window."""
    version = guide_page.edition(code, on=timezone.localdate(request.now)).version
    context = {"version": version, "item": version.item, "address": guide_page.address_of(code)}
    return render(request, "portal/guide_card.html", context)


def window_cards(request: Request, number: str) -> HttpResponse:
    """A sheet of cards: every item that the window takes."""
    on, centre = timezone.localdate(request.now), the_centre()
    taken = hall.taken_at(number, centre=centre, on=on)
    cards = [{"version": one, "address": guide_page.address_of(one.item.code)} for one in taken]
    return render(request, "portal/window_cards.html", {"number": number, "cards": cards})
