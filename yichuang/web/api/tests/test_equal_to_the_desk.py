"""What is done at the desk is done over HTTP too: letters of authority, wordings, rules, lists of supervision."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from yichuang.cases import testing
from yichuang.documents import testing as paper
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import reading
from yichuang.people import testing as town
from yichuang.people.models import Account, Role
from yichuang.web.api.tests.conftest import NOW, Caller
from yichuang.web.api.tests.test_way import ok

Calling = Callable[..., Caller]
TOMORROW = (timezone.localdate(NOW) + timedelta(days=1)).isoformat()
UNTIL = (timezone.localdate(NOW) + timedelta(days=90)).isoformat()


def managers() -> tuple[Account, Account]:
    other = town.staff("manager.two", "另一位", Role.MANAGER)
    for one in (town.qian_yan(), other):
        offices.posting(one, Duty.MANAGER)
    return town.qian_yan(), other


def test_a_principal_names_his_agent_and_ends_it(caller: Calling) -> None:
    citizen, agent = caller(town.zhang_wei()), town.wang_fang().party
    assert agent is not None
    letter = ok(citizen.upload(paper.pdf(), name="委托书.pdf"), 201)["id"]
    said = {"name": str(agent.name.open()), "number": str(agent.number.open()), "until": UNTIL, "letter": letter}
    made = ok(citizen.post("/agencies", said), 201)
    assert [one["id"] for one in ok(citizen.get("/agencies"))["agencies"]] == [made["id"]]
    assert caller(town.wang_fang()).post(f"/agencies/{made['id']}/removal").status_code == 404
    assert ok(citizen.post(f"/agencies/{made['id']}/removal"))["revoked_at"]
    assert citizen.post("/agencies", said | {"principal": str(agent.pk)}).json()["field"] == "principal"
    assert caller(town.wang_fang()).post("/agencies", said).json()["field"] == "letter"


def test_the_window_files_a_letter_that_it_saw(caller: Calling) -> None:
    clerk = caller(town.liu_mei())
    letter = ok(clerk.upload(paper.pdf(), name="委托书.pdf"), 201)["id"]
    people = {"principal": str(town.zhang_wei().party_id), "agent": str(town.wang_fang().party_id)}
    made = ok(clerk.post("/agencies", people | {"items": ["food-licence"], "until": UNTIL, "letter": letter}), 201)
    assert made["items"] == ["food-licence"]
    unknown = clerk.post("/agencies", people | {"items": ["none"], "until": UNTIL, "letter": letter}).json()
    assert (unknown["code"], unknown["field"]) == ("no_such_item", "items")
    assert clerk.post("/agencies", {"until": UNTIL, "letter": letter}).json()["field"] == "principal"


def test_a_wording_is_written_by_one_manager_and_published_by_another(caller: Calling) -> None:
    one, other = (caller(account) for account in managers())
    shown = ok(one.get("/wordings/receipt"))
    assert shown["text"]
    assert "receipt" in {row["kind"]["code"] for row in ok(one.get("/wordings"))["kinds"]}
    said = {"text": shown["text"] + "\n请妥善保管。", "reason": "提醒申请人"}
    assert one.post("/wordings/receipt", {"text": "{{nothing}}", "reason": "试"}).status_code == 422
    draft = ok(one.post("/wordings/receipt", said), 201)["id"]
    path = f"/wordings/drafts/{draft}"
    assert one.post(f"{path}/publication", {"since": TOMORROW}).json()["code"] == "own_wording"
    assert ok(other.post(f"{path}/return", {"remarks": "句子太长"}))["remarks"] == "句子太长"
    assert ok(one.post("/wordings/receipt", said), 201)["id"] == draft
    assert ok(other.post(f"{path}/publication", {"since": TOMORROW}))["since"] == TOMORROW
    assert one.post(f"{path}/discarding").json()["code"] == "wording_settled"
    assert one.get("/wordings/receipt", {"department": "nobody"}).status_code == 404
    assert one.get("/wordings/nothing").status_code == 404


def test_a_rule_is_read_and_set(caller: Calling) -> None:
    manager = caller(managers()[0])
    said = {"kind": "step", "length": 3, "unit": "working_days", "basis": "本中心规定", "since": TOMORROW}
    made = ok(manager.post("/rules", said), 201)
    assert made["id"] in {one["id"] for one in ok(manager.get("/rules"))["rules"]}
    assert manager.post("/rules", said | {"kind": "nothing"}).json()["field"] == "kind"


def test_the_lists_of_supervision_answer(caller: Calling) -> None:
    manager = caller(managers()[0])
    assert ok(manager.get("/asked-again")) == {"notices": [], "shared": []}
    for path, key in (("/pauses?which=overdue", "pauses"), ("/late-teams", "teams")):
        assert ok(manager.get(path)) == {key: []}


def test_one_field_is_opened_for_a_reason_that_the_applicant_reads(caller: Calling) -> None:
    case = testing.examined()
    officer, party = caller(town.zhao_gang()), case.applicant
    assert case.number in {one["number"] for one in ok(officer.get("/handled"))["cases"]}
    path = f"/cases/{case.number}/identity"
    assert officer.post(path, {"field": "number", "reason": ""}).json()["field"] == "reason"
    told = ok(officer.post(path, {"field": "number", "reason": "核对原件"}))
    assert told["value"] == str(party.number.open())
    assert reading.who_looked(party).filter(detail__reason="核对原件").count() == 1
    assert officer.post(f"/cases/{case.number}/delivery/label").status_code in (403, 409, 422)
