"""The table of permissions, asked for every URL with every audience."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from yichuang.base import clock
from yichuang.people import actors, testing
from yichuang.people.actors import VISITOR, Actor
from yichuang.people.models import Account, Role
from yichuang.web.middleware.gate import GateMiddleware
from yichuang.web.permissions import PUBLIC, TABLE, Door, Page
from yichuang.web.permissions import VISITOR as VISITORS

AN_ID = UUID("019b0000-0000-7000-8000-000000000001")
AUDIENCES = [VISITORS, PUBLIC, *[str(role) for role in Role]]


def _argument(converter: Any) -> Any:
    """Something that fits: an id that nobody has, a number, a word."""
    if "[0-9a-f]{8}" in converter.regex:
        return AN_ID
    return 1 if converter.regex == "[0-9]+" else "none"


def _arguments(pattern: Any) -> dict[str, Any]:
    return {name: _argument(converter) for name, converter in pattern.pattern.converters.items()}


def _named(
    patterns: list[Any], space: str = "", given: dict[str, Any] | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    for pattern in patterns:
        named = (given or {}) | _arguments(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _named(list(pattern.url_patterns), inner, named)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}", named


NAMED = dict(_named(list(get_resolver().url_patterns)))
"""Every URL name with something that fits into its address."""
ADDRESSES = {name: reverse(name, kwargs=named) for name, named in NAMED.items()}


def account_of(audience: str) -> Account | None:
    """Somebody who belongs to this audience and to no other."""
    if audience == VISITORS:
        return None
    return (
        testing.zhang_wei()
        if audience == PUBLIC
        else testing.staff(f"a.{audience.replace('_', '.')}", "某人", Role(audience))
    )


def answer_of_the_gate(page: Page, address: str, actor: Actor) -> str:
    """What the gate says, as a word."""
    request: Any = RequestFactory().get(address)
    request.resolver_match, request.actor = resolve(address), actor
    gate = GateMiddleware(lambda _request: HttpResponse())
    try:
        answer = gate.process_view(request, lambda: None, [], {})
    except Http404:
        return "404"
    except PermissionDenied:
        return "403"
    return "open" if answer is None else str(answer.status_code)


def expected(page: Page, audience: str) -> str:
    """What the table promises, worked out on its own."""
    if audience in page.who:
        return "open"
    if page.door is Door.API:
        return "401" if audience == VISITORS else "403"
    if audience == VISITORS:
        return "302"
    return "404" if page.door is Door.DESK and audience == PUBLIC else "403"


@pytest.mark.django_db
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_gate_answers_as_the_table_says(audience: str) -> None:
    account = account_of(audience)
    actor = actors.of(account, at=clock.now()) if account else VISITOR

    wrong = [
        (name, said)
        for name, address in ADDRESSES.items()
        if (said := answer_of_the_gate(TABLE[name], address, actor)) != expected(TABLE[name], audience)
    ]

    assert not wrong


@pytest.fixture
def signed_in_as() -> Callable[[str], Client]:
    def client_of(audience: str) -> Client:
        account, client = account_of(audience), Client(raise_request_exception=False)
        if account is not None:
            request = HttpRequest()
            request.session = SessionStore()
            login(request, account, backend="django.contrib.auth.backends.ModelBackend")
            request.session.save()
            client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key or ""
        return client

    return client_of


@pytest.mark.django_db
@pytest.mark.parametrize("audience", AUDIENCES)
def test_whoever_may_not_use_a_page_is_refused_over_http(signed_in_as: Callable[[str], Client], audience: str) -> None:
    client = signed_in_as(audience)
    refused = {
        name: expected(page, audience)
        for name, page in TABLE.items()
        if audience not in page.who and page.door is not Door.API
    }

    said = {name: str(client.get(ADDRESSES[name]).status_code) for name in refused}

    assert said == refused


@pytest.mark.django_db
def test_the_api_knows_no_cookies(signed_in_as: Callable[[str], Client]) -> None:
    client = signed_in_as(Role.CLERK)

    assert client.post(ADDRESSES["api:acceptance"]).status_code in (401, 405)


@pytest.mark.django_db
def test_personal_answers_are_kept_by_no_cache(signed_in_as: Callable[[str], Client]) -> None:
    client = signed_in_as(PUBLIC)

    assert client.get(ADDRESSES["portal:case"])["Cache-Control"] == "no-store, private"
