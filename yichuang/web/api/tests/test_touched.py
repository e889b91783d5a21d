"""Whoever was told that a case touches him, over HTTP: he reads what is his, speaks, and asks for a hearing."""

from collections.abc import Callable

from yichuang.documents import testing as paper
from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import Caller
from yichuang.web.api.tests.test_pausing import examined
from yichuang.web.api.tests.test_way import ok

Calling = Callable[..., Caller]


def told(caller: Calling) -> tuple[str, int, Caller, Caller]:
    number, examiner = examined(caller)
    party = town.wang_fang().party
    assert party is not None
    who = {"name": str(party.name.open()), "number": str(party.number.open())}
    ok(examiner.post(f"/cases/{number}/interested-party", who | {"interest": "采光", "days": 5}))
    (row,) = ok(examiner.get(f"/cases/{number}/statements"))["interested"]
    return number, row["id"], examiner, caller(town.wang_fang())


def test_he_speaks_with_his_papers_and_the_office_reads_it(caller: Calling) -> None:
    number, row, examiner, neighbour = told(caller)
    (line,) = ok(neighbour.get("/interested"))["told"]
    assert (line["id"], line["case"], line["interest"]) == (row, number, "采光")
    file = ok(neighbour.upload(paper.png(), name="窗户.png"), 201)["id"]
    said = {"words": "雨棚挡住窗户", "files": [file]}
    after = ok(neighbour.post(f"/interested/{row}/statement", said))
    assert after["heard_at"]
    assert "applicant" not in after
    assert neighbour.get(f"/interested/{row}/files/{file}").status_code == 200
    (seen,) = ok(examiner.get(f"/cases/{number}/statements"))["statements"]
    assert (seen["of"], seen["words"], seen["files"][0]["id"]) == (row, "雨棚挡住窗户", file)
    assert examiner.get(f"/cases/{number}/files/{file}").status_code == 200
    citizen = caller(town.zhang_wei())
    assert ok(citizen.get(f"/cases/{number}/statements")) == {"interested": [], "statements": []}
    assert citizen.get(f"/cases/{number}/files/{file}").status_code == 404
    assert ok(neighbour.get("/news"))["news"][0]["interested"] == row


def test_to_everybody_else_he_has_no_row(caller: Calling) -> None:
    number, row, _examiner, neighbour = told(caller)
    citizen = caller(town.zhang_wei())
    assert ok(citizen.get("/interested")) == {"told": []}
    for path in ("", "/hearing/request", "/hearing/waiver", "/statement"):
        post = citizen.post(f"/interested/{row}{path}", {"words": "我"} if path == "/statement" else {})
        assert (citizen.get(f"/interested/{row}") if not path else post).json()["code"] == "not_found"
    assert neighbour.get(f"/cases/{number}").status_code == 404
    assert neighbour.get(f"/interested/{2**63}").status_code == 404


def test_he_asks_for_the_hearing_and_his_letter_is_his(caller: Calling) -> None:
    number, row, examiner, neighbour = told(caller)
    ok(examiner.post(f"/cases/{number}/hearing/rights", {"matter": "采光"}))
    shown = ok(neighbour.get(f"/interested/{row}"))
    assert {one["act"] for one in shown["acts"]} == {
        *("make_statement_as_touched", "ask_hearing_as_touched", "waive_hearing_as_touched")
    }
    assert [one["kind"]["code"] for one in shown["letters"]] == ["interested_party_notice", "hearing_rights"]
    pdf = neighbour.get(f"/interested/{row}/letters/{shown['letters'][0]['id']}/pdf")
    assert pdf.content.startswith(b"%PDF") if not pdf.streaming else pdf.status_code == 200
    ok(neighbour.post(f"/interested/{row}/hearing/request"))
    assert ok(neighbour.get(f"/interested/{row}"))["hearing"]["asked_at"]


def test_the_applicant_writes_for_himself_and_officers_take_down_what_was_said(caller: Calling) -> None:
    number, row, examiner, _neighbour = told(caller)
    citizen, path = caller(town.zhang_wei()), f"/cases/{number}/statement"
    assert citizen.post(path, {"statements": "我说", "of": row}).json()["field"] == "of"
    ok(citizen.post(path, {"statements": "我说"}))
    assert [one["words"] for one in ok(citizen.get(f"/cases/{number}/statements"))["statements"]] == ["我说"]
    assert examiner.post(path, {"statements": "他说"}).json()["field"] == "place"
    ok(examiner.post(path, {"statements": "他说", "place": "二楼", "of": row}))
