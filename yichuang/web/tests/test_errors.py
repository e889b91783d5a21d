"""When something of ours is broken, a person gets a page and a program gets problem+json."""

import json

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
