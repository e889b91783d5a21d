"""Whoever is refused before his file was read gets the answer, not a broken line."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db
FORM = "multipart/form-data; boundary=x"


def sent(path: str, content: bytes) -> tuple[int, int]:
    """The status of the answer, and how much was read of what was sent."""
    stream = io.BytesIO(content)
    environ: dict[str, Any] = {"wsgi.input": stream}
    answer = Client(enforce_csrf_checks=True).generic("POST", path, content, content_type=FORM, **environ)
    return answer.status_code, stream.tell()


@pytest.mark.parametrize(("path", "status"), [("/api/v1/uploads", 401), ("/nowhere/", 404), ("/account/login/", 403)])
def test_a_refused_request_is_read_to_its_end(path: str, status: int) -> None:
    content = b"x" * 3_000_000
    assert sent(path, content) == (status, len(content))


def test_what_no_upload_can_be_is_not_read_for_ever() -> None:
    content = bytes(3 * settings.UPLOAD_LIMIT)
    status, read = sent("/api/v1/uploads", content)
    assert status == 401
    assert read < len(content)
