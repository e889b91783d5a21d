"""The navigation of the desk: every page that the account may use, in menus, and where one is now."""

import re

import pytest
from django.urls import reverse

from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Account
from yichuang.web.desk.tests.conftest import At
from yichuang.web.permissions import TABLE
from yichuang.web.templatetags.desk import MENUS

pytestmark = pytest.mark.usefixtures("staffed")


def navigation(at_desk: At, account: Account, page: str) -> str:
    shown = at_desk(account).get(reverse(page)).content.decode()
    return shown.split('<nav aria-label="主要页面">')[1].split("</nav>")[0]


def manager() -> Account:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    return town.qian_yan()


def test_a_manager_finds_the_rules_and_the_lockers_in_the_menu_of_rules(at_desk: At) -> None:
    shown = navigation(at_desk, manager(), "desk:terms")
    menu = shown.split("机构和规则</summary>")[1].split("</details>")[0]
    assert re.findall(r">([^<>]+)</a>", menu) == ["窗口和人员", "委托文书", "办理规则", "送达规则和取件柜"]


def test_the_open_page_is_marked_and_so_is_its_menu_and_nothing_else(at_desk: At) -> None:
    shown = navigation(at_desk, manager(), "desk:terms")
    assert re.findall(r'aria-current="page">([^<]+)<', shown) == ["送达规则和取件柜"]
    assert re.findall(r'class="here"><summary>([^<]+)<', shown) == ["机构和规则"]


def test_a_menu_of_one_page_is_that_page(at_desk: At) -> None:
    shown = navigation(at_desk, town.liu_mei(), "desk:work")
    assert "机构和规则" not in shown
    assert f'href="{reverse("desk:mandates")}"' in shown


def test_nobody_is_shown_a_page_that_he_may_not_use(at_desk: At) -> None:
    shown = navigation(at_desk, town.liu_mei(), "desk:work")
    for name in (entry.page for menu in MENUS for entry in menu.entries):
        allowed = "clerk" in TABLE[name].who
        assert (f'href="{reverse(name)}"' in shown) == allowed, name
