"""An address in Beijing, chosen on a telephone step by step: with scripts, and without any."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.conftest import PHONE
from yichuang.cases import applying, testing
from yichuang.cases.models import Draft
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db(transaction=True)
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["home"],
    "properties": {
        "home": {"type": "string", "title": "户籍所在地", "x-title-en": "Home", "x-format": "region", "x-order": 1},
        "note": {"type": "string", "title": "说明", "x-order": 2},
    },
}


@pytest.fixture
def address() -> str:
    testing.staffed_town()
    version = testing.licence(form=FORM, situations=(), materials=())
    party = town.zhang_wei().party
    assert party is not None
    now = testing.moment()
    draft = applying.begin_draft(version=version, applicant=party, by=testing.applicant(now), at=now)
    return f"/drafts/{draft.pk}/form/"


def open_form(page: Page, address: str) -> None:
    page.goto(f"/account/login/?next={address}")
    page.get_by_label("账号").fill("zhang.wei")
    page.get_by_label("密码").fill(town.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("填写申请表")


def kept() -> dict[str, Any]:
    answers = Draft.objects.get().answers
    return dict(answers.open()) if answers else {}


def test_the_next_step_appears_by_itself_and_keeps_its_place(phone: Page, address: str) -> None:
    open_form(phone, address)
    group = phone.get_by_role("group", name="户籍所在地")
    province = group.get_by_label("省（自治区、直辖市）")
    province.select_option(label="河北省")
    group.get_by_label("市（地区、自治州）").select_option(label="石家庄市")
    expect(group.get_by_label("县（市、区）")).to_be_visible()
    province.focus()
    province.select_option(label="北京市")
    expect(group.get_by_label("市（地区、自治州）")).to_have_count(0)
    expect(province).to_be_focused()
    phone.get_by_role("button", name="保存并继续").click()
    expect(phone.get_by_role("alert")).to_contain_text("只选到“北京市”")
    faults: Any = Axe().run(phone).response["violations"]
    assert not faults, faults

    group.get_by_label("县（市、区）").select_option(label="东城区")
    phone.get_by_role("button", name="保存并继续").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("核对并提交")
    expect(phone.get_by_text("北京市东城区")).to_be_visible()
    assert kept() == {"home": "110101"}


def test_without_scripts_a_button_brings_the_next_step(
    chromium: Browser, live_server: LiveServer, address: str
) -> None:
    context = chromium.new_context(base_url=str(live_server), locale="zh-CN", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    open_form(page, address)
    for label, name in (
        ("省（自治区、直辖市）", "河南省"),
        ("市（地区、自治州）", "安阳市"),
        ("县（市、区）", "安阳县"),
    ):
        page.get_by_label(label).select_option(label=name)
        page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="保存并继续").click()
    expect(page.get_by_text("河南省安阳市安阳县")).to_be_visible()
    context.close()
    assert kept() == {"home": "410522"}
