"""What is promised, over HTTP: in one go at the counter, what follows, what is granted, checked, ordered, repaired."""

from collections.abc import Callable
from typing import Any

import pytest

from yichuang.base import clock
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, Exclusion, State
from yichuang.documents import testing as documents
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import NOW, Caller

Calling = Callable[..., Caller]
HERE = [{"key": key, "originals": 1, "original_seen": True} for key in ("application", "identity", "health")]
PLAN = {"materials": [{"key": "plan", "originals": 1, "original_seen": True}]}


def ok(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def refused(response: Any, code: str, status: int = 409) -> None:
    assert (response.status_code, response.json()["code"]) == (status, code), response.content.decode()


def at_the_counter(**changes: Any) -> dict[str, Any]:
    party = town.zhang_wei().party
    assert party is not None
    code = cases.lenient().item.code
    told = {"item": code, "answers": cases.ANSWERS, "materials": HERE, "later": ["plan"], "applicant": str(party.pk)}
    return told | {"accept": True, "credit_confirmed": True} | changes


def test_the_counter_takes_in_and_accepts_with_gaps_in_one_go_and_takes_in_what_follows(caller: Calling) -> None:
    clerk = caller(town.liu_mei())
    case = ok(clerk.post("/cases", at_the_counter()), 201)
    assert case["state"]["code"] == "accepted"
    found = Case.objects.get(number=case["number"])
    assert found.later_promise.due_at == found.deemed_at is not None
    ok(clerk.post(f"/cases/{found.number}/supplement", PLAN))
    found.refresh_from_db()
    assert found.deemed_at is None


def test_without_a_look_at_the_credit_nothing_is_taken_in(caller: Calling) -> None:
    answer = caller(town.liu_mei()).post("/cases", at_the_counter(credit_confirmed=False))
    refused(answer, "credit_not_looked_up")
    assert answer.json()["field"] == "credit_confirmed"
    assert not Case.objects.exists()


def test_an_applicant_does_not_say_what_the_counter_says(caller: Calling) -> None:
    answer = caller(town.zhang_wei()).post("/cases", at_the_counter(accept=False))
    assert (answer.status_code, answer.json()["field"]) == (422, "credit_confirmed")


def test_an_application_on_line_is_accepted_with_gaps_and_the_applicant_supplements(caller: Calling) -> None:
    citizen, clerk = caller(town.zhang_wei()), caller(town.liu_mei())
    files = [ok(citizen.upload(documents.pdf(), name=f"材料{n}.pdf"), 201)["id"] for n in range(4)]
    here = [{"key": one["key"], "file": file} for one, file in zip(HERE, files, strict=False)]
    told = {"item": cases.lenient().item.code, "answers": cases.ANSWERS, "materials": here, "later": ["plan"]}
    number = ok(citizen.post("/cases", told, key="one"), 201)["number"]
    refused(clerk.post(f"/cases/{number}/acceptance-with-gaps"), "credit_not_looked_up")
    ok(clerk.post(f"/cases/{number}/acceptance-with-gaps", {"credit_confirmed": True}))
    ok(citizen.post(f"/cases/{number}/supplement", {"materials": [{"key": "plan", "file": files[3]}]}))
    assert Case.objects.get(number=number).later_promise.completed_at is not None


def test_a_promise_is_granted_checked_ordered_and_revoked(caller: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    number = cases.promised(at=NOW).number
    head, first, second = caller(town.wu_jun()), caller(town.zhao_gang()), caller(town.sun_li())
    refused(head.post(f"/cases/{number}/promise/grant"), "credit_not_looked_up")
    granted = ok(head.post(f"/cases/{number}/promise/grant", {"credit_confirmed": True}))
    assert granted["state"]["code"] == "decided"
    false = {"found": "false", "text": "没有健康证明"}
    ok(first.post(f"/cases/{number}/promise/checks", false))
    refused(first.post(f"/cases/{number}/promise/checks", false), "same_person", 403)
    ok(second.post(f"/cases/{number}/promise/checks", false))
    refused(head.post(f"/cases/{number}/promise/revocation", {"reasons": "承诺不实"}), "not_revocable")
    until = {"requirements": "补办健康证明", "correct_by": "2060-06-30"}
    ok(first.post(f"/cases/{number}/promise/order", until))
    refused(second.post(f"/cases/{number}/promise/checks", false), "order_still_runs")
    refused(first.post(f"/cases/{number}/promise/order", until), "nothing_to_check")


def test_a_promise_is_taken_back_with_the_material_it_stood_for(caller: Calling) -> None:
    case = cases.promised(at=NOW)
    citizen = caller(town.zhang_wei())
    file = ok(citizen.upload(documents.pdf(), name="健康证明.pdf"), 201)["id"]
    told = {"materials": [{"key": "health", "file": file}]}
    ok(citizen.post(f"/cases/{case.number}/promise/withdrawal", told))
    refused(citizen.post(f"/cases/{case.number}/promise/withdrawal", told), "no_promise")


def test_a_clerk_takes_a_promise_back_with_the_paper(caller: Calling) -> None:
    case = cases.promised(at=NOW)
    paper = {"materials": [{"key": "health", "originals": 1, "original_seen": True}]}
    ok(caller(town.liu_mei()).post(f"/cases/{case.number}/promise/withdrawal", paper))


def test_the_manager_reads_who_is_excluded_and_records_the_repair(caller: Calling) -> None:
    case = cases.submitted(at=NOW)
    excluded = Exclusion.objects.create(party=case.applicant, case=case, since=clock.now())
    offices.posting(town.qian_yan(), Duty.MANAGER)
    manager = caller(town.qian_yan())
    (listed,) = ok(manager.get("/exclusions"))["exclusions"]
    assert (listed["case"], listed["party"]["name"]) == (case.number, "张*")
    repair = f"/exclusions/{excluded.pk}/repair"
    assert manager.post(repair, {"ground": ""}).json()["field"] == "ground"
    assert ok(manager.post(repair, {"ground": "〔2026〕1号"}))["ground"] == "〔2026〕1号"
    refused(manager.post(repair, {"ground": "〔2026〕1号"}), "not_excluded")
    assert ok(manager.get("/exclusions"))["exclusions"] == []
    assert len(ok(manager.get("/exclusions", {"repaired": "true"}))["exclusions"]) == 1
    assert manager.get("/exclusions", {"after": "x"}).status_code == 422
    assert case.state == State.SUBMITTED
