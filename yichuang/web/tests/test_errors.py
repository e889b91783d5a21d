"""When something of ours is broken, a person gets a page and a program gets problem+json."""

import json

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from yichuang.web.kit import errors


def test_a_program_is_told_of_a_failure_in_its_own_form() -> None:
    answer = errors.server_error(RequestFactory().get("/api/v1/items"))
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == 500


def test_a_person_is_told_what_to_do_next() -> None:
    answer = errors.server_error(RequestFactory().get("/items/"))
    assert answer.status_code == 500
    assert "12345" in answer.content.decode()


@pytest.mark.parametrize("address", ["/api/v1/items", "/items/"])
def test_a_database_out_of_reach_is_a_pause_and_says_when_to_come_back(address: str) -> None:
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        answer = errors.server_error(RequestFactory().get(address))

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
