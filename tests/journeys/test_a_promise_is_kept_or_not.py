"""Zhang Wei promises on his telephone: to bring the floor plan later, which he does, or his application lapses; or that
his people are healthy, for which he has the licence in his hand the same day.
"""

import re
from collections.abc import Sequence
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
    scan = _ready(tmp_path)
    _promises(phone, scan, "“平面布局图”过后补交", papers=("申请书", "身份证明", "健康证明"))
    case = Case.objects.get()
    clerk = sit(town.liu_mei())
    clerk.goto(f"/desk/cases/{case.number}/")
    clerk.locator("summary", has_text="容缺受理").click()
    form = clerk.locator("form", has=clerk.get_by_role("button", name="容缺受理并出具承诺书和受理通知书"))
    for one in form.get_by_label("符合", exact=True).all():
        one.check()
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


def test_a_promise_in_place_of_a_proof_brings_the_licence_into_his_hand_the_same_day(
    phone: Page, sit: Sit, tmp_path: Path
) -> None:
    scan = _ready(tmp_path)
    _promises(phone, scan, "自愿承诺，代替“健康证明”", papers=("申请书", "身份证明", "平面布局图"))
    case = Case.objects.get()
    number = str(case.applicant.number.open())

    _acts(sit(town.liu_mei()), case, "受理", "受理并出具受理通知书", told="已受理")
    head = sit(town.wu_jun())
    _acts(head, case, "凭承诺当场准予", "准予并出具决定书", told="已凭承诺准予", tick="已查询申请人的信用记录")
    _acts(sit(town.zhao_gang()), case, "出件办结", "出件办结", told="已出件办结")
    phone.goto(f"/cases/{case.number}/")
    expect(phone.get_by_role("heading", name="告知承诺")).to_be_visible()
    expect(phone.get_by_text("部门会在这之前核查承诺是否做到")).to_be_visible()

    clerk = sit(town.liu_mei())
    _acts(clerk, case, "窗口领取", "核验身份并交付", told="已交付", tick="已看证件原件", number=number)
    case.refresh_from_db()
    assert (case.state, case.outcome) == (State.DELIVERED, "granted")
    phone.reload()
    expect(phone.get_by_text("已经送达，没有要办的了")).to_be_visible()
    for letter in ("告知承诺书", "准予", "送达回证"):
        expect(phone.get_by_role("listitem").filter(has_text=letter).first).to_be_visible()


def _ready(tmp_path: Path) -> Path:
    """The town at work, and a photograph of a paper."""
    testing.staffed_town()
    testing.lenient()
    town.zhang_wei()
    scan = tmp_path / "材料.jpg"
    scan.write_bytes(documents.jpeg(400, 300))
    return scan


def _acts(page: Page, case: Case, act: str, button: str, *, told: str, tick: str = "", number: str = "") -> None:
    """An officer opens the act on the page of the case, fills it in, and presses its button."""
    page.goto(f"/desk/cases/{case.number}/")
    box = page.locator("details.act").filter(has=page.locator("summary", has_text=re.compile(rf"^\s*\w?\s*{act}\s*$")))
    if not box.evaluate("box => box.open"):
        box.locator("summary").click()
    for paper in box.get_by_label("符合", exact=True).all():
        paper.check()
    if number:
        box.locator("input[name=document_number]").fill(number)
    if tick:
        box.get_by_label(tick).check()
    box.get_by_role("button", name=button).click()
    expect(page.get_by_text(told).first).to_be_visible()


def _promises(phone: Page, scan: Path, promise: str, *, papers: Sequence[str]) -> None:
    phone.goto("/items/lenient-licence/apply/")
    sign_in(phone)
    phone.get_by_role("button", name="开始填写").click()
    phone.get_by_role("link", name="继续").click()
    phone.get_by_label("经营场所").fill("小城县东街1号")
    phone.get_by_role("button", name="保存并继续").click()
    phone.get_by_role("link", name="后补和承诺").first.click()
    phone.get_by_label(promise).check()
    phone.get_by_role("button", name="继续").click()
    for name in papers:
        card = phone.get_by_role("region", name=name)
        card.get_by_label("拍照或选择文件").set_input_files(scan)
        expect(card.get_by_text("已传 1 份")).to_be_visible()
    phone.get_by_role("button", name="继续").click()
    phone.get_by_role("button", name="确认无误，提交申请").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("申请已提交")
