"""The first and the second question: which pages an account may use, and which cases it may see."""

import pytest
from django.test import Client
from django.urls import reverse

from yichuang.cases import testing as cases
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Account, Role
from yichuang.web.desk.tests.conftest import At
from yichuang.web.desk.urls import urlpatterns
from yichuang.web.permissions import TABLE

PLAIN = ["home", "work", "keys", "counter", "handing_out", "hall", "mandates", "items", "audit", "account"]
ANSWERS = {True: {200, 302}, False: {403}}


def one_of(role: Role) -> Account:
    """A member of staff with one role, posted where such a role is posted."""
    account = town.staff(f"one.{role.value.replace('_', '.')}", "某人", role)
    if role in (Role.CLERK, Role.GUIDE, Role.MANAGER):
        offices.posting(account, Duty(role.value), at_window=offices.window() if role == Role.CLERK else None)
    elif role in (Role.EXAMINER, Role.CHIEF_APPROVER, Role.HEAD):
        offices.posting(account, Duty(role.value), department=offices.department())
    return account


@pytest.mark.parametrize("role", list(Role))
def test_every_role_gets_its_pages_and_no_other(staffed: None, at_desk: At, role: Role) -> None:
    client = at_desk(one_of(role))
    for name in PLAIN:
        may = role.value in TABLE[f"desk:{name}"].who
        assert client.get(reverse(f"desk:{name}")).status_code in ANSWERS[may], (role, name)


def test_every_page_of_the_desk_is_in_the_table() -> None:
    assert {f"desk:{page.name}" for page in urlpatterns} == {name for name in TABLE if name.startswith("desk:")}


def test_a_visitor_is_asked_to_sign_in(staffed: None) -> None:
    answer = Client().get(reverse("desk:work"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("kit:staff_sign_in"))


def test_a_citizen_does_not_learn_that_there_is_a_desk(staffed: None, at_desk: At) -> None:
    assert at_desk(town.zhang_wei()).get(reverse("desk:work")).status_code == 404


@pytest.mark.parametrize("page", ["case", "clock", "acceptance", "correction", "decision"])
def test_a_stranger_gets_404(staffed: None, at_desk: At, page: str) -> None:
    case = cases.submitted()
    elsewhere = town.staff("far.away", "远处", Role.CLERK, Role.HEAD)
    other = offices.department("water", "小城县水利局")
    offices.posting(elsewhere, Duty.HEAD, department=other)
    assert at_desk(elsewhere).get(reverse(f"desk:{page}", args=[case.number])).status_code == 404


def test_an_unknown_case_and_a_foreign_one_look_the_same(staffed: None, at_desk: At) -> None:
    case = cases.submitted()
    client = at_desk(town.staff("far.away", "远处", Role.EXAMINER))
    for number in (case.number, "41052220990101000001"):
        assert client.post(reverse("desk:examination", args=[number])).status_code == 404


def test_a_manager_sees_the_way_but_not_the_person(staffed: None, at_desk: At) -> None:
    case = cases.submitted()
    manager = town.qian_yan()
    offices.posting(manager, Duty.MANAGER)
    page = at_desk(manager).get(reverse("desk:case", args=[case.number])).content.decode()
    assert "申请" in page
    assert cases.ANSWERS["premises"] not in page
    assert str(case.applicant.number) not in page


def test_nothing_of_the_desk_is_kept_by_a_cache(staffed: None, at_desk: At) -> None:
    case = cases.submitted()
    answer = at_desk(town.liu_mei()).get(reverse("desk:case", args=[case.number]))
    assert answer["Cache-Control"] == "no-store, private"
