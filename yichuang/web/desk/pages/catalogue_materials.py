"""The material dictionary: searched, entered, changed, retired; and which guides took an entry."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.base.refusal import Refused
from yichuang.catalogue.models import WRITABLE, StandardMaterial
from yichuang.catalogue.revising import dictionary
from yichuang.people.models import Role
from yichuang.web.desk.editing.entry import EntrySheet
from yichuang.web.desk.editing.uploads import keep_uploads
from yichuang.web.desk.pages.catalogue_editor import own_draft
from yichuang.web.kit.paging import slice_of
from yichuang.web.kit.refusals import each, tell
from yichuang.web.kit.request import Request

SIZE = 50


@require_safe
def materials(request: Request) -> HttpResponse:
    """The entries in use, or those whose name holds some words."""
    words = request.GET.get("q", "").strip()
    entries = dictionary.found(words)
    if after := request.GET.get("after", ""):
        entries = entries.filter(name__gt=after[:500])
    listed = slice_of(request, list(entries[: SIZE + 1]), size=SIZE, key="name")
    context = {"slice": listed, "q": words, "may_write": request.actor.has(Role.MANAGER)}
    return render(request, "desk/catalogue/materials.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A new entry."""
    if request.method != "POST":
        return _page(request, None, EntrySheet(None))
    return _written(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def material(request: Request, key: str) -> HttpResponse:
    """One entry: what it says, who uses it."""
    entry = entry_or_404(key)
    if request.method == "POST" and request.actor.has(Role.MANAGER):
        return _written(request, entry)
    return _page(request, entry, EntrySheet(entry))


@require_POST
def retire(request: Request, key: str) -> HttpResponse:
    """Give an entry up."""
    entry = entry_or_404(key)
    try:
        dictionary.retire(entry=entry, reason=request.POST.get("reason", ""), by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
        return redirect("desk:material", key)
    messages.success(request, _("“%(name)s”已停用。") % {"name": entry.name})
    return redirect("desk:materials")


@require_POST
def renew(request: Request, key: str, code: str) -> HttpResponse:
    """Take what the entry says now into the draft of an item."""
    entry, version = entry_or_404(key), own_draft(request, code)
    try:
        dictionary.renew(version=version, entry=entry, by=request.actor, at=request.now)
        messages.success(request, _("草稿已按材料字典更新。"))
    except Refused as refused:
        tell(request, refused)
    return redirect("desk:material", key)


def _written(request: Request, entry: StandardMaterial | None) -> HttpResponse:
    data, refused = keep_uploads(request)
    sheet = EntrySheet(entry, data)
    sheet.errors.update(refused)
    wanted = sheet.material()
    if wanted is not None:
        try:
            if entry is None:
                entry = dictionary.enter(material=wanted, by=request.actor, at=request.now)
            else:
                dictionary.change(entry=entry, material=wanted, by=request.actor, at=request.now)
        except Refused as told:
            for one in each(told):
                sheet.errors.setdefault(one.field or "name", []).append(str(one))
        else:
            messages.success(request, _("已保存。"))
            return redirect("desk:material", entry.key)
    return _page(request, entry, sheet, status=422)


def _page(request: Request, entry: StandardMaterial | None, sheet: EntrySheet, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "entry": entry,
        "sheet": sheet,
        "uses": list(dictionary.used_by(entry)[: 4 * SIZE]) if entry else [],
        "writable": WRITABLE,
        "may_write": request.actor.has(Role.MANAGER) and (entry is None or entry.retired_at is None),
    }
    return render(request, "desk/catalogue/material.html", context, status=status)


def entry_or_404(key: str) -> StandardMaterial:
    """The entry of that key, a retired one too."""
    entry = StandardMaterial.objects.filter(key=key).first()
    if entry is None:
        raise Http404
    return entry
