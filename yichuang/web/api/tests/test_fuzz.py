"""The API against its own OpenAPI document: whatever is sent, it never fails, and it answers as it says.

The short form, a few requests a call; the long form is `python bench/fuzz.py`.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok

from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import Caller

FEW = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
load_all_checks()
TOLD = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)
PEOPLE = {"citizen": town.zhang_wei, "clerk": town.liu_mei, "examiner": town.zhao_gang}


@contextmanager
def _one_transaction() -> Iterator[None]:
    """The server closes the connection after each request; a test plays within one transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_request_makes_it_fail(caller: Callable[..., Caller], who: str) -> None:
    asking = caller(PEOPLE[who]())
    document = schemathesis.openapi.from_dict(json.loads(asking.get("/openapi.json").content))
    document.app = get_wsgi_application()
    with _one_transaction():
        for found in document.get_all_operations():
            assert isinstance(found, Ok)
            _ask(found.ok(), asking.headers)


def _ask(operation: Any, headers: dict[str, str]) -> None:
    @FEW
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        response = case.call(headers=headers)
        case.validate_response(response, checks=TOLD)

    ask()
