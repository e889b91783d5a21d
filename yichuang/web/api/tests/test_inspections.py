"""Visits and experts through the API."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from yichuang.cases import testing
from yichuang.cases.models import Case, CaseStep, ExpertOpinion, Inspection, Photograph
from yichuang.cases.tests import inspections as visits
from yichuang.cases.tests import test_experts as asking_experts
from yichuang.documents import testing as documents
from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import NOW, Caller

Calling = Callable[..., Caller]
RECORD = {"found": ["28平方米", "两台"], "finding": "conform", "applicant_present": True}


def arranged(caller: Calling) -> tuple[Case, Any]:
    case = visits.to_be_visited()
    team = [town.zhao_gang().username, town.sun_li().username]
    told = {"visit_at": (NOW + timedelta(hours=1)).isoformat(), "place": "东街1号", "team": team}
    return case, caller(town.zhao_gang()).post(f"/cases/{case.number}/inspection", told)


def test_a_visit_is_arranged_recorded_photographed_and_confirmed(caller: Calling) -> None:
    case, answer = arranged(caller)
    assert answer.status_code == 200, answer.content
    zhao = caller(town.zhao_gang())
    assert zhao.post(f"/cases/{case.number}/inspection/record", RECORD).status_code == 200
    upload = zhao.upload(documents.jpeg(), name="a.jpg").json()["id"]
    picture = {"key": str(uuid4()), "file": upload}
    for _again in range(2):
        assert zhao.post(f"/cases/{case.number}/inspection/photographs", picture).status_code == 201
    assert Photograph.objects.count() == 1
    assert caller(town.sun_li()).post(f"/cases/{case.number}/inspection/confirmation").status_code == 200
    assert CaseStep.objects.get(case=case, kind="inspect").state == "done"


def test_the_applicant_learns_how_many_come_and_not_who(caller: Calling) -> None:
    case, _answer = arranged(caller)
    found = caller(town.zhang_wei()).get(f"/cases/{case.number}/inspections").json()["inspections"][0]
    assert found["visitors"] == ["小城县市场监督管理局2名工作人员"]
    assert found["team"] == found["found"] == []
    inside = caller(town.sun_li()).get(f"/cases/{case.number}/inspections").json()["inspections"][0]
    assert inside["team"] == [town.zhao_gang().username, town.sun_li().username]


def test_other_departments_and_unknown_officers_are_refused(caller: Calling) -> None:
    case, _answer = arranged(caller)
    assert caller(testing.fire_officer()).post(f"/cases/{case.number}/inspection/record", RECORD).status_code == 404
    assert caller(town.zhou_min()).post(f"/cases/{case.number}/inspection/record", RECORD).status_code == 403
    told = {"visit_at": "2027-01-01T00:00:00+08:00", "place": "x", "team": ["nobody", "nobody"]}
    refused = caller(town.zhao_gang()).post(f"/cases/{case.number}/inspection", told)
    assert (refused.status_code, refused.json()["field"]) == (422, "team")
    file = {"key": str(uuid4()), "file": str(uuid4())}
    assert caller(town.zhao_gang()).post(f"/cases/{case.number}/inspection/photographs", file).status_code == 422
    assert Inspection.objects.get().state == "arranged"


def test_an_expert_is_asked_and_answers(caller: Calling) -> None:
    case = asking_experts.to_be_asked()
    told = {"question": "是否可行", "due_on": "2027-03-01", "expert": asking_experts.expert().username}
    assert caller(town.zhao_gang()).post(f"/cases/{case.number}/experts", told).status_code == 200
    one = ExpertOpinion.objects.get().pk
    answer = {"recommends": "granted", "text": "可行"}
    address = f"/cases/{case.number}/experts/{one}/opinion"
    assert caller(town.sun_li()).post(address, answer).status_code == 403
    assert caller(asking_experts.expert()).post(address, answer).status_code == 200


@pytest.mark.parametrize("who", ["", "nobody"])
def test_no_expert_or_an_unknown_one_is_named(caller: Calling, who: str) -> None:
    case = asking_experts.to_be_asked()
    told = {"question": "是否可行", "due_on": "2027-03-01", "expert": who}
    refused = caller(town.zhao_gang()).post(f"/cases/{case.number}/experts", told)
    assert (refused.status_code, refused.json()["field"]) == (422, "expert")
