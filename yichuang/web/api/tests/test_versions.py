"""Published versions and what differs between them, for everybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yichuang.base import clock
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import TimeLimit
from yichuang.catalogue.revising import publishing, writing
from yichuang.people import actors

pytestmark = pytest.mark.django_db
ITEM = "/api/v1/items/shop-licence"


@pytest.fixture(autouse=True)
def two_versions() -> None:
    """The second begins tomorrow; a third is being written."""
    first = catalogue.published_item("shop-licence")
    limit = TimeLimit(length=3, unit="working_days", text="3个工作日")
    second = catalogue.draft(first.item, promised=limit)
    tomorrow = timezone.localdate() + timedelta(days=1)
    publishing.publish(version=second, effective_from=tomorrow, by=actors.SYSTEM, at=clock.now())
    writing.begin(item=first.item, reason="再改", by=actors.SYSTEM, at=clock.now())


def test_every_published_version_is_listed_and_no_draft() -> None:
    answer = Client().get(f"{ITEM}/versions")
    assert [one["number"] for one in answer.json()["versions"]] == [2, 1]


def test_a_version_says_what_it_said() -> None:
    assert Client().get(f"{ITEM}/versions/1").json()["promised"]["length"] == 5
    assert Client().get(f"{ITEM}/versions/2").json()["promised"]["length"] == 3


def test_two_versions_are_compared_in_words() -> None:
    (change,) = Client().get(f"{ITEM}/difference?from=1&to=2").json()["changes"]
    assert change["sentence"] == "承诺办结时限 5个工作日 → 3个工作日"
    assert change["paths"] == ["promised.length", "promised.text"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{ITEM}/versions/3", 404),
        (f"{ITEM}/versions/0", 404),
        (f"{ITEM}/versions/99999999999999999999", 404),
        ("/api/v1/items/nothing/versions", 404),
        (f"{ITEM}/difference?from=1&to=3", 404),
        (f"{ITEM}/difference?from=1", 422),
        (f"{ITEM}/difference?from=x&to=1", 422),
    ],
)
def test_what_was_never_published_is_not_found(address: str, status: int) -> None:
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
