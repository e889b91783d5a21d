"""How the centre is arranged: zones, windows, who is posted where; and the acts of its manager that change it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.offices import queries
from yichuang.offices.models import Centre, Mandate, Posting, Window
from yichuang.web.desk.forms import offices as forms
from yichuang.web.desk.forms.act import carried_out
from yichuang.web.kit.request import Request


@require_safe
def offices(request: Request) -> HttpResponse:
    """The zones with their windows and whoever sits there, then everybody else by department."""
    on, centre = timezone.localdate(request.now), my_centre(request)
    return render(request, "desk/offices.html", {"centre": centre, "plan": queries.plan_of(centre, on), "today": on})


@require_http_methods(["GET", "POST"])
def open_window(request: Request) -> HttpResponse:
    """Open a window from a day on."""
    return act_of_office(request, forms.OpenWindow, back="desk:offices")


@require_http_methods(["GET", "POST"])
def close_window(request: Request, window_id: int) -> HttpResponse:
    """Close a window from a day on."""
    window = get_object_or_404(Window.objects.select_related("zone"), pk=window_id, zone__centre=my_centre(request))
    return act_of_office(request, forms.CloseWindow, back="desk:offices", about=str(window), window=window)


@require_http_methods(["GET", "POST"])
def post(request: Request) -> HttpResponse:
    """Post somebody; `?window=` and `?department=` fill in where."""
    return act_of_office(request, forms.Post, back="desk:offices", initial={k: request.GET[k] for k in request.GET})


@require_http_methods(["GET", "POST"])
def end_posting(request: Request, posting_id: int) -> HttpResponse:
    """End a post from a day on."""
    found = Posting.objects.select_related("account", "department", "centre")
    posting = get_object_or_404(found, pk=posting_id, centre=my_centre(request))
    about = f"{posting.account} · {posting.get_duty_display()} · {posting.department or posting.centre}"
    return act_of_office(request, forms.EndPosting, back="desk:offices", about=about, posting=posting)


@require_http_methods(["GET", "POST"])
def file_mandate(request: Request) -> HttpResponse:
    """Take an instrument on file."""
    return act_of_office(request, forms.FileMandate, back="desk:mandates")


@require_http_methods(["GET", "POST"])
def revoke_mandate(request: Request, mandate_id: int) -> HttpResponse:
    """End an instrument at once."""
    found = Mandate.objects.select_related("grantor")
    mandate = get_object_or_404(found, pk=mandate_id, grantor__centre=my_centre(request))
    return act_of_office(request, forms.RevokeMandate, back="desk:mandates", about=str(mandate), mandate=mandate)


def my_centre(request: Request) -> Centre:
    """The centre in which whoever asks is posted today; else 404."""
    centre = queries.centre_of(request.actor.account, timezone.localdate(request.now))
    if centre is None:
        raise Http404
    return centre


def act_of_office(
    request: Request, form_class: type[forms.OfficeForm], *, back: str, about: str = "", **given: Any
) -> HttpResponse:
    """One form, one act; what is wrong is told beside its field, what is done on the page one came from."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = form_class(*sent, centre=my_centre(request), on=timezone.localdate(request.now), **given)
    if request.method == "POST" and carried_out(request, form):
        return HttpResponseRedirect(reverse(back))
    context = {"form": form, "about": about, "back": reverse(back)}
    return render(request, "desk/office_act.html", context, status=422 if form.errors else 200)
