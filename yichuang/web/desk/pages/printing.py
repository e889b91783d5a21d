"""The letters of a day, printed together at the window."""

from collections import Counter
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yichuang.base.refusal import Refused
from yichuang.cases import printing
from yichuang.documents.models import LetterKind, Printing
from yichuang.web.desk.pages.offices import my_centre
from yichuang.web.kit.downloads import send
from yichuang.web.kit.refusals import tell
from yichuang.web.kit.request import Request


@require_safe
def letters(request: Request) -> HttpResponse:
    """What is to be printed of a day, by kind; what was printed already on request."""
    day, again = _day(request.GET.get("on", ""), request), request.GET.get("again") == "1"
    found = printing.printable(request.actor, my_centre(request), on=day, at=request.now, again=again)
    listed = list(found[: printing.MOST * 5])
    counted = Counter(letter.kind for letter in listed)
    kind = request.GET.get("kind", "")
    shown = [letter for letter in listed if not kind or letter.kind == kind][: printing.MOST]
    context = {
        "day": day,
        "again": again,
        "kind": kind,
        "kinds": [(one, counted[one]) for one in LetterKind if counted[one]],
        "total": len(listed),
        "letters": shown,
        "pages": sum(letter.pages or 1 for letter in shown),
        "recent": Printing.objects.filter(by=request.actor.account).order_by("-pk")[:5],
    }
    return render(request, "desk/printing.html", context)


@require_POST
def begin(request: Request) -> HttpResponse:
    """Take the chosen letters together and show them to the printer."""
    day = _day(request.POST.get("on", ""), request)
    try:
        made = printing.print_letters(
            letters=_ids(request),
            centre=my_centre(request),
            on=day,
            both_sides=request.POST.get("both_sides") == "1",
            by=request.actor,
            at=request.now,
        )
    except Refused as refused:
        tell(request, refused)
        return HttpResponseRedirect(f"{reverse('desk:printing')}?on={day.isoformat()}")
    return HttpResponseRedirect(reverse("desk:printing_pdf", args=[made.pk]))


@require_safe
def pdf(request: Request, printing_id: UUID) -> HttpResponseBase:
    """The letters of one of my printings as one PDF, in the browser's own viewer."""
    made = _mine(request, printing_id)
    if not printing.is_ready(made):
        return HttpResponseRedirect(reverse("desk:printing_progress", args=[made.pk]))
    try:
        content = printing.pdf_of(made, by=request.actor, at=request.now)
    except Refused as refused:
        raise Http404(str(refused)) from None
    name = f"{timezone.localtime(made.at):%Y%m%d-%H%M}.pdf"
    response = send(content, name=name, media_type="application/pdf", show=True)
    # Our own drawing holds nothing that runs; a sandbox would keep the browser's viewer from showing and printing it.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
    return response


@require_safe
def progress(request: Request, printing_id: UUID) -> HttpResponse:
    """How many letters of one of my printings are drawn; it asks again by itself, and leads to the PDF in the end."""
    made = _mine(request, printing_id)
    whole, left = made.lines.count(), printing.undrawn(made)
    context = {"printing": made, "whole": whole, "drawn": whole - left, "ready": printing.is_ready(made)}
    if "HX-Request" in request.headers:
        return render(request, "desk/parts/printing_progress.html", context)
    return render(request, "desk/printing_progress.html", context)


def _mine(request: Request, printing_id: UUID) -> Printing:
    return get_object_or_404(Printing, pk=printing_id, by=request.actor.account)


def _ids(request: Request) -> list[UUID]:
    found = []
    for given in request.POST.getlist("letters")[: printing.MOST + 1]:
        try:
            found.append(UUID(given))
        except ValueError:
            continue
    return found


def _day(given: str, request: Request) -> date:
    """The day that is asked for; today where that is none, or has not come yet."""
    today = timezone.localdate(request.now)
    try:
        return min(date.fromisoformat(given), today)
    except ValueError:
        return today
