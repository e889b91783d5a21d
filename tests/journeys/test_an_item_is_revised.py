"""A department revises an item in the editor, sees and tries it, hands it in; others review and publish; a citizen is
asked for the new material when he answers so."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Sit
from tests.journeys.test_pages_are_for_everyone import faults
from yichuang.cases import testing as cases
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import Situation
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.editing.sections import SECTIONS

pytestmark = pytest.mark.django_db(transaction=True)
DRAFT = "/desk/items/shop/draft/"


@pytest.fixture
def shop() -> None:
    cases.staffed_town()
    offices.posting(town.qian_yan(), Duty.MANAGER)
    own = Situation(key="own", label="自有房屋", question="房屋从哪里来", only_one=True)
    rent = Situation(key="rent", label="租赁房屋", question="房屋从哪里来", only_one=True)
    catalogue.published_item("shop", situations=(own, rent), place="政务服务大厅")


def added(page: Page, name: str) -> None:
    """Press “增加”, and wait for the row."""
    rows = page.locator(f"#f-{name.replace('.', '-')} > .row-of, #f-{name.replace('.', '-')} > .test select")
    before = rows.count()
    command = f"add:{name}.tests" if name.endswith("when") else f"add:{name}"
    page.locator(f'button[value="{command}"]').click()
    if name.endswith("when"):
        page.locator(f'[name="{name}.tests.0.what"]').wait_for()
    else:
        expect(rows).to_have_count(before + 1)


def saved(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.get_by_text("已保存。")).to_be_visible()


def test_an_item_is_revised_reviewed_published_and_the_citizen_is_asked(sit: Sit, shop: None, phone: Page) -> None:
    officer = sit(town.zhao_gang())
    officer.goto(DRAFT)
    officer.fill("#f-reason", "租赁房屋要看合同")
    officer.get_by_role("button", name="开始编制").click()
    _adds_a_follow_up_question(officer)
    _adds_a_material_under_a_condition(officer)
    _adds_a_field(officer)
    _sees_and_tries_it(officer)
    officer.goto("/desk/items/shop/?version=2")
    officer.locator("summary", has_text="提交审核").click()
    officer.get_by_role("button", name="提交审核").click()
    expect(officer.get_by_text("由另一位中心管理员审核")).to_be_visible()

    manager = sit(town.qian_yan())
    manager.goto("/desk/items/shop/versions/2/review/")
    manager.get_by_label("通过，可以发布").check()
    manager.get_by_role("button", name="提交审核意见").click()
    expect(manager.get_by_text("审核意见已经记录")).to_be_visible()
    manager.goto("/desk/items/shop/?version=2")
    publication = manager.locator("details", has=manager.locator("summary", has_text="发布"))
    if publication.first.get_attribute("open") is None:
        publication.first.locator("summary").click()
    manager.get_by_role("button", name="发布", exact=True).click()
    expect(manager.get_by_text("已发布。")).to_be_visible()

    phone.goto("/items/shop/")
    expect(phone.get_by_text("租期多长")).to_have_count(0)
    phone.get_by_label("租赁房屋").check()
    phone.get_by_label("三年以上").check()
    expect(phone.locator("#mine").get_by_text("房屋租赁合同")).to_be_visible()
    phone.get_by_label("自有房屋").check()
    expect(phone.locator("#mine").get_by_text("房屋租赁合同")).to_have_count(0)


def _adds_a_follow_up_question(page: Page) -> None:
    page.goto(f"{DRAFT}situations/")
    added(page, "asked")
    added(page, "asked.1.answers")
    page.fill('[name="asked.1.question"]', "租期多长")
    page.fill('[name="asked.1.answers.0.label"]', "三年以上")
    added(page, "asked.1.when")
    page.select_option('[name="asked.1.when.tests.0.what"]', "situation:rent")
    saved(page)
    expect(page.get_by_text("当选择了情形“租赁房屋”时")).to_be_visible()


def _adds_a_material_under_a_condition(page: Page) -> None:
    page.goto(f"{DRAFT}materials/")
    page.get_by_role("link", name="增加一项").click()
    page.fill('[name="name"]', "房屋租赁合同")
    added(page, "when")
    long = page.locator('[name="when.tests.0.what"] option', has_text="三年以上").get_attribute("value")
    page.select_option('[name="when.tests.0.what"]', long or "")
    saved(page)
    expect(page.get_by_role("link", name="房屋租赁合同")).to_be_visible()


def _adds_a_field(page: Page) -> None:
    page.goto(f"{DRAFT}form/")
    page.get_by_role("link", name="增加一项").click()
    page.fill('[name="title"]', "月租金")
    expect(page.locator("#f-options")).to_be_hidden()
    page.select_option('[name="kind"]', "money")
    expect(page.locator('[name="at_least"]')).to_be_visible()
    saved(page)


def _sees_and_tries_it(page: Page) -> None:
    page.goto(f"{DRAFT}materials/")
    frame = page.frame_locator("iframe[data-preview]")
    expect(frame.get_by_text("草稿预览")).to_be_visible()
    page.locator('[data-preview-flag="lang=en"]').click()
    expect(frame.get_by_text("Preview of the draft")).to_be_visible()
    page.get_by_role("link", name="试办").click()
    page.get_by_label("租赁房屋").check()
    page.get_by_label("三年以上").check()
    expect(page.get_by_text("当选择了情形“三年以上”时")).to_be_visible()
    page.fill('[name="a-shop"]', "小店")
    with page.expect_response(lambda answer: "/trial/" in answer.url):
        page.locator('[name="a-shop"]').blur()
    page.wait_for_load_state("networkidle")
    for box in page.locator('[name="m"]').all():
        box.check()
    page.get_by_role("button", name="看看结果").click()
    expect(page.get_by_role("heading", name="可以受理")).to_be_visible()


def test_the_last_step_is_undone_by_one_press(sit: Sit, shop: None) -> None:
    page = sit(town.zhao_gang())
    page.goto(DRAFT)
    page.fill("#f-reason", "换号码")
    page.get_by_role("button", name="开始编制").click()
    page.goto(f"{DRAFT}places/")
    page.fill('[name="phone"]', "0372-5555555")
    saved(page)
    page.locator("summary", has_text="修改记录").click()
    page.get_by_role("button", name="撤销上一步").click()
    expect(page.locator('[name="phone"]')).to_have_value("")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_editor_shuts_nobody_out(sit: Sit, shop: None, live_server: Any, language: str) -> None:
    page = sit(town.qian_yan())
    page.goto(DRAFT)
    page.fill("#f-reason", "试")
    page.get_by_role("button", name="开始编制").click()
    page.context.add_cookies([{"name": "django_language", "value": language, "url": str(live_server)}])
    rows = [f"{DRAFT}materials/0/", f"{DRAFT}form/0/"]
    others = ["/desk/materials/", "/desk/materials/new/", "/items/shop/trial/", "/items/shop/preview/"]
    pages = [*(f"{DRAFT}{one.key}/" for one in SECTIONS), *rows, *others]
    wrong = [fault for address in pages for fault in faults(page, address)]
    assert not wrong, "\n".join(wrong)
