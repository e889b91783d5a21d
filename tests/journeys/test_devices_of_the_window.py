"""The devices of the window: a card that is read, pages scanned or photographed, with a made-up camera."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys.conftest import ARGUMENTS, Sit
from tools import browser as machine
from tools.device_simulator import CARD, Devices
from yichuang.base import clock
from yichuang.cases import correcting
from yichuang.cases import testing as cases
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, CaseMaterial, State
from yichuang.catalogue.content import Material
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db(transaction=True)
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
TWO = (Material(key="application", name="申请书"), Material(key="identity", name="身份证明"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.path(), args=ARGUMENTS + CAMERA)
        yield browser
        browser.close()


@pytest.fixture
def devices(live_server: LiveServer, settings: Any) -> Iterator[Devices]:
    """The program on the window's PC, and a site that knows its address."""
    with Devices(0, str(live_server)) as bridge:
        settings.DEVICES = f"http://127.0.0.1:{bridge.server_port}"
        thread = threading.Thread(target=bridge.serve_forever)
        thread.start()
        yield bridge
        bridge.shutdown()
        thread.join()


def shoot(page: Page, paper: str, *, pages: int) -> None:
    page.get_by_role("button", name=f"拍照或扫描 {paper}").click()
    for taken in range(1, pages + 1):
        page.get_by_role("button", name="拍一页").click()
        expect(page.locator("[data-count]")).to_have_text(str(taken))


def test_a_card_is_read_and_papers_are_scanned_at_the_counter(sit: Sit, devices: Devices) -> None:
    cases.staffed_town()
    cases.licence(situations=(), materials=TWO)
    page = sit(town.liu_mei())
    page.goto("/desk/counter/")
    card, devices.card = devices.card, None
    page.get_by_role("button", name="读身份证", exact=True).click()
    expect(page.get_by_text("读卡器上没有身份证")).to_be_visible()
    devices.card = card
    page.get_by_role("button", name="读身份证", exact=True).click()
    expect(page.get_by_text(CARD["address"])).to_be_visible()
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#p-number")).to_have_value(CARD["number"])
    page.keyboard.type("spjy")
    page.keyboard.press("Enter")
    shoot(page, "申请书", pages=2)
    page.get_by_role("button", name="用这些页").click()
    expect(page.get_by_text("申请书.pdf")).to_be_visible()
    devices.paper = False
    page.get_by_role("button", name="拍照或扫描 身份证明").click()
    page.get_by_role("button", name="拍一页").click()
    expect(page.get_by_text("扫描仪上没有纸张")).to_be_visible()
    page.get_by_role("button", name="关闭").click()
    page.check("#m-identity-got")
    page.fill("#id_a-premises", "小城县东街1号")
    page.get_by_role("button", name="材料齐全，受理").click()
    page.wait_for_url("**/desk/counter/4*/")
    case = Case.objects.get()
    assert case.applicant.name.open() == CARD["name"]
    scan = CaseMaterial.objects.get(case=case, key="application").file
    assert scan is not None
    assert (scan.media_type, scan.pages) == ("application/pdf", 2)


def test_a_program_that_does_not_answer_is_told_in_a_sentence(sit: Sit, devices: Devices) -> None:
    cases.staffed_town()
    page = sit(town.liu_mei())
    page.goto("/desk/counter/")
    devices.origin = "http://elsewhere.test"  # answers, but not this page
    page.get_by_role("button", name="读身份证", exact=True).click()
    expect(page.get_by_text("没有回答。请确认它已经启动")).to_be_visible()


def test_a_paper_is_photographed_where_a_correction_comes_in(sit: Sit) -> None:
    cases.staffed_town()
    at = clock.now()
    case = cases.submitted(at=at)
    by = cases.officer(town.liu_mei(), at)
    correcting.ask_correction(case=case, defects=[Defect("没有签字", material_key="application")], by=by, at=at)
    page = sit(town.liu_mei())
    page.goto(reverse("desk:corrected", args=[case.number]))
    shoot(page, "申请书", pages=2)
    page.get_by_role("button", name="去掉最后一页重拍").click()
    page.get_by_role("button", name="用这些页").click()
    page.get_by_role("button", name="收下补正内容").click()
    expect(page.get_by_text("补正内容已经收下")).to_be_visible()
    case.refresh_from_db()
    assert case.state == State.SUBMITTED
    scan = CaseMaterial.objects.get(case=case, key="application", superseded_at=None).file
    assert scan is not None
    assert scan.media_type == "image/jpeg"
