"""Typing a case into a system that cannot be reached: the fields to copy, the files, the minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.base.refusal import Refused
from yichuang.cases.afterwards import mapping, reentry
from yichuang.cases.models import Case, Reentry, ReentryMapping
from yichuang.web.desk.finding import case_or_404
from yichuang.web.desk.forms.reentry import SetMapping
from yichuang.web.desk.pages.offices import act_of_office, my_centre
from yichuang.web.kit import spreadsheets
from yichuang.web.kit.downloads import send
from yichuang.web.kit.refusals import tell
from yichuang.web.kit.request import Request
from yichuang.web.permissions import TABLE, may_use


def _found(request: Request, number: str, screen: int) -> tuple[Case, ReentryMapping]:
    case = case_or_404(request, number)
    try:
        return case, reentry.mapping_for(case, screen, at=request.now)
    except reentry.NoMapping as refused:
        raise Http404(str(refused)) from None


@require_safe
def screen(request: Request, number: str, screen: int) -> HttpResponse:
    """Every field in the order of the other screen; opening it is put on record as reading."""
    case, found = _found(request, number, screen)
    try:
        fields = reentry.fields_of(case, found, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
        return HttpResponseRedirect(reverse("desk:case", args=[number]))
    context = {
        "case": case,
        "screen": found,
        "fields": fields,
        "files": [name for name, _member in reentry.named_files(case, found)],
        "running": reentry.running(case, found),
        "done": Reentry.objects.filter(case=case, mapping__system=found.system).exclude(finished_at=None),
    }
    return render(request, "desk/reentry.html", context)


@require_safe
def files(request: Request, number: str, screen: int) -> HttpResponseBase:
    """The files under the names that the other system wants."""
    case, found = _found(request, number, screen)
    try:
        content = reentry.files_of(case, found, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
        return HttpResponseRedirect(reverse("desk:case", args=[number]))
    return send(content, name=f"{case.number}.zip", media_type="application/zip")


@require_POST
def begin(request: Request, number: str, screen: int) -> HttpResponse:
    """The minutes count from now."""
    return _done(request, number, screen, reentry.begin)


@require_POST
def finish(request: Request, number: str, screen: int) -> HttpResponse:
    """It is typed."""
    return _done(request, number, screen, reentry.finish, their_number=request.POST.get("their_number", ""))


def _done(request: Request, number: str, screen: int, act: Callable[..., Reentry], **given: str) -> HttpResponse:
    case, found = _found(request, number, screen)
    try:
        act(case=case, screen=found, by=request.actor, at=request.now, **given)
    except Refused as refused:
        tell(request, refused)
    return HttpResponseRedirect(reverse("desk:reentry", args=[number, screen]))


@require_safe
def costs(request: Request) -> HttpResponse:
    """What typing again cost in the last twelve months, by system and month; and the screens that are written down."""
    centre, today = my_centre(request), timezone.localdate(request.now)
    since = date(today.year - 1, today.month, 1)
    found = reentry.costs(centre=centre, since=since, until=today + timedelta(days=1))
    if (kind := request.GET.get("as", "")) in spreadsheets.KINDS:
        heads = [_("系统"), _("月份"), _("次数"), _("分钟"), _("人数")]
        cells = [[one.system, f"{one.month:%Y-%m}", one.times, one.minutes, one.people] for one in found]
        return spreadsheets.table(kind, heads, cells, name=_("二次录入"))
    screens = [(one, mapping.written(one.lines)) for one in mapping.mappings_of(centre)]
    may_set = may_use(TABLE["desk:reentry_mapping"], request.actor)
    return render(
        request, "desk/reentry_costs.html", {"centre": centre, "costs": found, "screens": screens, "may_set": may_set}
    )


@require_http_methods(["GET", "POST"])
def set_mapping(request: Request) -> HttpResponse:
    """Write down a screen; `?from=` goes on from one that is there."""
    start = request.GET.get("from", "")
    initial = {}
    if start.isascii() and start.isdigit() and len(start) < 19:
        one = get_object_or_404(mapping.mappings_of(my_centre(request)), pk=int(start))
        initial = {"system": one.system, "item": one.item.code if one.item else "", "file_name": one.file_name}
        initial["fields_text"] = mapping.written(one.lines)
    return act_of_office(request, SetMapping, back="desk:reentry_costs", initial=initial)
