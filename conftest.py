"""One embedded PostgreSQL for the tests of this checkout, shared by everyone who runs tests in it at the same time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from config.embedded import Server


@pytest.fixture(scope="session")
def database_server() -> Iterator[Server]:
    server = Server(Path(settings.DATA), durable=False)
    with server.hold():
        yield server


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_server: Server, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """pytest-django asks for this before it makes the test database: by then the server is up."""
