"""The API itself: its routes, how it refuses, and its OpenAPI document."""

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from yichuang.base.refusal import Refused
from yichuang.web.api import (
    acts,
    agencies,
    archive,
    cases,
    certificates,
    corrections,
    deliveries,
    fees,
    inspections,
    items,
    letters,
    life_events,
    news,
    openapi,
    oversight,
    parties,
    pausing,
    promises,
    reentry,
    refusing,
    slips,
    steps,
    touched,
    turning_away,
    uploads,
    wordings,
)
from yichuang.web.api.wire import WireParser, is_storable
from yichuang.web.kit import problems

View = Callable[..., HttpResponseBase]


def speaking(view: View) -> View:
    """The view, refusing in the words of the API also where neither it nor ninja was asked."""

    @functools.wraps(view)
    def spoken(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not all(is_storable(part) for part in kwargs.values() if isinstance(part, str)):
            return problems.plain(404)
        try:
            response = view(request, **kwargs)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return problems.plain(413)
        except (SuspiciousOperation, MultiPartParserError):
            return problems.plain(400)
        if response.status_code == 405:
            told = problems.plain(405)
            told["Allow"] = response["Allow"]
            return told
        return response

    return spoken


def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return HttpResponse(openapi.document(api), content_type="application/json")


api = NinjaAPI(
    title="一窗 Yichuang",
    version="1",
    urls_namespace="api",
    description="政务服务“一窗”接口 · One window for every government service",
    openapi_url=None,
    docs_url=None,
    parser=WireParser(),
)
for _router in (
    items.router,
    life_events.router,
    parties.router,
    uploads.router,
    cases.router,
    steps.router,
    inspections.router,
    acts.router,
    corrections.router,
    certificates.router,
    pausing.router,
    touched.router,
    deliveries.router,
    fees.router,
    promises.router,
    slips.router,
    archive.router,
    reentry.router,
    turning_away.router,
    letters.router,
    news.router,
    agencies.router,
    wordings.router,
    oversight.router,
):
    api.add_router("", _router)
api.add_exception_handler(Refused, refusing.refusal)
api.add_exception_handler(ValidationError, refusing.misshapen)
api.add_exception_handler(HttpError, refusing.broken)


def urls() -> list[URLPattern]:
    """Every address of the API, each once, with the OpenAPI document."""
    found = {"openapi": path("openapi.json", document, name="openapi")}
    for bound in api._get_bound_routers():
        for pattern in bound.urls_paths(bound.prefix):
            pattern.callback = speaking(pattern.callback)
            found.setdefault(str(pattern.name), pattern)
    return list(found.values())
