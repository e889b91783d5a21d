"""Acceptance at the counter: one page, from the person to the letter, without the mouse."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.base.query_codes import query_code
from yichuang.base.refusal import Refused
from yichuang.cases import chaining, queries
from yichuang.web.desk import devices, sheets
from yichuang.web.desk.counter import following
from yichuang.web.desk.counter.sheet import Sheet
from yichuang.web.desk.counter.taking_in import take_in, take_in_and_fetch
from yichuang.web.desk.finding import case_or_404
from yichuang.web.desk.forms.papers import keep_uploads
from yichuang.web.desk.forms.serving import DeliveryChoice
from yichuang.web.kit.request import Request

TAKING = ("accept", "take_in", "fetch")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def counter(request: Request) -> HttpResponse:
    """The sheet. Every step posts the whole of it back; `do` says what was pressed."""
    if request.method != "POST":
        begun = following.begun(request) if request.GET.get("follows") else None
        return _page(request, Sheet(begun, by=request.actor, at=request.now))
    data, refused = keep_uploads(request)
    sheet = Sheet(data, by=request.actor, at=request.now, uploads=refused)
    do = data.get("do", "")
    if do not in TAKING or not sheet.may_try():
        return _page(request, sheet)
    try:
        number = take_in_and_fetch(sheet) if do == "fetch" else take_in(sheet, accept=do == "accept")
    except Refused as reason:
        sheet.tell(reason)
        return _page(request, sheet)
    return _go(request, reverse("desk:case" if do == "fetch" else "desk:counter_done", args=[number]))


def _page(request: Request, sheet: Sheet) -> HttpResponse:
    template = "desk/parts/counter_sheet.html" if request.htmx else "desk/counter.html"
    return devices.page(request, template, {"sheet": sheet}, status=422 if sheet.errors else 200)


def _go(request: Request, address: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


@require_safe
def done(request: Request, number: str) -> HttpResponse:
    """What the applicant takes home: the number, the dates, the letter to print; and on to the next person."""
    case = case_or_404(request, number)
    letters = [sheets.of_letter(case, letter) for letter in queries.letters_of(case)]
    ways = DeliveryChoice(case=case)
    context = {"case": case, "letters": letters, "query_code": query_code(case.number), "ways": ways}
    context |= {"onward": chaining.offered_next(case, at=request.now)}
    return render(request, "desk/counter_done.html", context)
