"""A clerk takes in an application at the counter without touching the mouse."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SCREEN
from yichuang.base import clock
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, CaseMaterial, State
from yichuang.catalogue.content import Material
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db(transaction=True)
THREE = (
    Material(key="application", name="申请书"),
    Material(key="identity", name="身份证明", copies=1),
    Material(key="premises_proof", name="经营场所证明"),
)
# Counts every press of a mouse or finger, over all pages of the tab.
WATCH = """
addEventListener("pointerdown", () => sessionStorage.setItem("pressed", "yes"), true);
"""


@pytest.fixture
def at_counter(page: Page) -> Page:
    """Liu Mei, signed in, before an empty sheet."""
    cases.staffed_town()
    cases.licence(situations=(), materials=THREE)
    page.set_viewport_size(SCREEN)
    page.add_init_script(WATCH)
    page.goto("/desk/login/")
    page.keyboard.press("Tab")
    page.locator("#id_username").focus()
    page.keyboard.type(town.liu_mei().username)
    page.keyboard.press("Tab")
    page.keyboard.type(town.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/work/**")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/desk/counter/")
    expect(page.locator("#p-number")).to_be_focused()
    return page


def fill(page: Page, *, number: str) -> None:
    """Person, item, three materials and the form, by the keys alone."""
    keys = page.keyboard
    keys.type(number)
    keys.press("Enter")
    expect(page.locator("#p-name")).to_be_focused()
    keys.type("𠮷丽")
    keys.press("Enter")
    expect(page.locator("#q")).to_be_focused()
    keys.type("spjy")
    keys.press("Enter")
    for material in THREE:
        expect(page.locator(f"#m-{material.key}-got")).to_be_focused()
        keys.press("Space")
        keys.press("Enter")
    expect(page.locator("#id_a-premises")).to_be_focused()
    keys.type("小城县东街1号")


def test_three_materials_are_accepted_by_the_keys_alone_in_under_a_minute(
    at_counter: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    page = at_counter
    begun = time.monotonic()
    fill(page, number=town.identity_number(801))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name="打印受理通知书")).to_be_focused()
    seconds = time.monotonic() - begun
    with capsys.disabled():
        print(f"\ncounter, three materials, keys only: {seconds:.1f} s")
    assert page.evaluate("sessionStorage.getItem('pressed')") is None, "the mouse was used"
    case = Case.objects.get()
    assert case.state == State.ACCEPTED
    assert case.applicant.name.open() == "𠮷丽"
    assert CaseMaterial.objects.filter(case=case, originals=1).count() == len(THREE)
    assert clock.now() >= case.submitted_at
    page.keyboard.press("n")
    expect(page.locator("#p-number")).to_be_focused()
    expect(page.locator("#p-number")).to_have_value("")


def test_a_line_that_breaks_loses_nothing_and_makes_no_second_case(at_counter: Page) -> None:
    page = at_counter
    fill(page, number=town.identity_number(802))
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("网络断了，还没有提交")).to_be_visible()
    expect(page.locator("#id_a-premises")).to_have_value("小城县东街1号")
    page.context.set_offline(False)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/counter/4*/")
    assert Case.objects.count() == 1


def test_a_page_that_was_closed_comes_back_as_it_was(at_counter: Page) -> None:
    page = at_counter
    fill(page, number=town.identity_number(803))
    page.reload()
    expect(page.get_by_text("已找回上一次没有提交的内容")).to_be_visible()
    expect(page.locator("#p-number")).to_have_value(town.identity_number(803))
    expect(page.locator("#id_a-premises")).to_have_value("小城县东街1号")
    expect(page.locator("#m-identity-got")).to_be_checked()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/counter/4*/")
    assert Case.objects.count() == 1


def test_the_sheet_works_without_scripts(open_page: Callable[..., Page]) -> None:
    cases.staffed_town()
    cases.licence(situations=(), materials=THREE)
    page = open_page()
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/desk/login/?next=/desk/counter/")
    page.fill("#id_username", town.liu_mei().username)
    page.fill("#id_password", town.PASSWORD)
    page.keyboard.press("Enter")
    page.fill("#p-number", town.identity_number(804))
    page.fill("#p-name", "王芳")
    page.fill("#q", "食品经营")
    page.keyboard.press("Enter")
    for material in THREE:
        page.check(f"#m-{material.key}-got")
    page.fill("#id_a-premises", "小城县东街4号")
    page.get_by_role("button", name="材料齐全，受理").click()
    page.wait_for_url("**/desk/counter/4*/")
    assert Case.objects.get().state == State.ACCEPTED
