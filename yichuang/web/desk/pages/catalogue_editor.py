"""The editor of a draft: its sections on the left, one of them as a form, its steps to go back to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.base.refusal import Refused
from yichuang.catalogue.models import WRITABLE, Item, ItemVersion
from yichuang.catalogue.queries import draft_of
from yichuang.catalogue.revising import dictionary, writing
from yichuang.web.desk.editing import saving, sections, sheet
from yichuang.web.desk.editing.sections import BY_KEY, SECTIONS, Section, whole_of
from yichuang.web.desk.editing.sheet import Sheet
from yichuang.web.desk.editing.uploads import keep_uploads
from yichuang.web.kit.refusals import tell
from yichuang.web.kit.request import Request

MOST_STEPS = 40


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Request, code: str) -> HttpResponse:
    """The draft of the item: its first section; where there is none, one may be begun with a reason."""
    item = own_item(request, code)
    if draft_of(code) is not None:
        return redirect("desk:draft_section", code, SECTIONS[0].key)
    if request.method == "POST":
        try:
            writing.begin(item=item, reason=request.POST.get("reason", ""), by=request.actor, at=request.now)
        except Refused as refused:
            tell(request, refused)
        else:
            return redirect("desk:draft_section", code, SECTIONS[0].key)
    return render(request, "desk/catalogue/beginning.html", {"item": item})


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Request, code: str, key: str) -> HttpResponse:
    """One section. A row is added, moved or taken away by its button; “保存” is one step of the draft."""
    version, here = own_draft(request, code), section_or_404(key)
    if request.method != "POST":
        return _page(request, version, here, sheet.opened(here, version))
    if here.rows:
        return _list(request, version, here)
    return _written(request, version, here, None)


@require_http_methods(["GET", "HEAD", "POST"])
def row(request: Request, code: str, key: str, number: int) -> HttpResponse:
    """One row of a section that is edited row by row; the number behind the last is a new one."""
    version, here = own_draft(request, code), section_or_404(key)
    if not here.rows or here.locked(whole_of(version)) or number > len(sheet.listed(here, version)):
        raise Http404
    if request.method != "POST":
        return _page(request, version, here, sheet.opened(here, version, number))
    return _written(request, version, here, number)


@require_POST
def step(request: Request, code: str) -> HttpResponse:
    """Back to a step of the draft; without a number, one step back."""
    version = own_draft(request, code)
    asked = request.POST.get("to", "")
    to = int(asked) if asked.isdecimal() and len(asked) < 7 else writing.step_before(version)
    try:
        if to is not None:
            writing.take_back(version=version, to=to, by=request.actor, at=request.now)
            messages.success(request, _("已回到第 %(number)d 步，后面的步骤都还在。") % {"number": to})
    except Refused as refused:
        tell(request, refused)
    key = request.POST.get("section", "")
    return redirect("desk:draft_section", code, key if key in BY_KEY else SECTIONS[0].key)


def _written(request: Request, version: ItemVersion, here: Section, number: int | None) -> HttpResponse:
    data, refused = keep_uploads(request)
    shown = sheet.sent(here, version, data, number)
    if command := data.get("row", ""):
        shown.move(command)
        return _page(request, version, here, shown)
    shown.errors.update(refused)
    if saving.save(shown, data, by=request.actor, at=request.now):
        return redirect(reverse("desk:draft_section", args=[version.item.code, here.key]) + "?saved=1")
    return _page(request, version, here, shown, status=422)


def _list(request: Request, version: ItemVersion, here: Section) -> HttpResponse:
    try:
        saving.move(version, here, request.POST, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
    return redirect("desk:draft_section", version.item.code, here.key)


def _page(request: Request, version: ItemVersion, here: Section, shown: Sheet, *, status: int = 200) -> HttpResponse:
    locked = here.locked(whole_of(version))
    context: dict[str, Any] = {
        "version": version,
        "item": version.item,
        "section": here,
        "states": sections.states(version, here=here.key),
        "sheet": shown,
        "names": sheet.names(here, version) if here.rows and shown.row is None else [],
        "entries": dictionary.found() if here.key == "materials" and shown.row is None else [],
        "steps": version.steps.select_related("saved_by").order_by("-number")[:MOST_STEPS],
        "before": writing.step_before(version),
        "writable": version.status in WRITABLE and not locked,
        "locked": locked,
    }
    return render(request, "desk/catalogue/editor.html", context, status=status)


def own_item(request: Request, code: str) -> Item:
    """The item, if this officer may write it; else 404."""
    item = Item.objects.select_related("department", "centre").filter(code=code).first()
    if item is None or not writing.may_write(item=item, by=request.actor, at=request.now):
        raise Http404
    return item


def own_draft(request: Request, code: str) -> ItemVersion:
    """The draft of an item that this officer may write; else 404."""
    own_item(request, code)
    version = draft_of(code)
    if version is None:
        raise Http404
    return version


def section_or_404(key: str) -> Section:
    """The section of that key."""
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]
