"""Splitting and merging on the desk: the plan, how far it has come, the day on which it takes effect."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.revising import descending, register
from yichuang.web.desk import item_page
from yichuang.web.desk.forms import descent as forms
from yichuang.web.desk.forms.act import carried_out
from yichuang.web.desk.forms.item_life import LifeForm
from yichuang.web.kit.request import Request


@require_http_methods(["GET", "HEAD", "POST"])
def descent(request: Request, code: str) -> HttpResponse:
    """What the item comes from and goes into; the acts that are open now, `act` of the form names one."""
    versions = item_page.versions_or_404(code)
    version = register.current_of(versions, timezone.localdate(request.now)) or versions[0]
    kind = request.POST.get("act", "")
    tried = forms.made(kind, request.POST, version=version, at=request.now) if kind in forms.FORMS else None
    if tried is not None and carried_out(request, tried):
        return HttpResponseRedirect(reverse("desk:item_descent", args=[code]))
    context = _context(request, version, kind, tried)
    return render(request, "desk/catalogue/descent.html", context, status=422 if tried is not None else 200)


def _context(request: Request, version: ItemVersion, kind: str, tried: LifeForm | None) -> dict[str, Any]:
    links = descending.pending(version.item)
    open_kinds = forms.STEPS if links else forms.PLANS
    choices = [
        (one, tried if one == kind and tried else forms.made(one, None, version=version, at=request.now))
        for one in open_kinds
    ]
    return {
        "item": version.item,
        "version": version,
        "links": links,
        "gone": descending.successors_of(version.item.code),
        "origins": descending.origins_of(version.item),
        "choices": choices,
        "tried": kind,
        "refused": tried if tried is not None and kind not in open_kinds else None,
    }
