"""Hand-over slips: those of this desk, a new one, one to sign for, one on paper, and what lies where."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.base.refusal import Refused
from yichuang.cases.models import Case
from yichuang.cases.queries import Page
from yichuang.delivery.models import Direction, Slip
from yichuang.delivery.slips import passing, receiving, whereabouts
from yichuang.web.desk.finding import may_give_papers
from yichuang.web.kit.refusals import tell
from yichuang.web.kit.request import Request

PAGE = 50


@require_safe
def slips(request: Request) -> HttpResponse:
    """What is under way first; a scanner types the number or the address into the one field and presses Enter."""
    refusal = ""
    if scanned := request.GET.get("scanned", ""):
        try:
            number = receiving.number_in(scanned)
            return HttpResponseRedirect(reverse("desk:slip", args=[_one(request, number).number]))
        except Refused as refused:
            refusal = str(refused)
        except Http404:
            refusal = _("没有找到这张转移单，或者它不经过您的窗口和部门。")
    seen = whereabouts.slips_for(request.actor, at=request.now)
    context = {
        "under_way": list(seen.filter(received_at__isnull=True)[:PAGE]),
        "signed": list(seen.filter(received_at__isnull=False)[:PAGE]),
        "refusal": refusal,
        "ways": may_give_papers(request),
    }
    return render(request, "desk/slips.html", context, status=422 if refusal else 200)


def _one(request: Request, number: str) -> Slip:
    """The slip of that number, if it concerns this desk; else 404."""
    seen = whereabouts.slips_for(request.actor, at=request.now)
    found = None if "\x00" in number else seen.filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, direction: str) -> HttpResponse:
    """Tick the cases whose papers go; one slip for each department or window."""
    if direction not in may_give_papers(request):
        raise Http404(direction)
    page = _to_give(request, Direction(direction))
    waiting = page.cases
    if request.method == "POST":
        chosen = _chosen(request, waiting)
        act = passing.pass_to_departments if direction == Direction.OUT else passing.return_to_windows
        try:
            made = act(cases=chosen, by=request.actor, at=request.now)
        except Refused as refused:
            tell(request, refused)
        else:
            messages.success(request, _("已开 %(n)s 张转移单，请打印后随材料移交。") % {"n": len(made)})
            return HttpResponseRedirect(_after(made))
    return render(request, "desk/slip_new.html", {"waiting": waiting, "direction": direction, "after": page.after})


def _to_give(request: Request, direction: Direction) -> Page:
    """The page of `?after=`; a place that is none is the first page."""
    try:
        return whereabouts.to_give(request.actor, direction, at=request.now, after=request.GET.get("after", ""))
    except Refused as refused:
        tell(request, refused)
        return whereabouts.to_give(request.actor, direction, at=request.now)


def _chosen(request: Request, waiting: Sequence[Case]) -> list[Case]:
    wanted = set(request.POST.getlist("case"))
    return [case for case in waiting if case.number in wanted]


def _after(made: list[Slip]) -> str:
    return reverse("desk:slip_on_paper", args=[made[0].number]) if len(made) == 1 else reverse("desk:slips")


@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: Request, number: str) -> HttpResponse:
    """One slip; who is to get it counts every paper and signs."""
    found = _one(request, number)
    if request.method == "POST":
        try:
            counts = _counts(request, found)
            signed = receiving.receive(slip=found, counts=counts, by=request.actor, at=request.now)
        except Refused as refused:
            tell(request, refused)
        else:
            messages.success(request, _("转移单 %(number)s 已经签收。") % {"number": signed.number})
            return HttpResponseRedirect(reverse("desk:slips"))
    context = _picture(found) | {"mine": receiving.may_receive(found, by=request.actor, at=request.now)}
    return render(request, "desk/slip.html", context, status=422 if request.method == "POST" else 200)


def _counts(request: Request, found: Slip) -> dict[int, int]:
    """What was typed beside each line; what is no number is told by the act."""
    typed = {line.position: request.POST.get(f"n{line.position}", "").strip() for line in found.lines.all()}
    return {
        position: int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
        for position, text in typed.items()
        if text
    }


def _picture(found: Slip) -> dict[str, Any]:
    return {"slip": found, "lines": list(found.lines.select_related("case__item_version"))}


@require_safe
def on_paper(request: Request, number: str) -> HttpResponse:
    """One A4 sheet with QR code and number, to go with the papers."""
    found = _one(request, number)
    address = settings.PUBLIC_ADDRESS.rstrip("/") + reverse("desk:slip", args=[found.number])
    return render(request, "desk/slip_on_paper.html", _picture(found) | {"address": address})


@require_safe
def papers(request: Request) -> HttpResponse:
    """What lies where since when, late in front."""
    number = "".join(ch for ch in request.GET.get("number", "")[:50] if ch.isalnum())
    try:
        page = whereabouts.lying(request.actor, at=request.now, number=number, after=request.GET.get("after", ""))
    except Refused as refused:
        tell(request, refused)
        return HttpResponseRedirect(reverse("desk:papers"))
    return render(request, "desk/papers.html", {"lying": page.papers, "after": page.after, "number": number})
