"""Lists of the desk: work, handing out, hall, mandates, items."""

from datetime import timedelta

import pytest
from django.urls import reverse

from yichuang.base import clock
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, State
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.desk.tests.conftest import At
from yichuang.web.kit.spreadsheets import safe_cell

pytestmark = pytest.mark.usefixtures("staffed")


def test_the_list_puts_what_is_due_first_on_top_with_its_next_step(at_desk: At) -> None:
    late = cases.submitted(at=cases.moment(day=1))
    early = cases.submitted(at=cases.moment())
    page = at_desk(town.liu_mei()).get(reverse("desk:work")).content.decode()
    assert page.index(early.number) < page.index(late.number)
    assert "已超期" in page
    assert "开始审查" in page  # by law both are accepted: nobody told in time what is missing
    assert str(early.applicant.name) in page
    assert str(early.applicant.name.open()) not in page


def test_filters_stay_in_the_address_and_an_empty_list_says_why(at_desk: At) -> None:
    cases.submitted()
    client = at_desk(town.liu_mei())
    page = client.get(f"{reverse('desk:work')}?role=clerk&state=completed").content.decode()
    assert "没有符合筛选条件的待办" in page
    assert "state=submitted" in page


def test_a_number_finds_its_case(at_desk: At) -> None:
    first, second = cases.submitted(), cases.submitted()
    page = at_desk(town.liu_mei()).get(f"{reverse('desk:work')}?number={first.number}").content.decode()
    assert first.number in page
    assert second.number not in page


def test_an_examiner_is_told_whose_opinion_is_missing(at_desk: At) -> None:
    cases.examined(opinions=1)
    zhao = at_desk(town.zhao_gang()).get(reverse("desk:work")).content.decode()
    sun = at_desk(town.sun_li()).get(reverse("desk:work")).content.decode()
    zhou = at_desk(town.zhou_min()).get(reverse("desk:work")).content.decode()
    assert "等待另一人的审查意见" in zhao
    assert "提出审查意见" in sun
    assert "等待第 2 份审查意见" in zhou


def test_a_person_with_two_roles_has_two_lists(at_desk: At) -> None:
    both = town.staff("two.roles", "两用", Role.EXAMINER, Role.HEAD)
    offices.posting(both, Duty.EXAMINER, department=offices.department())
    page = at_desk(both).get(f"{reverse('desk:work')}?role=head").content.decode()
    assert "?role=examiner" in page


def test_the_export_is_masked_and_harmless(at_desk: At) -> None:
    case = cases.submitted()
    answer = at_desk(town.liu_mei()).get(f"{reverse('desk:work')}?as=csv")
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    assert f"'{case.number}" in text
    assert str(case.applicant.name.open()) not in text


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\tx"])
def test_no_cell_is_ever_computed(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_a_broken_place_in_the_list_leads_to_the_beginning(at_desk: At) -> None:
    assert at_desk(town.liu_mei()).get(f"{reverse('desk:work')}?after=nonsense").status_code == 302


def test_the_document_shown_finds_what_its_holder_may_take(at_desk: At) -> None:
    case = cases.completed()
    client = at_desk(town.liu_mei())
    address = reverse("desk:handing_out")
    assert case.number in client.get(address).content.decode()
    number = str(case.applicant.number.open())
    assert case.number in client.post(address, {"document_number": number}).content.decode()
    other = client.post(address, {"document_number": town.identity_number(5)}).content.decode()
    assert case.number not in other
    assert "没有可以领取的结果" in other


def test_every_number_of_the_hall_opens_its_cases(at_desk: At) -> None:
    case = cases.submitted()
    manager = town.qian_yan()
    offices.posting(manager, Duty.MANAGER)
    client = at_desk(manager)
    hall = client.get(reverse("desk:hall")).content.decode()
    assert "已超期" in hall
    assert "/screens/board/town/" in hall, "the way to the screen in the hall"
    for query in ("state=submitted", "due=overdue"):
        assert case.number in client.get(f"{reverse('desk:hall_cases')}?{query}").content.decode()
    assert client.get(f"{reverse('desk:hall_cases')}?state=nonsense").status_code == 302


def test_the_hall_counts_only_its_own_centre_and_what_is_open(at_desk: At) -> None:
    case = cases.submitted()
    Case.objects.filter(pk=case.pk).update(state=State.WITHDRAWN)
    manager = town.qian_yan()
    offices.posting(manager, Duty.MANAGER)
    answer = at_desk(manager).get(reverse("desk:hall"))
    assert {number.value for number in answer.context["states"]} == {"0"}


def test_a_mandate_shows_its_last_day_and_that_it_ends_soon(at_desk: At) -> None:
    today = clock.now().date()
    offices.mandate(offices.department("water", "小城县水利局"), until=today + timedelta(days=10))
    page = at_desk(town.liu_mei()).get(reverse("desk:mandates")).content.decode()
    assert (today + timedelta(days=9)).isoformat() in page
    assert "将到期" in page
    ended = at_desk(town.liu_mei()).get(f"{reverse('desk:mandates')}?ended=1").content.decode()
    assert "没有符合筛选条件的委托文书" in ended


def test_an_editor_sees_what_was_not_seen_in_the_source(at_desk: At) -> None:
    version = cases.licence(unverified=("promised", "materials[].copies"), sources=("网站",))
    client = at_desk(town.liu_mei())
    assert version.item.code in client.get(reverse("desk:items")).content.decode()
    assert version.item.code in client.get(f"{reverse('desk:items')}?q=spjy").content.decode()
    page = client.get(reverse("desk:item", args=[version.item.code])).content.decode()
    assert "待核实" in page
    assert "复印件份数" in page
    assert client.get(reverse("desk:item", args=["nothing"])).status_code == 404
