"""Certificates, the public list, quotas and supervision over HTTP."""

from collections.abc import Callable

from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import Caller
from yichuang.web.api.tests.test_way import OPINION, ok

Calling = Callable[..., Caller]


def issued(caller: Calling) -> str:
    citizen, clerk, examiner = caller(town.zhang_wei()), caller(town.liu_mei()), caller(town.zhao_gang())
    number: str = ok(citizen.post("/cases", citizen.application()), 201)["number"]
    ok(clerk.post(f"/cases/{number}/acceptance"))
    ok(examiner.post(f"/cases/{number}/examination"))
    ok(examiner.post(f"/cases/{number}/opinions", OPINION))
    ok(caller(town.sun_li()).post(f"/cases/{number}/opinions", OPINION))
    ok(caller(town.zhou_min()).post(f"/cases/{number}/decision", {"outcome": "granted"}))
    ok(examiner.post(f"/cases/{number}/issue", {"certificate_number": "豫食1"}))
    return number


def test_the_holder_sees_his_certificate_and_applies_for_its_renewal(caller: Calling) -> None:
    number = issued(caller)
    citizen = caller(town.zhang_wei())
    (mine,) = ok(citizen.get("/certificates"))["certificates"]
    assert (mine["case"], mine["number"], mine["standing"]) == (number, "豫食1", "in_force")
    assert "renewal" in mine["possible"]
    wanted = citizen.application() | {"purpose": "renewal", "certificate": "豫食1"}
    assert ok(citizen.post("/cases", wanted), 201)["number"]
    assert citizen.post("/cases", wanted).json()["code"] == "cannot_continue"


def test_a_stranger_neither_sees_nor_names_it(caller: Calling) -> None:
    number = issued(caller)
    stranger = caller(town.wang_fang())
    assert ok(stranger.get("/certificates"))["certificates"] == []
    assert stranger.get(f"/cases/{number}/certificate").status_code == 404
    wanted = stranger.application() | {"purpose": "change", "certificate": "豫食1"}
    assert stranger.post("/cases", wanted).json()["code"] == "cannot_continue"


def test_it_is_revoked_and_the_list_says_so(caller: Calling) -> None:
    number = issued(caller)
    examiner, head = caller(town.zhao_gang()), caller(town.wu_jun())
    said = {"way": "revoked", "ground": "not_eligible", "reasons": "场地证明系伪造"}
    ok(examiner.post(f"/cases/{number}/certificate/intention", said))
    ok(examiner.post(f"/cases/{number}/certificate/defence", {"statement": "没有意见", "place": "会议室"}))
    assert ok(head.post(f"/cases/{number}/certificate/end", said))["standing"] == "revoked"
    case = ok(caller(town.zhang_wei()).get(f"/cases/{number}"))
    assert (case["state"]["code"], case["due_at"], case["line"]) == ("terminated", None, None)
    sent = {"mode": "courier", "courier": "邮政", "tracking_number": "E1"}
    assert caller(town.liu_mei()).post(f"/cases/{number}/delivery", sent).json()["code"] == "decision_revoked"
    (line,) = ok(caller(None).get("/decisions"))["decisions"]
    assert (line["outcome"], line["item"]) == ("已撤销", "food-licence")
    assert "张伟" not in line["holder"]
    assert caller(None).get("/decisions?after=bent").status_code == 422


def test_supervision_is_signed_for(caller: Calling) -> None:
    issued(caller)
    officer = caller(town.zhao_gang())
    (note,) = ok(officer.get("/supervision-notes"))["notes"]
    assert ok(officer.post(f"/supervision-notes/{note['id']}/receipt"))["seen_at"]
    assert ok(officer.get("/supervision-notes"))["notes"] == []
    assert officer.post("/supervision-notes/99999999999999999999/receipt").status_code == 404


def test_an_item_without_limit_has_no_quota(caller: Calling) -> None:
    assert caller(None).get("/items/food-licence/quota").status_code == 404
