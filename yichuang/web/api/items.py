"""Items: find one, read its guide, check what an application still lacks."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from yichuang.base.refusal import Invalid, Refusals
from yichuang.cases import applying
from yichuang.cases.library import Library
from yichuang.catalogue import queries
from yichuang.catalogue.finding import searching
from yichuang.catalogue.revising import comparing, history
from yichuang.offices.models import Department
from yichuang.web.api import parties
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.refusing import lines
from yichuang.web.api.shapes.guide import GuideOut, ItemLine, ItemPage
from yichuang.web.api.shapes.incoming import ContentsIn, ItemsQuery
from yichuang.web.api.shapes.outgoing import CheckOut, PaperOut
from yichuang.web.api.shapes.versions import DifferenceOut, DifferenceQuery, VersionPage
from yichuang.web.kit.request import Request

router = Router(tags=["items"])


@router.get("/items", response=ItemPage, url_name="items")
def items(request: Request, wanted: Query[ItemsQuery]) -> HttpResponse:
    """Items that may be applied for today: by words, or the whole list, narrowed by department, area, object."""
    narrowed: dict[str, Any] = {
        "on": timezone.localdate(request.now),
        "department": _department(wanted.department),
        "area": wanted.area,
        "service_object": wanted.service_object,
        "limit": wanted.limit + 1,
    }
    if wanted.q:
        hits = searching.search(wanted.q, after=wanted.after or None, **narrowed)
        found = [ItemLine.of(hit.version, why=hit.why) for hit in hits]
        marks = [hit.cursor for hit in hits]
    else:
        versions = searching.browse(after=wanted.after, **narrowed)
        found = [ItemLine.of(version) for version in versions]
        marks = [version.item.code for version in versions]
    more = len(found) > wanted.limit
    return said(ItemPage(items=found[: wanted.limit], after=marks[wanted.limit - 1] if more else ""))


@router.get("/items/{code}", response=GuideOut, url_name="item")
def item(request: Request, code: str) -> HttpResponse:
    """The guide in force today: situations, materials, the form as JSON Schema, limits, fees, result, legal basis."""
    return said(GuideOut.of(queries.version_on(code, timezone.localdate(request.now))))


@router.get("/items/{code}/versions", response=VersionPage, url_name="item_versions")
def versions(request: Request, code: str) -> HttpResponse:
    """Every version that was published, newest first: what the item said when, and why it was changed."""
    return said(VersionPage.of(history.published_states(code)))


@router.get("/items/{code}/versions/{number}", response=GuideOut, url_name="item_version")
def version(request: Request, code: str, number: int) -> HttpResponse:
    """The guide as one published version says it, in force or not."""
    return said(GuideOut.of(history.published_state(code, number)))


@router.get("/items/{code}/difference", response=DifferenceOut, url_name="item_difference")
def difference(request: Request, code: str, wanted: Query[DifferenceQuery]) -> HttpResponse:
    """What differs between two published versions, in words and as paths of fields."""
    pair = [history.published_state(code, number) for number in (wanted.from_, wanted.to)]
    return said(DifferenceOut.of(wanted.from_, wanted.to, comparing.between(pair[0], pair[1])))


@router.post("/items/{code}/check", response=CheckOut, url_name="item_check")
def check(request: Request, code: str, contents: ContentsIn) -> HttpResponseBase:
    """Tell at once everything that an application with these contents would lack. Nothing is changed."""
    return _check(request, code, contents)


@done_once()
def _check(request: Request, code: str, contents: ContentsIn) -> CheckOut:
    version = queries.version_on(code, timezone.localdate(request.now))
    by, at = who(request), request.now
    application = parties.application(request, version, contents)
    lying = Library(version.item.centre, application.applicant, by, at).papers(version.parsed.materials)
    papers = PaperOut.each(lying)
    try:
        applying.check(application, by=by, at=at)
    except Refusals as refusals:
        return CheckOut(complete=False, errors=lines(refusals), papers=papers)
    return CheckOut(complete=True, errors=[], papers=papers)


def _department(code: str) -> Department | None:
    if not code:
        return None
    found = Department.objects.filter(code=code).order_by("pk").first()
    if found is None:
        raise Invalid(_("没有代码为“%(code)s”的部门，请核对部门代码。") % {"code": code[:40]}, field="department")
    return found
