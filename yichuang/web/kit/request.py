"""The request as our pages see it: who asks, and when."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from yichuang.people.actors import Actor


class Request(HttpRequest):
    """What the middleware adds; a type for views, never built."""

    actor: Actor
    now: datetime
    htmx: HtmxDetails


def safe_next(request: HttpRequest, *, default: str) -> str:
    """The page to go on to, when `next` names one of ours; else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") else default
