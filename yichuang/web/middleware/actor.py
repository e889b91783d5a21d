"""Every request has `actor` (who asks) and `now` (when: the one reading of the clock)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from yichuang.base import clock
from yichuang.people import actors, tokens
from yichuang.people.actors import Actor
from yichuang.web.permissions import TABLE, Door


class ActorMiddleware:
    """Builds `request.actor` when it is first asked for, from the session, or in the API from the bearer token only:
    a cookie that a browser sends by itself must never act through the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.now = clock.now()  # type: ignore[attr-defined]  # kit.request.Request declares it
        request.actor = SimpleLazyObject(lambda: _actor_of(request))  # type: ignore[attr-defined]  # the same
        return self.get_response(request)


def _actor_of(request: HttpRequest) -> Actor:
    at = request.now  # type: ignore[attr-defined]  # set above
    match = request.resolver_match
    page = TABLE.get(match.view_name) if match else None
    if page is not None and page.door is Door.API:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return tokens.actor_for(token.strip(), at=at) if scheme.lower() == "bearer" else actors.VISITOR
    user = request.user
    return actors.of(user, at=at) if user.is_authenticated else actors.VISITOR
