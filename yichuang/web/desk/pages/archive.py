"""The archive of the centre: what lies in it, the lists it was handed over with, how long what is kept; and the package
of one case."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.base.refusal import Refused
from yichuang.cases.afterwards import handing_over, packaging, retention
from yichuang.web.desk.finding import case_or_404
from yichuang.web.desk.forms.archive import HandingOver, PackageForm, SetRetention
from yichuang.web.desk.pages.offices import act_of_office, my_centre
from yichuang.web.kit.downloads import send
from yichuang.web.kit.refusals import put_on
from yichuang.web.kit.request import Request
from yichuang.web.permissions import TABLE, may_use

PAGE: Final = 50
LONGEST_ID: Final = 18


@require_safe
def archive(request: Request) -> HttpResponse:
    """What was archived last, what waits for a list, the lists, and the periods."""
    centre = my_centre(request)
    records = handing_over.records_of(centre)
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) <= LONGEST_ID:
        records = records.filter(pk__lt=int(after))
    shown = list(records[: PAGE + 1])
    context = {
        "centre": centre,
        "records": shown[:PAGE],
        "next_address": f"?after={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
        "waiting": handing_over.records_of(centre).filter(hand_over=None).count(),
        "lists": handing_over.lists_of(centre)[:PAGE],
        "periods": retention.rules_of(centre),
        "today": timezone.localdate(request.now),
        "may_set": may_use(TABLE["desk:retention_setting"], request.actor),
    }
    return render(request, "desk/archive.html", context)


@require_safe
def archive_list(request: Request, number: str) -> HttpResponse:
    """One list on paper, with room for the signatures of both sides. It names no person."""
    made = get_object_or_404(handing_over.lists_of(my_centre(request)), number=number)
    records = handing_over.records_of(made.centre).filter(hand_over=made).order_by("id")
    return render(request, "desk/archive_list.html", {"list": made, "records": records})


@require_http_methods(["GET", "POST"])
def hand_over(request: Request) -> HttpResponse:
    """Make the next list."""
    return act_of_office(request, HandingOver, back="desk:archive")


@require_http_methods(["GET", "POST"])
def set_retention(request: Request) -> HttpResponse:
    """Set a period from a day on."""
    return act_of_office(request, SetRetention, back="desk:archive")


@require_http_methods(["GET", "HEAD", "POST"])
def package(request: Request, number: str) -> HttpResponseBase:
    """The whole case as one ZIP, for a reason; written while it is sent."""
    found = case_or_404(request, number)
    if "\x00" in number:
        raise Http404
    form = PackageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            bag = packaging.export(case=found, by=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refused:
            put_on(form, refused)
        else:
            return send(bag.chunks(), name=f"{bag.name}.zip", media_type="application/zip")
    return render(request, "desk/package.html", {"case": found, "form": form}, status=422 if form.errors else 200)
