"""The guide of one item: answers on top, my tick list, then the rest."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from yichuang.catalogue import rules
from yichuang.catalogue.models import Item
from yichuang.catalogue.queries import NotOffered, version_on
from yichuang.offices import windows
from yichuang.offices.models import Window
from yichuang.web.kit.request import Request
from yichuang.web.portal import answers, finding


def guide(request: Request, code: str) -> HttpResponse:
    """Everything about one item; with `?s=` for my situations. The address is stable."""
    return render(request, "portal/guide.html", _context(request, code))


def guide_on_paper(request: Request, code: str) -> HttpResponse:
    """The same on one sheet, for the desk of the helpers and for taking home."""
    return render(request, "portal/guide_on_paper.html", _context(request, code))


def _context(request: Request, code: str) -> dict[str, object]:
    on = timezone.localdate(request.now)
    try:
        version = version_on(code, on)
    except NotOffered as refused:
        raise Http404(str(refused)) from None
    content, item = version.parsed, version.item
    situations = answers.chosen(content, request.GET.getlist("s"))
    materials = rules.materials_for(content, {}, situations)
    return {
        "version": version,
        "item": item,
        "area": finding.area_label(item),
        "centre": item.centre,
        "content": content,
        "situations": situations,
        "questions": answers.questions(content, situations),
        "top": answers.top(content, situations=situations, materials=materials),
        "materials": materials,
        "conditions": rules.conditions_for(content, {}, situations),
        "fees": [answers.fee_text(fee) for fee in content.fees],
        "on_line": answers.on_line(content),
        "windows": _windows(item, on=on),
        "address": settings.PUBLIC_ADDRESS.rstrip("/") + reverse("portal:guide", args=[code]),
    }


def _windows(item: Item, *, on: date) -> list[Window]:
    """Where it is taken in the hall."""
    return windows.for_item(
        item_code=item.code, department_id=item.department_id, subject_area=item.subject_area, on=on
    )
