"""The page of visits: a month, by guide, beside what the guide promises; for supervision alone."""

import pytest

from yichuang.cases import testing as cases
from yichuang.cases.tests.test_visits import handed_out
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
PAGE = "/desk/hall/visits/"


def test_supervision_reads_the_month_and_nobody_else_does(at_desk: At) -> None:
    handed_out(cases.completed(), 3, "counter")
    offices.posting(town.qian_yan(), Duty.MANAGER)
    seen = at_desk(town.qian_yan())
    page = seen.get(PAGE, {"month": "2026-03"}).content.decode()
    assert "食品经营许可" in page
    assert "1.00" in page
    assert "没有送达的办件" in seen.get(PAGE, {"month": "2026-05"}).content.decode()
    assert seen.get(PAGE, {"month": "x"}).status_code == 302
    assert at_desk(town.liu_mei()).get(PAGE).status_code == 403


def test_the_month_is_taken_along_as_a_table(at_desk: At) -> None:
    handed_out(cases.completed(), 3, "counter")
    offices.posting(town.qian_yan(), Duty.MANAGER)
    answer = at_desk(town.qian_yan()).get(PAGE, {"month": "2026-03", "as": "csv"})
    assert "visits-2026-03" in answer["Content-Disposition"]
    assert "食品经营许可" in answer.content.decode()
