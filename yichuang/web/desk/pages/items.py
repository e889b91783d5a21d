"""What the catalogue says of an item, for its editor: every field not seen in its source is marked."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yichuang.base.refusal import Refused
from yichuang.catalogue import queries, searching
from yichuang.catalogue.models import UNPUBLISHED
from yichuang.web.desk.guide_fields import fields_of
from yichuang.web.kit.paging import slice_of
from yichuang.web.kit.request import Request

SIZE = 30


@require_safe
def items(request: Request) -> HttpResponse:
    """The published list, or what a search finds in it."""
    today, words = timezone.localdate(request.now), request.GET.get("q", "").strip()
    refused = ""
    try:
        hits = searching.search(words, on=today, limit=SIZE) if words else []
    except Refused as sentence:
        hits, refused = [], str(sentence)
    if words:
        return render(
            request, "desk/items.html", {"q": words, "versions": [h.version for h in hits], "refused": refused}
        )
    found = queries.published(today)
    if after := request.GET.get("after", ""):
        found = found.filter(item__code__gt=after[:64])
    pairs = [{"code": v.item.code, "version": v} for v in found[: SIZE + 1]]
    listed = slice_of(request, pairs, size=SIZE, key="code")
    return render(request, "desk/items.html", {"slice": listed, "versions": [pair["version"] for pair in listed.rows]})


@require_safe
def item(request: Request, code: str) -> HttpResponse:
    """One item: the version in force, field by field, and its other versions."""
    versions = list(queries.versions_of(code))
    if not versions:
        raise Http404
    today = timezone.localdate(request.now)
    current = next(
        (v for v in versions if v.status not in UNPUBLISHED and v.effective_from and v.effective_from <= today),
        versions[0],
    )
    context = {
        "version": current,
        "versions": versions,
        "content": current.parsed,
        "fields": fields_of(current.parsed),
    }
    return render(request, "desk/item.html", context)
