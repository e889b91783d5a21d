"""What the tests of the ground share."""

from collections.abc import Iterator

import pytest

from yichuang.base import followers
from yichuang.base.testing import empty_journal


@pytest.fixture
def committed_journal(transactional_db: None) -> Iterator[None]:
    """A test that really commits, and leaves nothing in the journal."""
    empty_journal()
    yield
    empty_journal()


@pytest.fixture
def own_followers() -> Iterator[dict[str, followers.Follower]]:
    """Followers of the test alone; those of the program come back afterwards."""
    kept = dict(followers._registered)
    followers._registered.clear()
    yield followers._registered
    followers._registered.clear()
    followers._registered.update(kept)
