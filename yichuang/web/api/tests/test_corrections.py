"""Corrections over HTTP: each line with its rule and its fate, and what is put right without a letter."""

from collections.abc import Callable

from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import Caller
from yichuang.web.api.tests.test_way import application, ok

Calling = Callable[..., Caller]
DEFECTS = [{"material_key": "identity", "reason": "复印件不清晰"}, {"field": "premises", "reason": "门牌号不全"}]


def answered(caller: Calling) -> str:
    citizen, clerk = caller(town.zhang_wei()), caller(town.liu_mei())
    number = str(ok(citizen.post("/cases", citizen.application()), 201)["number"])
    ok(clerk.post(f"/cases/{number}/correction", {"defects": DEFECTS}))
    paper = [{"key": "identity", "originals": 1, "original_seen": True}]
    ok(clerk.post(f"/cases/{number}/corrected", {"materials": paper, "answers": {"premises": "小城县东街1号甲"}}))
    return number


def test_the_lines_are_marked_and_read_by_the_applicant(caller: Calling) -> None:
    number, citizen, clerk = answered(caller), caller(town.zhang_wei()), caller(town.liu_mei())
    marks = [{"line": 1, "right": False, "remark": "背面没有复印"}, {"line": 2, "right": True}]
    ok(clerk.post(f"/cases/{number}/correction/marks", {"lines": marks}))
    [last] = ok(citizen.get(f"/cases/{number}/corrections"))["rounds"]
    assert [(one["what"], one["status"], one["remark"]) for one in last["lines"]] == [
        ("身份证明", "still_wrong", "背面没有复印"),
        ("经营场所", "accepted", ""),
    ]
    assert clerk.post(f"/cases/{number}/acceptance").json()["code"] == "still_wrong"
    assert caller(town.wang_fang()).get(f"/cases/{number}/corrections").status_code == 404


def test_an_error_is_put_right_at_the_window(caller: Calling) -> None:
    clerk = caller(town.liu_mei())
    party = ok(caller(town.zhang_wei()).get("/me"))["party"]["id"]
    number = ok(clerk.post("/cases", application(applicant=party)), 201)["number"]
    said = {"answers": {"premises": "小城县东街1号甲"}}
    assert clerk.post(f"/cases/{number}/on-the-spot", said).status_code == 422
    assert ok(clerk.post(f"/cases/{number}/on-the-spot", said | {"confirmed": True}))["state"]["code"] == "submitted"
    assert "case.correct_on_the_spot" in [e["act"] for e in ok(clerk.get(f"/cases/{number}/history"))["entries"]]
