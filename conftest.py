"""One embedded PostgreSQL for the tests of this checkout, shared by everyone who runs tests in it at the same time."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation

from config.embedded import Server

# No example is timed: a busy machine is not a fault of the program.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def database_server() -> Iterator[Server]:
    server = Server(Path(settings.DATA), durable=False)
    with server.hold():
        yield server


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_server: Server, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """pytest-django asks for this before it makes the test database: by then the server is up."""


@pytest.fixture(autouse=True)
def _in_chinese() -> None:
    """A page asked for in English leaves its thread in English; the next test begins in Chinese again."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _journal_left_empty(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that really commits leaves nothing in the journal, whose guards keep the usual flush away from it."""
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    from yichuang.base.testing import empty_journal

    yield
    empty_journal()
