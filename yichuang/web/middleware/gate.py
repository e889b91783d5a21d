"""The gate: a view whose name is not in the table of permissions answers nobody, whoever asks."""

import logging
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from yichuang.web.kit import errors, problems
from yichuang.web.kit.centre import NoCentre
from yichuang.web.kit.request import Request
from yichuang.web.permissions import TABLE, VISITOR, Door, Page, audiences_of, may_know_of, may_use

log = logging.getLogger(__name__)


class GateMiddleware:
    """Asks the table before every view; personal answers are kept by no cache, between here and the browser's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        page = TABLE.get(request.resolver_match.view_name) if request.resolver_match else None
        signed_in = hasattr(request, "user") and request.user.is_authenticated
        if page is None or page.personal or signed_in:
            response["Cache-Control"] = "no-store, private"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        assert request.resolver_match is not None  # noqa: S101 - Django calls this only after routing
        page = TABLE.get(request.resolver_match.view_name)
        if page is None:
            log.error("refused: %s is not in the table of permissions", request.resolver_match.view_name)
            raise Http404
        _refuse_unkeepable(request, page)
        actor = cast(Request, request).actor
        if may_use(page, actor):
            return None
        if page.door is Door.API:
            return problems.unknown() if VISITOR in audiences_of(actor) else problems.not_for_you()
        if VISITOR in audiences_of(actor):
            return _to_sign_in(request, page.door)
        if not may_know_of(page, actor):
            raise Http404
        raise PermissionDenied

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A fresh installation without a centre says so."""
        return errors.not_ready(request) if isinstance(exception, NoCentre) else None


def _refuse_unkeepable(request: HttpRequest, page: Page) -> None:
    """An address with a NUL in it names nothing that a database could hold. The API says so in its own words."""
    if "\x00" in request.path:
        raise Http404
    if page.door is not Door.API and any("\x00" in value for _name, values in request.GET.lists() for value in values):
        raise BadRequest("NUL in the address")


def _to_sign_in(request: HttpRequest, door: Door) -> HttpResponse:
    address = reverse("kit:staff_sign_in" if door is Door.DESK else "kit:sign_in")
    back = request.get_full_path() if request.method == "GET" else ""
    target = f"{address}?{urlencode({'next': back})}" if back else address
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(target)
