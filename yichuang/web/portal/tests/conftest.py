"""Tests of the portal play in the staffed town, on an ordinary Monday."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from yichuang.cases import testing
from yichuang.people import testing as town

NOW = testing.moment(0, 10)


@pytest.fixture(autouse=True)
def staffed_town(db: None) -> Iterator[None]:
    testing.staffed_town()
    testing.licence()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def visitor() -> Client:
    """Somebody without an account."""
    return Client()


def signed_in(username: str) -> Client:
    client = Client()
    answer = client.post("/account/login/", {"username": username, "password": town.PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.fixture
def zhang_wei() -> Client:
    """The applicant, signed in."""
    return signed_in(town.zhang_wei().username)


@pytest.fixture
def wang_fang() -> Client:
    """A stranger to Zhang Wei's cases, signed in."""
    return signed_in(town.wang_fang().username)
