"""Pauses, longer limits and ends before a decision, over HTTP."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from yichuang.cases import testing
from yichuang.cases.models import InterestedParty
from yichuang.catalogue.content import Intermediary
from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import NOW, Caller
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


def test_what_an_intermediary_takes_stands_beside_the_dates_and_moves_none(caller: Calling) -> None:
    case = testing.accepted(testing.licence("audited", intermediaries=(Intermediary(name="验资", basis="某条例"),)))
    clerk, where, day = caller(town.liu_mei()), f"/cases/{case.number}", f"{NOW:%Y-%m-%d}"
    dates = ok(clerk.get(f"{where}/clock"))["clocks"]
    said = {"service": "验资", "agency": "小城会计师事务所", "ordered_by": "applicant", "since": day}
    ok(clerk.post(f"{where}/intermediaries", said))
    again = clerk.post(f"{where}/intermediaries", said)
    assert (again.status_code, again.json()["code"]) == (409, "intermediary_at_work")
    ok(clerk.post(f"{where}/intermediaries/back", {"service": "验资", "until": day}))
    seen = ok(caller(town.zhang_wei()).get(f"{where}/clock"))
    assert (seen["clocks"], seen["intermediaries"][0]["days"]) == (dates, 0)
    assert clerk.post(f"{where}/intermediaries", said | {"service": "评估"}).json()["code"] == "not_listed"


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


def test_a_hearing_goes_its_way(caller: Calling) -> None:
    number, examiner = examined(caller)
    path = f"/cases/{number}/hearing"
    assert caller(town.zhang_wei()).post(f"{path}/request", {}).json()["code"] == "no_hearing"
    ok(examiner.post(f"{path}/rights", {"matter": "相邻采光"}))
    ok(caller(town.zhang_wei()).post(f"{path}/request", {}))
    said = {"place": "二楼", "chair": "nobody", "held_at": (NOW + timedelta(days=21)).isoformat()}
    assert examiner.post(f"{path}/call", said).json()["field"] == "chair"
    called = ok(examiner.post(f"{path}/call", said | {"chair": town.wu_jun().employee_number}))
    assert called["state"]["code"] == "suspended"
    early = caller(town.wu_jun()).post(f"{path}/record", {"attendees": ["body"], "statements": "说"})
    assert early.json()["code"] == "no_hearing"
    kinds = {one["kind"] for one in ok(examiner.get(f"/cases/{number}/clock"))["clocks"]}
    assert {"hearing_request", "hearing_organising"} <= kinds


def test_a_hearing_is_waived_by_the_applicant_or_on_paper(caller: Calling) -> None:
    number, examiner = examined(caller)
    path = f"/cases/{number}/hearing"
    ok(examiner.post(f"{path}/rights", {"matter": "相邻采光"}))
    assert examiner.post(f"{path}/waiver", {"of": 9}).json()["field"] == "of"
    ok(caller(town.zhang_wei()).post(f"{path}/waiver", {}))
    assert examiner.post(f"{path}/waiver", {}).json()["code"] == "no_hearing"


def test_somebody_touched_is_told_and_heard_and_the_case_goes_up_and_comes_back(caller: Calling) -> None:
    number, examiner = examined(caller)
    ok(caller(town.sun_li()).post(f"/cases/{number}/opinions", OPINION))
    told = {"name": "邻居", "number": town.identity_number(905), "interest": "采光", "days": 5}
    ok(examiner.post(f"/cases/{number}/interested-party", told))
    who = InterestedParty.objects.get(case__number=number).pk
    ok(examiner.post(f"/cases/{number}/statement", {"of": who, "place": "中心", "statements": "不同意"}))
    up = {"to_body": "市局", "opinion": "建议准予"}
    assert ok(examiner.post(f"/cases/{number}/forwarding", up))["state"]["code"] == "forwarded"
    ok(examiner.post(f"/cases/{number}/forwarding/receipt", {"receipt_number": "12"}))
    answer = {"answer": "granted", "answer_number": "3号"}
    assert ok(examiner.post(f"/cases/{number}/forwarding/answer", answer))["state"]["code"] == "examining"
