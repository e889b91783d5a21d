"""清单之外无审批, at every door: each tells in a sentence that the item cannot be applied for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from yichuang.cases import applying, testing
from yichuang.cases.models import Case, Draft
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.revising import publishing
from yichuang.people import actors, tokens
from yichuang.people import testing as town
from yichuang.web.desk.tests.test_counter import sheet

NOW = testing.moment(0, 10)


@pytest.fixture(autouse=True)
def staffed(db: None) -> Iterator[None]:
    testing.staffed_town()
    testing.licence()
    with time_machine.travel(NOW, tick=False):
        yield


def paused(version: ItemVersion) -> str:
    publishing.pause(version=version, reason="检修", by=actors.SYSTEM, at=NOW)
    return "已暂停受理"


def cancelled(version: ItemVersion) -> str:
    publishing.cancel(version=version, reason="取消", by=actors.SYSTEM, at=NOW)
    return "不在目前公布的事项清单"


STATES = [paused, cancelled]
State = Callable[[ItemVersion], str]


def signed_in(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.mark.parametrize("state", STATES)
def test_the_portal_begins_nothing(state: State) -> None:
    state(testing.licence())
    client = signed_in(town.zhang_wei())
    assert client.get("/items/food-licence/apply/").status_code in (404, 410)
    assert client.post("/items/food-licence/apply/", {"applicant": "me"}).status_code in (404, 410)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("state", STATES)
def test_the_portal_sends_no_draft_that_was_begun_before(state: State) -> None:
    version, by = testing.licence(), testing.applicant(NOW)
    party = town.zhang_wei().party
    assert party is not None
    draft = applying.begin_draft(version=version, applicant=party, by=by, at=NOW)
    told = state(version)
    answer = signed_in(town.zhang_wei()).post(f"/drafts/{draft.pk}/review/", {"truth": "on"}, follow=True)
    assert told in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("do", ["accept", "take_in"])
@pytest.mark.parametrize("state", STATES)
def test_the_counter_takes_nothing_in(state: State, do: str) -> None:
    given = sheet(do=do)
    told = state(testing.licence())
    answer = signed_in(town.liu_mei()).post("/desk/counter/", given)
    assert told in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("address", ["/api/v1/cases", "/api/v1/items/food-licence/check"])
@pytest.mark.parametrize("account", [town.zhang_wei, town.liu_mei])
@pytest.mark.parametrize("state", STATES)
def test_the_api_refuses(state: State, account: Callable[[], Any], address: str) -> None:
    told = state(testing.licence())
    token = tokens.make(account(), name="test", by=actors.SYSTEM, at=NOW)
    body = {"answers": {"premises": "小城县东街1号"}, "materials": []} | (
        {"item": "food-licence"} if "cases" in address else {}
    )
    answer = Client().post(
        address,
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "k"},
    )
    assert answer.status_code == 422
    assert told in answer.json()["detail"]
    assert not Case.objects.exists()
