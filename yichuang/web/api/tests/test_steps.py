"""The steps of a case through the API."""

from collections.abc import Callable
from typing import Any

import pytest

from yichuang.cases import testing
from yichuang.cases.models import Case, CaseStep
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import Caller

Calling = Callable[..., Caller]
OPINION = {"recommends": "granted", "text": "符合条件"}


def side_by_side() -> Case:
    return testing.says(testing.examining_now(testing.joint_licence()), town.zhao_gang(), town.sun_li())


def steps(asking: Caller, case: Case) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asking.get(f"/cases/{case.number}/steps").json()["steps"]
    return found


def test_staff_read_the_line_with_its_opinions(caller: Calling) -> None:
    found = steps(caller(town.zhao_gang()), side_by_side())
    assert [one["department"]["code"] for one in found] == [
        "market",
        *("fire", "health", "planning"),
        *("market", "market"),
    ]
    assert [one["by"] for one in found[0]["opinions"]] == ["赵刚", "孙丽"]


def test_the_applicant_learns_the_department_not_the_officer(caller: Calling) -> None:
    case = side_by_side()
    found = steps(caller(town.zhang_wei()), case)
    assert found[1]["department"]["name"] == "小城县消防局"
    assert all(one["opinions"] == [] and one["return_reason"] == "" for one in found)


def test_a_department_that_is_asked_speaks_and_reads_no_letters(caller: Calling) -> None:
    case = side_by_side()
    fire = caller(testing.fire_officer())
    assert fire.post(f"/cases/{case.number}/opinions", OPINION).status_code == 200
    assert fire.get(f"/cases/{case.number}").status_code == 200
    for path in ("letters", "history"):
        assert fire.get(f"/cases/{case.number}/{path}").status_code == 404


def test_a_step_is_handed_on_and_sent_back(caller: Calling) -> None:
    case = testing.examined(opinions=1)
    sun = caller(town.sun_li())
    told = {"to": town.zhou_min().username, "reason": "培训"}
    assert sun.post(f"/cases/{case.number}/handing-on", told).status_code == 200
    refused = sun.post(f"/cases/{case.number}/opinions", OPINION)
    assert (refused.status_code, refused.json()["code"]) == (409, "step_handed_on")
    assert caller(town.zhou_min()).post(f"/cases/{case.number}/opinions", OPINION).status_code == 200
    step = CaseStep.objects.get(case=case, position=1)
    sent = caller(town.wu_jun()).post(f"/cases/{case.number}/sending-back", {"step": step.pk, "reason": "缺照片"})
    assert sent.status_code == 200
    assert [one["turn"] for one in steps(sun, case)] == [1, 2, 1, 2]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("handing-on", {"to": "nobody", "reason": "培训"}),
        ("handing-on", {"to": "sun.li", "reason": ""}),
        ("handing-on", {"to": "\u0000", "reason": "培训"}),
        ("sending-back", {"step": 0, "reason": "缺照片"}),
        ("sending-back", {"step": 2**70, "reason": "缺照片"}),
        ("sending-back", {"step": 2**62, "reason": "缺照片"}),
        ("opinions", OPINION | {"step": -1}),
    ],
)
def test_bad_input_is_told(caller: Calling, path: str, body: dict[str, Any]) -> None:
    case = testing.examined(opinions=1)
    answer = caller(town.sun_li()).post(f"/cases/{case.number}/{path}", body)
    assert 400 <= answer.status_code < 500


def test_supervision_reads_the_overdue_steps_page_by_page(caller: Calling) -> None:
    case = side_by_side()
    CaseStep.objects.filter(case=case, state="open").update(due_at=testing.moment(day=-1))
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    asking = caller(town.he_jian())
    first = asking.get("/overdue-steps", {"limit": 1}).json()
    then = asking.get("/overdue-steps", {"limit": 1, "after": first["after"]}).json()
    assert {one["department"]["code"] for one in [*first["steps"], *then["steps"]]} == {"fire", "health"}
    assert then["after"] == ""
    assert asking.get("/overdue-steps", {"after": "x"}).status_code == 422


def test_the_applicant_reads_no_officers_number_in_the_history(caller: Calling) -> None:
    case = testing.examined(opinions=1)
    told = {"to": town.zhou_min().username, "reason": "培训"}
    assert caller(town.sun_li()).post(f"/cases/{case.number}/handing-on", told).status_code == 200
    inside, outside = (
        [one["detail"] for one in caller(who()).get(f"/cases/{case.number}/history").json()["entries"]]
        for who in (town.sun_li, town.zhang_wei)
    )
    assert inside[-1]["handed_to"] == town.zhou_min().pk
    assert outside[-1] == {key: value for key, value in inside[-1].items() if key != "handed_to"}
    assert outside[-1]["department"] == "market"


def test_supervision_reads_how_often_applicants_came(caller: Calling) -> None:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    manager = caller(town.qian_yan())
    assert manager.get("/visits", {"month": "2026-03"}).json() == {"month": "2026-03", "rows": []}
    assert manager.get("/visits", {"month": "March"}).json()["field"] == "month"
