"""Refusals to receive over HTTP."""

from collections.abc import Callable

from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.api.tests.conftest import Caller
from yichuang.web.api.tests.test_way import application, ok

Calling = Callable[..., Caller]
TOLD = {"item": "food-licence", "reason": "只带了身份证，没有申请书", "told": "请带申请书再来"}


def test_one_turns_away_another_looks_and_it_is_received(caller: Calling) -> None:
    clerk = caller(town.liu_mei())
    other = caller(offices.clerk_of_the_centre(town.staff("li.na", "李娜", Role.CLERK)))
    record = ok(clerk.post("/turned-away", TOLD), 201)
    assert record["outcome"]["code"] == ""
    looked = {"receive": True, "finding": "材料不齐也应当收下"}
    assert clerk.post(f"/turned-away/{record['id']}/check", looked).json()["code"] == "same_person"
    assert ok(other.post(f"/turned-away/{record['id']}/check", looked))["outcome"]["code"] == "overturned"
    party = ok(caller(town.zhang_wei()).get("/me"))["party"]["id"]
    number = ok(clerk.post("/cases", application(applicant=party)), 201)["number"]
    assert ok(clerk.post(f"/turned-away/{record['id']}/receipt", {"case": number}))["case"] == number
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    assert [one["id"] for one in ok(caller(town.he_jian()).get("/turned-away"))["records"]] == [record["id"]]


def test_a_supervisor_reads_and_turns_nobody_away(caller: Calling) -> None:
    assert caller(town.he_jian()).post("/turned-away", TOLD).status_code == 403
