"""Zhang Wei promises on his telephone to bring the floor plan later. He brings it, or his application lapses."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Sit
from tests.journeys.test_a_citizen_applies import sign_in
from yichuang.base import clock
from yichuang.cases import deeming, testing
from yichuang.cases.models import Case, State
from yichuang.documents import testing as documents
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_promised_comes_and_the_case_is_decided_or_it_lapses(phone: Page, sit: Sit, tmp_path: Path) -> None:
    testing.staffed_town()
    testing.lenient()
    town.zhang_wei()
    scan = tmp_path / "材料.jpg"
    scan.write_bytes(documents.jpeg(400, 300))

    _promises(phone, scan)
    case = Case.objects.get()
    clerk = sit(town.liu_mei())
    clerk.goto(f"/desk/cases/{case.number}/")
    clerk.locator("summary", has_text="容缺受理").click()
    form = clerk.locator("form", has=clerk.get_by_role("button", name="容缺受理并出具承诺书和受理通知书"))
    form.get_by_label("已查询申请人的信用记录").check()
    form.get_by_role("button", name="容缺受理并出具承诺书和受理通知书").click()
    expect(clerk.get_by_text("已容缺受理")).to_be_visible()
    expect(clerk.get_by_text("还缺")).to_be_visible()

    phone.goto(f"/cases/{case.number}/")
    expect(phone.get_by_role("heading", name="还要补交的材料")).to_be_visible()
    phone.get_by_role("link", name="去补交").click()
    phone.get_by_label("拍照或选择文件").set_input_files(scan)
    phone.get_by_role("main").get_by_role("button", name="提交").click()
    expect(phone.get_by_role("heading", name="还要补交的材料")).to_be_hidden()

    another = testing.accepted_with_gaps(at=clock.now())
    case.refresh_from_db()
    assert another.deemed_at is not None
    assert case.deemed_at is None
    report = deeming.deem_all(at=another.deemed_at + timedelta(minutes=5))
    another.refresh_from_db()
    case.refresh_from_db()
    assert (report.done, another.state, case.state) == (1, State.LAPSED, State.ACCEPTED)
    phone.goto(f"/cases/{another.number}/")
    expect(phone.get_by_text("视为撤回").first).to_be_visible()


def _promises(phone: Page, scan: Path) -> None:
    phone.goto("/items/lenient-licence/apply/")
    sign_in(phone)
    phone.get_by_role("button", name="开始填写").click()
    phone.get_by_role("link", name="继续").click()
    phone.get_by_label("经营场所").fill("小城县东街1号")
    phone.get_by_role("button", name="保存并继续").click()
    phone.get_by_role("link", name="后补和承诺").first.click()
    phone.get_by_label("“平面布局图”过后补交").check()
    phone.get_by_role("button", name="继续").click()
    for name in ("申请书", "身份证明", "健康证明"):
        card = phone.get_by_role("region", name=name)
        card.get_by_label("拍照或选择文件").set_input_files(scan)
        expect(card.get_by_text("已传 1 份")).to_be_visible()
    phone.get_by_role("button", name="继续").click()
    phone.get_by_role("button", name="确认无误，提交申请").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("申请已提交")
