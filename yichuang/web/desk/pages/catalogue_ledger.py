"""The entry ledger (应进必进) on the desk: the rows, the rate with its definition, an export, and the acts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.base.refusal import Refused
from yichuang.catalogue.models import Item, Presence
from yichuang.catalogue.published import presence
from yichuang.people.models import Role
from yichuang.web.desk.forms.act import words
from yichuang.web.kit import spreadsheets
from yichuang.web.kit.centre import centre_at_work
from yichuang.web.kit.forms import DateInput, KitForm
from yichuang.web.kit.refusals import put_on
from yichuang.web.kit.request import Request


class Recording(KitForm):
    """How an item stands to the hall from a day on, or that it leaves the ledger."""

    standing = forms.ChoiceField(
        label=_("进驻情况"),
        widget=forms.RadioSelect,
        choices=[*Presence.Standing.choices, ("ended", _("移出台账"))],
    )
    since = forms.DateField(label=_("从哪天起"), widget=DateInput())
    reason = words(_("理由"), rows=2, required=False, help_text=_("不进驻、移出台账的必须写明。"))


@require_safe
def ledger(request: Request) -> HttpResponse:
    """All rows that hold today, by department, with the rates."""
    centre, today = centre_at_work(request), timezone.localdate(request.now)
    rows = list(presence.on(today, centre=centre))
    if request.GET.get("as") in spreadsheets.KINDS:
        return _file(request.GET["as"], rows)
    total, *each = presence.rates(rows)
    context = {
        "rows": rows,
        "total": total,
        "each": each,
        "definition": presence.DEFINITION,
        "unrecorded": presence.unrecorded(centre, today),
        "may": request.actor.has(Role.MANAGER),
        "today": today,
    }
    return render(request, "desk/catalogue/ledger.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: Request, code: str) -> HttpResponse:
    """The rows of one item, and the next one."""
    item = Item.objects.select_related("department", "centre").filter(code=code).first()
    if item is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = Recording(data, initial={"since": timezone.localdate(request.now)})
    if data is not None and form.is_valid():
        try:
            _record(request, item, form.cleaned_data)
        except Refused as reason:
            put_on(form, reason, fields={"until": "since"})
        else:
            messages.success(request, _now("台账已经记录。"))
            return HttpResponseRedirect(reverse("desk:ledger"))
    rows = item.presences.select_related("recorded_by").order_by("-since", "-pk")
    context = {"item": item, "name": item.versions.order_by("-number").first(), "form": form, "rows": rows}
    return render(request, "desk/catalogue/ledger_entry.html", context, status=422 if data is not None else 200)


def _record(request: Request, item: Item, given: dict[str, Any]) -> Presence:
    by, at, reason = request.actor, request.now, given["reason"]
    if given["standing"] == "ended":
        return presence.end(item=item, until=given["since"], reason=reason, by=by, at=at)
    standing = Presence.Standing(given["standing"])
    return presence.record(item=item, standing=standing, since=given["since"], reason=reason, by=by, at=at)


def _file(kind: str, rows: list[Presence]) -> HttpResponse:
    heads = [_now("编码"), _now("事项"), _now("部门"), _now("进驻情况"), _now("自"), _now("理由")]
    cells = [
        (row.item.code, row.item.name_now, row.item.department, row.get_standing_display(), row.since, row.reason)
        for row in rows
    ]
    return spreadsheets.table(kind, heads, cells, name=_now("进驻台账"))
