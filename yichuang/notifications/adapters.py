"""The port to whoever sends text messages; which class stands behind it is a setting."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class TextService(Protocol):
    """A firm that sends text messages. It is called in a job, never inside a transaction of an act.

    `is_connected` says whether there is one at all.
    """

    is_connected: bool

    def send(self, phone: str, words: str, *, reference: str) -> None:
        """Hand one message over. `reference` is the same when it is tried again. Raises when it was not taken."""


class Nobody:
    """No connection: news stands on the applicant's page and nowhere else."""

    is_connected = False

    def send(self, phone: str, words: str, *, reference: str) -> None:
        raise NotImplementedError


def text_service() -> TextService:
    """Whoever sends here (`YICHUANG_SMS`)."""
    service: TextService = import_string(settings.TEXT_SERVICE)()
    return service
