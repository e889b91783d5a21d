"""Who was turned away at a window: the record, the slip for the person, the check by a colleague, the receipt."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.base.refusal import Refused
from yichuang.cases import turning_away
from yichuang.cases.models import TurnedAway
from yichuang.web.desk.counter.person import PersonForm
from yichuang.web.desk.forms.act import DeskForm, carried_out
from yichuang.web.desk.forms.turning_away import Check, Receipt, TurningAway
from yichuang.web.kit.request import Request
from yichuang.web.permissions import TABLE, may_use

WHICH = {"waiting": _("还没有办完的"), "all": _("全部")}


@require_safe
def records(request: Request) -> HttpResponse:
    """What waits for a second person or to be received, or everything, the last first."""
    which = request.GET.get("which", "waiting")
    which = which if which in WHICH else "waiting"
    found = turning_away.records_of(request.actor, at=request.now)
    found = turning_away.waiting(found) if which == "waiting" else found
    context = {
        "kinds": WHICH,
        "which": which,
        "records": list(found[: turning_away.MOST]),
        "most": turning_away.MOST,
        "may_check": may_use(TABLE["desk:turning_away_check"], request.actor),
        "may_receive": may_use(TABLE["desk:turning_away_receipt"], request.actor),
    }
    return render(request, "desk/turned_away.html", context)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def turn_away(request: Request) -> HttpResponse:
    """Put on record that nothing was received; then the slip to be printed."""
    sent = request.POST if request.method == "POST" else None
    named = sent if sent is not None and sent.get("p-number") else None
    person = PersonForm(named, prefix="p", on=timezone.localdate(request.now))
    form = TurningAway(sent, person=person, initial={"item": request.GET.get("item", "")[:60]})
    if sent is not None and carried_out(request, form) and form.made:
        return HttpResponseRedirect(reverse("desk:turning_away_slip", args=[form.made.pk]))
    return _form(request, form, "desk/turning_away.html")


@require_http_methods(["GET", "POST"])
def check(request: Request, record: int) -> HttpResponse:
    """Look at it as a second person."""
    return _on_record(request, record, Check)


@require_http_methods(["GET", "POST"])
def receipt(request: Request, record: int) -> HttpResponse:
    """Say as which case it was received after all."""
    return _on_record(request, record, Receipt)


@require_safe
def slip(request: Request, record: int) -> HttpResponse:
    """What the person takes home: what was not received, why, and what can be done about it."""
    return render(request, "desk/turning_away_slip.html", {"record": _record(request, record)})


def _on_record(request: Request, record: int, form_class: type[Check] | type[Receipt]) -> HttpResponse:
    found = _record(request, record)
    form = form_class(request.POST if request.method == "POST" else None, record=found)
    if request.method == "POST" and carried_out(request, form):
        return HttpResponseRedirect(reverse("desk:turned_away"))
    return _form(request, form, "desk/office_act.html", about=f"{found.number} · {found.matter} · {found.reason}")


def _form(request: Request, form: DeskForm, template: str, *, about: str = "") -> HttpResponse:
    context = {"form": form, "about": about, "back": reverse("desk:turned_away")}
    return render(request, template, context, status=422 if form.errors else 200)


def _record(request: Request, record: int) -> TurnedAway:
    try:
        return turning_away.record_of(request.actor, record, at=request.now)
    except Refused as refused:
        raise Http404(str(refused)) from None
