"""Every test of the API plays in the staffed town, over HTTP, with bearer tokens, on an ordinary Monday."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yichuang.cases import testing
from yichuang.people import actors, tokens
from yichuang.people.models import Account

NOW = testing.moment(0, 10)


class Caller:
    """A program with a token (or none)."""

    def __init__(self, account: Account | None) -> None:
        self.client = Client(raise_request_exception=True)
        self.account = account
        self.headers: dict[str, str] = {}
        if account is not None:
            token = tokens.make(account, name="test", by=actors.SYSTEM, at=NOW)
            self.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", query or {}, headers=self.headers | headers)

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        text = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        return self.post_raw(path, text, key=key, **headers)

    def post_raw(self, path: str, text: bytes, *, key: str = "", **headers: str) -> Any:
        told = self.headers | headers | ({"Idempotency-Key": key} if key else {})
        return self.client.post(f"/api/v1{path}", text, content_type="application/json", headers=told)

    def upload(self, content: bytes, *, name: str, key: str = "") -> Any:
        told = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.client.post("/api/v1/uploads", {"file": SimpleUploadedFile(name, content)}, headers=told)

    def application(self, **changes: Any) -> dict[str, Any]:
        """A complete application with the files of this account."""
        assert self.account is not None, "a visitor has no files"
        given = testing.scans(by=actors.of(self.account, at=NOW))
        materials = [{"key": one.key, "file": str(one.file_id)} for one in given]
        contents = {"answers": {"premises": "小城县东街1号"}, "materials": materials, "again": "另一处经营场所"}
        return {"item": "food-licence"} | contents | changes


@pytest.fixture(autouse=True)
def staffed_town(db: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        testing.staffed_town()
        testing.licence()
        yield


@pytest.fixture
def caller() -> Callable[..., Caller]:
    return Caller
