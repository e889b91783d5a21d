"""A request sent twice is done once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from yichuang.cases.models import Case
from yichuang.documents import testing as papers
from yichuang.documents.models import StoredFile
from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import Caller

Calling = Callable[..., Caller]


def test_the_same_request_gets_the_same_answer(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())
    good = citizen.application()
    first, second = (citizen.post("/cases", good, key="k1") for _ in range(2))
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Case.objects.count() == 1


def test_another_request_under_the_same_key_is_refused(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())
    good = citizen.application()
    assert citizen.post("/cases", good, key="k1").status_code == 201
    other = citizen.post("/cases", good | {"answers": {"premises": "西街2号"}}, key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Case.objects.count() == 1


def test_a_key_is_its_owners(caller: Calling) -> None:
    for account in (town.zhang_wei(), town.wang_fang()):
        citizen = caller(account)
        assert citizen.post("/cases", citizen.application(), key="k1").status_code == 201
    assert Case.objects.count() == 2


def test_a_refusal_leaves_the_key_free(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())
    good = citizen.application()
    assert citizen.post("/cases", good | {"materials": []}, key="k1").status_code == 422
    assert citizen.post("/cases", good, key="k1").status_code == 201


@pytest.mark.parametrize("key", ["x" * 201, "空", "a\tb"])
def test_an_impossible_key_is_refused(caller: Calling, key: str) -> None:
    citizen = caller(town.zhang_wei())
    refused = citizen.post("/cases", citizen.application(), key=key)
    assert (refused.status_code, refused.json()["field"]) == (422, "Idempotency-Key")
    assert not Case.objects.exists()


def test_an_upload_is_known_by_its_bytes(caller: Calling) -> None:
    citizen, content = caller(town.zhang_wei()), papers.pdf()
    first, second = (citizen.upload(content, name="材料.pdf", key="u") for _ in range(2))
    assert first.json() == second.json()
    assert StoredFile.objects.count() == 1
    assert citizen.upload(papers.pdf(3), name="材料.pdf", key="u").status_code == 422


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_done_and_the_others_get_its_answer(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())
    good = citizen.application()

    def send(_turn: int) -> Any:
        try:
            return citizen.post("/cases", good, key="k1")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert Case.objects.count() == 1
