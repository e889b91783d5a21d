"""The OpenAPI document says what is true."""

import json
from collections.abc import Callable, Iterator

from django.urls import get_resolver
from openapi_spec_validator import validate

from yichuang.base.refusal import Refused
from yichuang.web.api.refusing import STATUS
from yichuang.web.api.tests.conftest import Caller
from yichuang.web.permissions import API_PAGES, TABLE


def test_it_is_a_valid_openapi_3_1_document(caller: Callable[..., Caller]) -> None:
    response = caller(None).get("/openapi.json")
    document = json.loads(response.content)
    validate(document)
    assert document["openapi"].startswith("3.1")


def test_every_call_says_who_may_and_how_it_refuses(caller: Callable[..., Caller]) -> None:
    document = json.loads(caller(None).get("/openapi.json").content)
    for path, methods in document["paths"].items():
        assert path.startswith("/api/v1/")
        for method, operation in methods.items():
            assert operation["x-who"], path
            assert "application/problem+json" in operation["responses"]["422"]["content"]
            headers = [one["name"] for one in operation["parameters"] if one["in"] == "header"]
            assert ("Idempotency-Key" in headers) == (method == "post"), path


def test_every_address_stands_in_the_table_of_permissions() -> None:
    names = {f"api:{name}" for name in get_resolver().namespace_dict["api"][1].reverse_dict if isinstance(name, str)}
    assert names == set(API_PAGES)
    assert set(API_PAGES) <= set(TABLE)


def _kinds(of: type[Refused]) -> Iterator[type[Refused]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)


def test_every_code_with_a_status_of_its_own_is_the_code_of_a_refusal() -> None:
    assert set(STATUS) <= {kind.code for kind in _kinds(Refused)} | {Refused.code}
