"""An instant item sent the long way, at the desk and by the API."""

import pytest
from django.urls import reverse

from yichuang.cases import testing as cases
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def test_the_form_asks_why_and_case_page_and_supervision_tell_it(at_desk: At) -> None:
    case = cases.accepted(cases.licence("spot", instant=True))
    zhao, address = at_desk(town.zhao_gang()), reverse("desk:case", args=[case.number])
    assert "为什么不能当场决定" in zhao.get(address).content.decode()
    form = reverse("desk:examination", args=[case.number])
    assert zhao.post(form, {"why_not_at_once": "需要核实"}).status_code == 302
    assert "即办件没有当场决定，理由：需要核实" in zhao.get(address).content.decode().replace("</strong>", "")
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    page = at_desk(town.he_jian()).get(reverse("desk:not_at_once")).content.decode()
    assert case.number in page
    assert "需要核实" in page


def test_other_items_ask_nothing(at_desk: At) -> None:
    case = cases.accepted()
    zhao = at_desk(town.zhao_gang())
    assert "为什么不能当场决定" not in zhao.get(reverse("desk:case", args=[case.number])).content.decode()
