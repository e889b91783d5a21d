"""What the tests of the ground share."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from yichuang.base import followers
from yichuang.base.followers import Cursor, SetAside
from yichuang.base.idempotency import Key
from yichuang.base.numbering import Counter
from yichuang.base.testing import empty_journal


@pytest.fixture
def committed_journal(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test that really commits to the tables of the ground, and clears these alone: the usual flush would empty
    every table of the program, for each of many tests."""
    with django_db_blocker.unblock():
        _clear()
        yield
        _clear()


def _clear() -> None:
    empty_journal()
    for table in (Cursor, SetAside, Counter, Key):
        table.objects.all().delete()


@pytest.fixture
def own_followers() -> Iterator[dict[str, followers.Follower]]:
    """Followers of the test alone; those of the program come back afterwards."""
    kept = dict(followers._registered)
    followers._registered.clear()
    yield followers._registered
    followers._registered.clear()
    followers._registered.update(kept)
