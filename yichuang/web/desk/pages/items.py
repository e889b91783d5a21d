"""The list of items as its editors see it, and the page of one item."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yichuang.base.refusal import Refused
from yichuang.catalogue.models import Status
from yichuang.catalogue.revising import register
from yichuang.catalogue.revising.register import Wanted
from yichuang.people.models import Role
from yichuang.web.desk import item_page
from yichuang.web.kit.centre import centre_at_work
from yichuang.web.kit.paging import slice_of
from yichuang.web.kit.request import Request

SIZE = 30


@require_safe
def items(request: Request) -> HttpResponse:
    """Every item, or those of a status or a department, those that wait for me, those found by words."""
    given = {name: request.GET.get(name, "").strip()[:64].replace("\x00", "") for name in Wanted.__slots__}
    wanted = Wanted(**given | {"words": request.GET.get("q", "").strip().replace("\x00", "")})
    centre, refused = centre_at_work(request), ""
    try:
        found = register.rows(wanted, centre=centre, by=request.actor, at=request.now, limit=SIZE + 1)
    except Refused as sentence:
        found, refused = [], str(sentence)
    context = {
        "wanted": wanted,
        "slice": slice_of(request, found, size=SIZE, key="code"),
        "refused": refused,
        "today": timezone.localdate(request.now),
        "waits": register.counts(centre=centre, by=request.actor, at=request.now),
        "statuses": Status.choices,
        "departments": register.departments(centre),
        "may_import": request.actor.has(Role.MANAGER),
    }
    return render(request, "desk/items.html", context)


@require_safe
def item(request: Request, code: str) -> HttpResponse:
    """One item: the version in force or the one asked for, field by field, its versions, what may be done now."""
    versions = item_page.versions_or_404(code)
    number = request.GET.get("version", "")
    shown = item_page.version_or_404(versions, int(number)) if number.isdecimal() and len(number) < 7 else None
    return render(request, "desk/item.html", item_page.context(request, versions, shown=shown))
