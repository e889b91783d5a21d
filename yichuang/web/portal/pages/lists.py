"""The public lists: what each means by which law, and the items that stand on it today."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yichuang.catalogue.published import lists as catalogue
from yichuang.web.kit import spreadsheets
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.request import Request


@require_safe
def lists(request: Request) -> HttpResponse:
    """Every list with the number of its items."""
    centre, today = the_centre(), timezone.localdate(request.now)
    numbers = catalogue.counts(centre=centre, on=today)
    shown = [(one, one.label_in(centre), numbers[key]) for key, one in catalogue.LISTS.items()]
    return render(request, "portal/lists.html", {"centre": centre, "shown": shown, "today": today})


@require_safe
def one_list(request: Request, key: str) -> HttpResponse:
    """One list, by department; prints as it stands."""
    kept, centre, today = _kept(key), the_centre(), timezone.localdate(request.now)
    lines = catalogue.lines(kept, centre=centre, on=today)
    context = {
        "kept": kept,
        "label": kept.label_in(centre),
        "lines": lines,
        "today": today,
        "kinds": spreadsheets.KINDS,
    }
    return render(request, "portal/list.html", context)


@require_safe
def list_file(request: Request, key: str, kind: str) -> HttpResponse:
    """The list as a table to keep."""
    kept, centre, today = _kept(key), the_centre(), timezone.localdate(request.now)
    if kind not in spreadsheets.KINDS:
        raise Http404
    heads = [_("编码"), _("事项"), _("部门"), _("列入日期"), _("说明")]
    rows = [
        (line.version.item.code, line.version.title, line.version.item.department, line.since, line.why)
        for line in catalogue.lines(kept, centre=centre, on=today)
    ]
    return spreadsheets.table(kind, heads, rows, name=f"{kept.label_in(centre)} {today}")


def _kept(key: str) -> catalogue.Kept:
    kept = catalogue.LISTS.get(key)
    if kept is None:
        raise Http404
    return kept
