"""The life of an item on the desk: the acts, the review, the difference between two versions, who changed what."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.revising import checking, comparing, consistency, history
from yichuang.web.desk import item_page
from yichuang.web.desk.forms.act import carried_out
from yichuang.web.desk.forms.item_life import Passing, form_class
from yichuang.web.kit.request import Request


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Request, code: str, noun: str, number: int = 0) -> HttpResponse:
    """One act on an item or on one of its versions. GET shows the item with the form of the act open."""
    versions = item_page.versions_or_404(code)
    version = item_page.version_or_404(versions, number) if number else versions[0]
    data = request.POST if request.method == "POST" else None
    form = form_class(noun, version, at=request.now)(data, item=version.item, version=version, at=request.now)
    if data is not None and carried_out(request, form):
        return HttpResponseRedirect(reverse("desk:item", args=[code]))
    context = item_page.context(request, versions, shown=version if number else None, tried=form)
    return render(request, "desk/item.html", context, status=422 if data is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, code: str, number: int) -> HttpResponse:
    """What a reviewer needs: the differences against the version in force, what the rules say, and the two answers."""
    versions = item_page.versions_or_404(code)
    version = item_page.version_or_404(versions, number)
    data = request.POST if request.method == "POST" else None
    form = Passing(data, item=version.item, version=version, at=request.now)
    if data is not None and carried_out(request, form):
        return HttpResponseRedirect(reverse("desk:item", args=[code]))
    context = item_page.context(request, versions, shown=version) | {"form": form, **_findings(version, versions)}
    return render(request, "desk/catalogue/review.html", context, status=422 if data is not None else 200)


@require_safe
def difference(request: Request, code: str) -> HttpResponse:
    """What differs between any two versions, or two saved steps of a draft; prints as it stands."""
    versions = item_page.versions_or_404(code)
    item, newest = versions[0].item, versions[0].number
    after = request.GET.get("to", "") or str(newest)
    before = request.GET.get("from", "") or str(max(newest - 1, 1))
    try:
        pair = history.state(item, before), history.state(item, after)
    except history.NoSuchVersion as refused:
        raise Http404(str(refused)) from None
    families = comparing.by_family(comparing.between(*pair))
    context = {"item": item, "version": versions[0], "versions": versions, "before": before, "after": after}
    return render(request, "desk/catalogue/difference.html", context | {"families": families, "steps": _steps(item)})


@require_safe
def story(request: Request, code: str) -> HttpResponse:
    """Who changed what, when and why."""
    versions = item_page.versions_or_404(code)
    told = history.history_of(versions[0].item)
    context = {"item": versions[0].item, "version": versions[0], "versions": versions, "told": told}
    return render(request, "desk/catalogue/history.html", context)


def _findings(version: ItemVersion, versions: list[ItemVersion]) -> dict[str, Any]:
    content = version.parsed
    earlier = next((one for one in versions if one.number < version.number), None)
    return {
        "earlier": earlier,
        "families": comparing.by_family(comparing.between(earlier, version)) if earlier else [],
        "forbids": [*checking.defects(content), *checking.gaps(content)],
        "advice": consistency.advice(content),
    }


def _steps(item: Item) -> list[str]:
    """The saved steps of the draft under way, as the page names them."""
    version = item.versions.order_by("-number").first()
    return [f"{version.number}.{step.number}" for step in history.steps_of(version)] if version else []
