"""A session left alone ends: staff sooner than citizens, and after a working day in any case."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yichuang.people.models import AccountKind
from yichuang.web.kit.request import Request
from yichuang.web.permissions import TABLE

SEEN: Final = "seen"
# The row of the session is rewritten at most this often, so that reading pages costs no write.
GRAIN_SECONDS: Final = 60


class IdleMiddleware:
    """Signs out whoever was away longer than his kind of account may be; asking by itself (polling) does not count."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match
        page = TABLE.get(match.view_name) if match else None
        if page is None or SEEN not in request.session:
            return None
        now = cast(Request, request).now
        away = now.timestamp() - float(request.session[SEEN])
        staff = request.session.get("kind") == AccountKind.STAFF
        if away > (settings.STAFF_IDLE_SECONDS if staff else settings.PUBLIC_IDLE_SECONDS):
            return _end(request, staff=staff)
        if away > GRAIN_SECONDS and not page.polling:
            request.session[SEEN] = now.timestamp()
        return None


def begin(request: HttpRequest, *, kind: str, at: datetime) -> None:
    """Start to watch the session of somebody who has just signed in."""
    request.session[SEEN] = at.timestamp()
    request.session["kind"] = kind


def _end(request: HttpRequest, *, staff: bool) -> HttpResponse:
    logout(request)
    messages.warning(request, _("您离开的时间较长，为保护信息安全已自动退出，请重新登录。"))
    address = reverse("kit:staff_sign_in" if staff else "kit:sign_in")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    back = request.get_full_path() if request.method == "GET" else ""
    return HttpResponseRedirect(f"{address}?{urlencode({'next': back})}" if back else address)
