"""Bad input gets a sentence that names the field and the remedy, and changes nothing."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from yichuang.base import journal
from yichuang.cases.models import Case
from yichuang.documents import testing as papers
from yichuang.documents.models import StoredFile
from yichuang.people import testing as town
from yichuang.people.models import Party
from yichuang.web.api.tests.conftest import Caller

Calling = Callable[..., Caller]
GOOD = {
    "item": "food-licence",
    "answers": {"premises": "小城县东街1号"},
    "materials": [],
}
PERSON = {
    "kind": "natural",
    "name": "张三",
    "document_type": "identity_card",
    "number": town.identity_number(55),
}


@pytest.fixture(autouse=True)
def _nothing_changes(staffed_town: None) -> Iterator[None]:
    town.zhang_wei(), town.liu_mei()
    yield
    assert not Case.objects.exists()


def told(response: Any, status: int = 422) -> dict[str, Any]:
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["detail"]
    return body


def fields(body: dict[str, Any]) -> set[str]:
    return {one["field"] for one in body.get("errors", [])} or {body.get("field", "")}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "410522199003070551"}, "number"),
        ({"number": "41052220990101123X"}, "number"),
        ({"name": "张\x00三"}, "name"),
        ({"name": "张\ud800三"}, "name"),
        ({"name": "x" * 1_000_000}, "name"),
        ({"name": ""}, "name"),
        ({"phone": "12345"}, "phone"),
        ({"surprise": 1}, "surprise"),
        ({"document_type": "library_card"}, "document_type"),
        ({"name": 7}, "name"),
    ],
)
def test_a_person_that_cannot_be_right_is_refused_by_field(caller: Calling, change: dict[str, Any], field: str) -> None:
    before = Party.objects.count()
    body = told(caller(town.liu_mei()).post("/parties", PERSON | change))
    assert field in " ".join(fields(body)) or "姓名" in body["detail"], body
    assert Party.objects.count() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"item": "no-such-item"}, "item"),
        ({"answers": {}}, "premises"),
        ({"answers": {"premises": "东街\x00"}}, "answers.premises"),
        ({"answers": {"premises": "长" * 200}}, "premises"),
        ({"answers": {"premises": "东街1号", "colour": "红"}}, "colour"),
        ({"answers": {"premises": 10**400}}, "answers.premises"),
        ({"materials": []}, "materials.application"),
        ({"materials": [{"key": "application", "originals": -1}]}, "materials.0.originals"),
        ({"materials": [{"key": "application", "originals": "1"}]}, "materials.0.originals"),
        ({"materials": [{"key": "application", "file": "x"}]}, "materials.0.file"),
        ({"state": "accepted"}, "state"),
        ({"accepted_at": "2020-01-01"}, "accepted_at"),
        ({"applicant": "01890000-0000-7000-8000-000000000000"}, "applicant"),
    ],
)
def test_an_application_that_cannot_be_right_is_refused_by_field(
    caller: Calling, change: dict[str, Any], field: str
) -> None:
    citizen = caller(town.zhang_wei())
    body = told(citizen.post("/cases", citizen.application() | change))
    assert field in fields(body), body


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"item": NaN}', b'{"item": 1e999}', b"[" * 100_000, b'"x"'],
)
def test_what_is_no_json_object_is_refused(caller: Calling, text: bytes) -> None:
    response = caller(town.zhang_wei()).post_raw("/cases", text)
    assert response.status_code in (400, 422)
    assert response["Content-Type"] == "application/problem+json"


def test_json_that_is_too_deep_or_too_large_is_refused(caller: Calling) -> None:
    deep: Any = "x"
    for _ in range(60):
        deep = {"a": deep}
    asking = caller(town.zhang_wei())
    told(asking.post("/cases", GOOD | {"answers": {"premises": deep}}))
    told(asking.post("/cases", GOOD | {"answers": {"premises": "x" * 3_000_000}}), 413)


@pytest.mark.parametrize(
    "query", [{"q": "a\x00b"}, {"after": "a\x00"}, {"limit": "0"}, {"limit": "x"}, {"q": "长" * 999}]
)
def test_a_search_that_cannot_be_kept_is_refused(caller: Calling, query: dict[str, str]) -> None:
    told(caller(None).get("/items", query))


@pytest.mark.parametrize(
    "after", ["x", "none_x", "2026-01-01_x", "_", "9999-99-99_01890000-0000-7000-8000-000000000000"]
)
def test_a_place_in_a_list_that_does_not_exist_is_refused(caller: Calling, after: str) -> None:
    told(caller(town.zhang_wei()).get("/cases", {"after": after}))
    told(caller(town.liu_mei()).get("/cases", {"after": after}))


def test_files_that_are_not_what_they_say_are_refused(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())
    before = journal.Entry.objects.count()
    for content, name in (
        (b"MZ\x90\x00" + b"\x00" * 200, "材料.pdf"),
        (b"", "空.pdf"),
        (b"<script>alert(1)</script>", "图.png"),
        (papers.pdf(), "材料.jpg"),
    ):
        told(citizen.upload(content, name=name))
    assert citizen.client.post("/api/v1/uploads", {}, headers=citizen.headers).status_code == 422
    assert not StoredFile.objects.exists()
    assert journal.Entry.objects.filter(act="file.received").count() == 0
    assert journal.Entry.objects.count() >= before


def test_anothers_file_cannot_be_handed_in(caller: Calling) -> None:
    theirs = caller(town.wang_fang()).upload(papers.pdf(), name="材料.pdf").json()["id"]
    citizen = caller(town.zhang_wei())
    good = citizen.application()
    materials = [{"key": "application", "file": theirs}, good["materials"][1]]
    body = told(citizen.post("/cases", good | {"materials": materials}))
    assert fields(body) == {"materials.application"}


def test_everything_is_told_at_once(caller: Calling) -> None:
    body = told(caller(town.zhang_wei()).post("/cases", GOOD | {"answers": {}, "materials": []}))
    assert {"premises", "materials.application", "materials.identity"} <= fields(body)


def test_a_problem_is_json_whatever_the_sentence_holds(caller: Calling) -> None:
    response = caller(town.zhang_wei()).post_raw("/cases", json.dumps({"\ud800": 1}).encode())
    told(response)


@pytest.mark.parametrize("paper", [{"originals": 1}, {"copies": 1}, {"original_seen": True}])
def test_an_applicant_does_not_say_himself_what_paper_the_window_has_seen(
    caller: Calling, paper: dict[str, Any]
) -> None:
    citizen = caller(town.zhang_wei())
    good = citizen.application()
    first, second = good["materials"]
    body = told(citizen.post("/cases", good | {"materials": [first, second | paper]}))
    assert fields(body) == {"materials.identity"}


@pytest.mark.parametrize(
    ("name", "value"), [("accept", True), ("handed_in_by", "01890000-0000-7000-8000-000000000000")]
)
def test_an_applicant_does_not_fill_in_what_the_window_fills_in(caller: Calling, name: str, value: Any) -> None:
    citizen = caller(town.zhang_wei())
    assert fields(told(citizen.post("/cases", citizen.application(**{name: value})))) == {name}


def applied(caller: Calling) -> str:
    citizen = caller(town.zhang_wei())
    return str(citizen.post("/cases", citizen.application()).json()["number"])


class TestInTheWrongState:
    @pytest.fixture(autouse=True)
    def _nothing_changes(self, staffed_town: None) -> None:
        """Here a case is needed."""

    def test_an_act_is_409(self, caller: Calling) -> None:
        number = applied(caller)
        body = told(caller(town.zhao_gang()).post(f"/cases/{number}/examination"), 409)
        assert body["code"] == "wrong_state"
        assert number in body["detail"]

    def test_the_second_of_two_is_409(self, caller: Calling) -> None:
        number = applied(caller)
        clerk = caller(town.liu_mei())
        assert clerk.post(f"/cases/{number}/acceptance").status_code == 200
        told(clerk.post(f"/cases/{number}/acceptance"), 409)
