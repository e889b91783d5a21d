"""What the tests of the ground share."""

from collections.abc import Iterator

import pytest

from yichuang.base import followers
from yichuang.base.testing import empty_journal


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit to the journal flush the tables of the ground alone: emptying every table of the program after
    each of so many tests takes minutes."""
    for item in items:
        if "committed_journal" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(transaction=True, available_apps=["yichuang.base"]))


@pytest.fixture
def committed_journal() -> None:
    """A test that really commits, beginning with an empty journal; see above for what it is marked with."""
    empty_journal()


@pytest.fixture
def own_followers() -> Iterator[dict[str, followers.Follower]]:
    """Followers of the test alone; those of the program come back afterwards."""
    kept = dict(followers._registered)
    followers._registered.clear()
    yield followers._registered
    followers._registered.clear()
    followers._registered.update(kept)
