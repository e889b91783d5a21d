"""Pauses, longer limits and ends before a decision, over HTTP."""

from collections.abc import Callable
from typing import Any

from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import Caller
from yichuang.web.api.tests.test_way import OPINION, ok

Calling = Callable[..., Caller]


def examined(caller: Calling) -> tuple[str, Caller]:
    citizen, clerk, examiner = caller(town.zhang_wei()), caller(town.liu_mei()), caller(town.zhao_gang())
    number = ok(citizen.post("/cases", citizen.application()), 201)["number"]
    ok(clerk.post(f"/cases/{number}/acceptance"))
    ok(examiner.post(f"/cases/{number}/examination"))
    ok(examiner.post(f"/cases/{number}/opinions", OPINION))
    return number, examiner


def test_a_procedure_is_begun_and_ended_and_the_applicant_sees_it(caller: Calling) -> None:
    number, examiner = examined(caller)
    kinds = {one["key"] for one in ok(examiner.get(f"/cases/{number}/holds"))["kinds"]}
    assert "quarantine" in kinds
    assert "site_inspection" not in kinds
    said: dict[str, Any] = {"kind": "quarantine", "days": 4, "reason": "动物检疫"}
    held = ok(examiner.post(f"/cases/{number}/suspension", said))
    assert (held["state"]["code"], held["statutory_due_at"]) == ("suspended", None)
    again = examiner.post(f"/cases/{number}/suspension", said)
    assert (again.status_code, again.json()["code"]) == (409, "already_held")
    seen = ok(caller(town.zhang_wei()).get(f"/cases/{number}/holds"))["holds"]
    assert [(one["title"], one["until"]) for one in seen] == [("检疫", None)]
    gone_on = ok(examiner.post(f"/cases/{number}/resumption", {"hold": seen[0]["id"], "result": "合格"}))
    assert gone_on["state"]["code"] == "examining"


def test_more_time_is_asked_for_and_granted_and_the_case_can_be_ended(caller: Calling) -> None:
    number, examiner = examined(caller)
    before = ok(examiner.post(f"/cases/{number}/extension", {"reason": "需要函询"}))["statutory_due_at"]
    head = caller(town.wu_jun())
    refused = ok(head.post(f"/cases/{number}/extension/refusal", {"answer": "来得及"}))
    assert refused["statutory_due_at"] == before
    ok(examiner.post(f"/cases/{number}/extension", {"reason": "仍需函询"}))
    assert ok(head.post(f"/cases/{number}/extension/grant", {}))["statutory_due_at"] > before
    ended = ok(head.post(f"/cases/{number}/termination", {"reason": "注销", "law": "某条例"}))
    assert ended["state"]["code"] == "terminated"
