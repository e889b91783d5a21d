"""Zhang Wei, on his telephone: from the guide to the receipt, and what his mother sees afterwards."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from yichuang.cases import testing
from yichuang.cases.models import Case
from yichuang.documents import testing as documents
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town_on_a_monday() -> None:
    testing.staffed_town()
    testing.licence()
    town.zhang_wei()


def sign_in(phone: Page) -> None:
    phone.get_by_label("账号").fill("zhang.wei")
    phone.get_by_label("密码").fill(town.PASSWORD)
    phone.get_by_role("main").get_by_role("button", name="登录").click()


@pytest.mark.usefixtures("town_on_a_monday")
def test_from_the_guide_to_the_receipt(phone: Page, tmp_path: Path) -> None:
    good, bad = tmp_path / "身份证明.jpg", tmp_path / "申请书.pdf"
    good.write_bytes(documents.jpeg(800, 600))
    bad.write_bytes(b"MZ\x90\x00" + b"\x00" * 500)

    # He looks for it by its sound and reads what it takes.
    phone.goto("/")
    phone.get_by_label("要办的事").fill("shipin")
    phone.get_by_label("要办的事").press("Enter")  # on a telephone the suggestions lie over the button
    phone.get_by_role("link", name="食品经营许可").click()
    expect(phone.get_by_text("5 个工作日").first).to_be_visible()

    # His situation adds a document to the list.
    phone.get_by_label("租用场所").check()
    expect(phone.locator("#mine").get_by_text("租赁合同")).to_be_visible()

    phone.get_by_role("link", name="开始办理").click()
    sign_in(phone)
    phone.get_by_role("button", name="开始填写").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("食品经营许可")
    phone.get_by_role("link", name="继续").click()

    # What he forgets is told beside the field; what he types is kept by itself.
    phone.get_by_role("button", name="保存并继续").click()
    expect(phone.get_by_role("alert")).to_contain_text("经营场所")
    phone.get_by_label("经营场所").fill("小城县东街1号")
    phone.get_by_label("说明").focus()
    expect(phone.get_by_role("status")).to_contain_text("已自动保存")
    phone.get_by_role("button", name="保存并继续").click()

    # One file is not what it says; the sentence tells why, and the next one is taken.
    card = phone.get_by_role("region", name="申请书")
    card.get_by_label("拍照或选择文件").set_input_files(bad)
    expect(card.get_by_role("alert")).to_contain_text("申请书.pdf")
    for name in ("申请书", "身份证明", "租赁合同"):
        card = phone.get_by_role("region", name=name)
        card.get_by_label("拍照或选择文件").set_input_files(good)
        expect(card.get_by_text("已传 1 份")).to_be_visible()
    phone.get_by_role("button", name="继续").click()

    # One page that reads like a letter, and off it goes.
    expect(phone.get_by_role("article")).to_contain_text("小城县东街1号")
    phone.get_by_role("button", name="确认无误，提交申请").click()

    case = Case.objects.get()
    expect(phone.get_by_role("heading", level=1)).to_have_text("申请已提交")
    expect(phone.get_by_text(case.number)).to_be_visible()
    code = phone.locator(".big-number").nth(1).inner_text()
    with phone.expect_download() as receipt:
        phone.get_by_role("link", name="下载 收件凭证").click()
    assert Path(receipt.value.path()).read_bytes().startswith(b"%PDF")

    # At home, his mother follows the case with number and code, without an account.
    phone.context.clear_cookies()
    phone.goto("/query/")
    phone.get_by_label("办件编号").fill(case.number)
    phone.get_by_label("查询码").fill(code)
    phone.get_by_role("button", name="查询").click()
    expect(phone.get_by_text("窗口正在核对材料")).to_be_visible()


@pytest.mark.usefixtures("town_on_a_monday")
def test_a_file_that_did_not_arrive_is_told_and_can_be_sent_again(phone: Page, tmp_path: Path) -> None:
    good = tmp_path / "申请书.jpg"
    good.write_bytes(documents.jpeg(800, 600))
    phone.goto("/items/food-licence/apply/")
    sign_in(phone)
    phone.get_by_role("button", name="开始填写").click()
    phone.goto(f"{phone.url}materials/")
    card = phone.get_by_role("region", name="申请书")

    phone.context.set_offline(True)
    card.get_by_label("拍照或选择文件").set_input_files(good)
    expect(card.get_by_role("alert")).to_contain_text("没有传上去")

    phone.context.set_offline(False)
    card.get_by_label("拍照或选择文件").set_input_files(good)
    expect(card.get_by_text("已传 1 份")).to_be_visible()
    expect(card.get_by_role("alert")).to_be_hidden()


@pytest.mark.usefixtures("town_on_a_monday")
def test_the_whole_form_works_without_scripts(chromium: Browser, live_server: LiveServer, tmp_path: Path) -> None:
    good = tmp_path / "材料.jpg"
    good.write_bytes(documents.jpeg(800, 600))
    context = chromium.new_context(base_url=str(live_server), locale="zh-CN", java_script_enabled=False)
    page = context.new_page()

    page.goto("/items/food-licence/")
    page.get_by_label("租用场所").check()
    page.get_by_role("button", name="按我的情形更新清单").click()
    page.get_by_role("link", name="开始办理").click()
    sign_in(page)
    page.get_by_role("button", name="开始填写").click()
    page.get_by_role("link", name="继续").click()
    page.get_by_label("经营场所").fill("小城县东街1号")
    page.get_by_role("button", name="保存并继续").click()
    for name in ("申请书", "身份证明", "租赁合同"):
        card = page.get_by_role("region", name=name)
        card.locator("input[type=file]").set_input_files(good)
        card.get_by_role("button", name="上传").click()
    page.get_by_role("button", name="继续").click()
    page.get_by_role("button", name="确认无误，提交申请").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("申请已提交")
    context.close()
