"""A case goes through the desk: examined by two, decided, issued, handed over; each officer at his own screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Sit
from yichuang.base import clock
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, State
from yichuang.people import testing as town
from yichuang.people.models import Account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sit(sit: Sit) -> Sit:
    """An officer's own window, signed in, before his list."""

    def before_his_list(account: Account) -> Page:
        page = sit(account)
        page.wait_for_url("**/desk/work/**")
        return page

    return before_his_list


def test_an_accepted_case_goes_through_the_desk_by_keys(sit: Sit) -> None:
    cases.staffed_town()
    case = cases.accepted(at=clock.now())
    for account, first in ((town.zhao_gang(), True), (town.sun_li(), False)):
        _examines(sit(account), first=first)
    _decides(sit(town.zhou_min()))
    _issues(sit(town.zhao_gang()))
    _hands_over(sit(town.liu_mei()), str(case.applicant.number.open()))
    assert Case.objects.get(pk=case.pk).state == State.DELIVERED


def _opens_the_first(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/**")


def _examines(page: Page, *, first: bool) -> None:
    _opens_the_first(page)
    if first:
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        expect(page.get_by_text("已开始审查")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("符合条件，建议准予")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("审查意见已经记入办件")).to_be_visible()


def _decides(page: Page) -> None:
    _opens_the_first(page)
    expect(page.get_by_text("符合条件，建议准予")).to_have_count(2)
    page.locator("summary", has_text="作出决定").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("决定已经作出，决定书已经出具")).to_be_visible()


def _issues(page: Page) -> None:
    _opens_the_first(page)
    page.locator("summary", has_text="出件办结").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("JY14105220001")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已出件办结")).to_be_visible()


def _hands_over(page: Page, number: str) -> None:
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page.locator("#id_document_number")).to_be_focused()
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.locator("[data-row] a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/**")
    page.keyboard.press("1")
    page.keyboard.type(number)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已交付，送达回证已经出具")).to_be_visible()


def test_scans_stand_beside_what_was_typed_and_v_goes_through_them(sit: Sit) -> None:
    cases.staffed_town()
    case = cases.accepted(at=clock.now())
    page = sit(town.zhao_gang())
    _opens_the_first(page)
    shown = page.locator("#viewer img").first
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    before = shown.get_attribute("src")
    page.keyboard.press("v")
    expect(page.locator("#viewer img").first).not_to_have_attribute("src", before or "")
    page.keyboard.press("t")
    expect(page.get_by_text("起算日不计入").locator("visible=true").first).to_be_visible()
    assert case.number in page.url
