"""A staffed town, with a sender of messages that remembers what it was given."""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from django.test import override_settings

from yichuang.cases import testing as cases


class Phone:
    """A sender that takes everything but what `broken` says."""

    is_connected = True
    taken: ClassVar[list[tuple[str, str, str]]] = []
    broken: ClassVar[bool] = False

    def send(self, phone: str, words: str, *, reference: str) -> None:
        if self.broken:
            raise OSError("no line")
        self.taken.append((phone, words, reference))


@pytest.fixture
def staffed(db: None) -> None:
    cases.staffed_town()


@pytest.fixture
def phone(staffed: None) -> Iterator[type[Phone]]:
    Phone.taken, Phone.broken = [], False
    with override_settings(TEXT_SERVICE="yichuang.notifications.tests.conftest.Phone"):
        yield Phone
