"""A small town at work, and somebody at the desk."""

from collections.abc import Callable

import pytest
from django.test import Client

from yichuang.cases import testing as cases
from yichuang.people.models import Account

At = Callable[[Account], Client]


@pytest.fixture
def staffed(db: None) -> None:
    """The department, its officers, its clerk and its mandates."""
    cases.staffed_town()


@pytest.fixture
def at_desk() -> At:
    """A browser in which this member of staff has signed in."""

    def signed_in(account: Account) -> Client:
        client = Client()
        client.force_login(account)
        return client

    return signed_in
