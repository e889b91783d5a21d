"""Guides by life event on the desk: which there are, whether they still fit the list of items; write, try, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.base.refusal import Refused
from yichuang.catalogue.life import drafting, guiding, life_events
from yichuang.catalogue.life.drafting import Draft
from yichuang.catalogue.models import LifeEvent
from yichuang.web.desk.editing.event import EventSheet
from yichuang.web.kit.centre import centre_at_work
from yichuang.web.kit.refusals import each, tell
from yichuang.web.kit.request import Request

MOST_FORMER = 30


@require_safe
def guides(request: Request) -> HttpResponse:
    """Every guide with the report of its check against the items in force today."""
    centre = centre_at_work(request)
    rows = life_events.report(centre, on=timezone.localdate(request.now))
    return render(request, "desk/catalogue/life_events.html", {"rows": rows})


@require_POST
def showing(request: Request, key: str) -> HttpResponse:
    """Show the guide to the public, or withdraw it."""
    event = event_or_404(request, key)
    shown = request.POST.get("shown") == "1"
    act = life_events.publish_life_event if shown else life_events.withdraw_life_event
    try:
        act(event=event, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
    else:
        told = _("已公布“%(name)s”。") if shown else _("已撤下“%(name)s”。")
        messages.success(request, told % {"name": event.name})
    return redirect("desk:life_events")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A new guide, so far a draft."""
    sheet = _sheet(request, None)
    if request.method != "POST":
        return _page(request, None, sheet)
    return _written(request, None, sheet)


@require_http_methods(["GET", "HEAD", "POST"])
def guide(request: Request, key: str) -> HttpResponse:
    """The draft of a guide. A row is added, moved or taken away by its button; “保存” keeps the draft."""
    event = event_or_404(request, key)
    sheet = _sheet(request, drafting.draft_of(event))
    if request.method != "POST":
        return _page(request, event, sheet)
    return _written(request, event, sheet)


@require_POST
def publishing(request: Request, key: str) -> HttpResponse:
    """The draft takes the place of what the public sees."""
    event = event_or_404(request, key)
    try:
        event = drafting.publish(event=event, by=request.actor, at=request.now)
        messages.success(request, _("已公布“%(name)s”。") % {"name": event.name})
    except Refused as refused:
        tell(request, refused)
    return redirect("desk:life_event", key)


@require_POST
def discarding(request: Request, key: str) -> HttpResponse:
    """Give the draft up."""
    event = event_or_404(request, key)
    try:
        drafting.discard(event=event, by=request.actor, at=request.now)
        messages.success(request, _("草稿已放弃。"))
    except Refused as refused:
        tell(request, refused)
    return redirect("desk:life_events")


@require_POST
def restoring(request: Request, key: str) -> HttpResponse:
    """A former version becomes the draft."""
    event, seen = event_or_404(request, key), request.POST.get("seen", "")
    typed = request.POST.get("number", "")
    number = int(typed) if typed.isdecimal() and len(typed) < 7 else 0
    try:
        was = drafting.former(event, number)
        drafting.write(event=event, draft=was, seen=seen, by=request.actor, at=request.now)
        messages.success(request, _("第 %(number)d 版已放进草稿，公布后生效。") % {"number": number})
    except Refused as refused:
        tell(request, refused)
    return redirect("desk:life_event", key)


def _sheet(request: Request, draft: Draft | None) -> EventSheet:
    data = request.POST if request.method == "POST" else None
    return EventSheet(draft, centre=centre_at_work(request), on=timezone.localdate(request.now), data=data)


def _written(request: Request, event: LifeEvent | None, sheet: EventSheet) -> HttpResponse:
    if command := request.POST.get("row", ""):
        sheet.move(command)
        return _page(request, event, sheet)
    draft, by, at = sheet.draft(), request.actor, request.now
    if draft is None:
        return _page(request, event, sheet, status=422)
    try:
        if event is None:
            event = drafting.begin(centre=centre_at_work(request), draft=draft, by=by, at=at)
        else:
            drafting.write(event=event, draft=draft, seen=request.POST.get("seen", ""), by=by, at=at)
    except Refused as refused:
        for one in each(refused):
            sheet.errors.setdefault(one.field, []).append(str(one))
        return _page(request, event_or_404(request, event.key) if event else None, sheet, status=422)
    messages.success(request, _("草稿已保存。"))
    return redirect("desk:life_event", event.key)


def _page(request: Request, event: LifeEvent | None, sheet: EventSheet, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "event": event,
        "sheet": sheet,
        "missing": _missing(request, event) if event is not None and event.draft is not None else [],
        "former": list(event.former.order_by("-number")[:MOST_FORMER]) if event is not None else [],
    }
    return render(request, "desk/catalogue/life_event.html", context, status=status)


def _missing(request: Request, event: LifeEvent) -> list[Refused]:
    """What keeps the draft from the public today."""
    content = drafting.draft_of(event).content
    items = life_events.items_of(content, centre=event.centre, on=timezone.localdate(request.now))
    return guiding.defects(content, items)


def event_or_404(request: Request, key: str) -> LifeEvent:
    """The guide of that key, published or not."""
    event = life_events.kept(centre_at_work(request)).filter(key=key).first()
    if event is None:
        raise Http404(key)
    return event
