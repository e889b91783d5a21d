"""An instant item sent the long way, over HTTP."""

from yichuang.cases import testing as cases
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.api.tests.test_way import Calling, ok


def test_it_is_asked_for_and_read_by_staff_but_not_by_the_applicant(caller: Calling) -> None:
    number = cases.accepted(cases.licence("spot", instant=True)).number
    examiner = caller(town.zhao_gang())
    for body in (None, {}, {"why_not_at_once": " "}, {"why_not_at_once": 7}, {"why_not_at_once": "长" * 501}):
        assert 400 <= examiner.post(f"/cases/{number}/examination", body).status_code < 500
    ok(examiner.post(f"/cases/{number}/examination", {"why_not_at_once": "需要核实"}))
    assert ok(examiner.get(f"/cases/{number}"))["why_not_at_once"] == "需要核实"
    applicant = caller(town.zhang_wei())
    for part in ("", "/history", "/letters", "/clock"):
        assert "需要核实" not in str(ok(applicant.get(f"/cases/{number}{part}"))), part
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    listed = ok(caller(town.he_jian()).get("/not-at-once"))
    assert listed["total"] == 1
    assert [(one["case"], one["why_not_at_once"]) for one in listed["cases"]] == [(number, "需要核实")]
