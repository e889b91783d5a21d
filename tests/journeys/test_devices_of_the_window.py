"""The devices of the window: a card that is read, pages scanned and photographed, with a made-up camera."""

import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys.conftest import ARGUMENTS, Sit
from tools import browser as machine
from tools.device_simulator import CARD, Devices
from yichuang.base import clock
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, CaseMaterial, SignedCopy
from yichuang.catalogue.content import Material
from yichuang.people import testing as town

CAMERA = ["--use-fake-device-for-media-stream=fps=5", "--use-fake-ui-for-media-stream"]
SITE = "http://127.0.0.1:8000"
TWO = (Material(key="application", name="申请书"), Material(key="identity", name="身份证明"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.path(), args=ARGUMENTS + CAMERA)
        yield browser
        browser.close()


@pytest.fixture
def devices() -> Iterator[Devices]:
    """The program on the window's PC."""
    with Devices(0, SITE) as bridge:
        thread = threading.Thread(target=bridge.serve_forever, args=[0.05])
        thread.start()
        yield bridge
        bridge.shutdown()
        thread.join()


def test_the_program_tells_nothing_to_anybody_but_the_site(devices: Devices) -> None:
    own = f"127.0.0.1:{devices.server_port}"
    asked = [{}, {"Origin": "http://elsewhere.test"}, {"Origin": SITE, "Host": "elsewhere.test:8765"}, {"Origin": SITE}]
    answers = []
    for headers in asked:
        connection = HTTPConnection(own)
        connection.request("GET", "/card", headers=headers)
        answers.append(connection.getresponse())
        connection.close()
    assert [one.status for one in answers] == [403, 403, 403, 200]
    assert {one.getheader("Access-Control-Allow-Origin") for one in answers} == {SITE}


@pytest.mark.django_db(transaction=True)
def test_a_card_is_read_and_papers_are_taken_at_the_counter(
    sit: Sit, devices: Devices, live_server: LiveServer, settings: Any
) -> None:
    settings.DEVICES = f"http://127.0.0.1:{devices.server_port}"
    cases.staffed_town()
    cases.licence(situations=(), materials=TWO)
    page = sit(town.liu_mei())
    page.goto("/desk/counter/")
    read(page, says="没有回答。请确认它已经启动")  # it answers another site
    devices.origin = str(live_server)
    card, devices.card = devices.card, None
    read(page, says="读卡器上没有身份证")
    devices.card = card
    read(page, says=CARD["address"])
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#p-number")).to_have_value(CARD["number"])
    page.keyboard.type("spjy")
    page.keyboard.press("Enter")
    scan(page, devices, "申请书")
    photograph(page, "身份证明")
    page.fill("#id_a-premises", "小城县东街1号")
    page.get_by_role("button", name="材料齐全，受理").click()
    page.wait_for_url("**/desk/counter/4*/")
    case = Case.objects.get()
    assert case.applicant.name.open() == CARD["name"]
    files = dict(CaseMaterial.objects.filter(case=case).values_list("key", "file__media_type"))
    assert files == {"application": "application/pdf", "identity": "image/jpeg"}


@pytest.mark.django_db(transaction=True)
def test_who_takes_the_result_signs_on_the_pad(sit: Sit) -> None:
    cases.staffed_town()
    case = cases.completed(at=clock.now())
    page = sit(town.liu_mei())
    page.goto(f"/desk/cases/{case.number}/delivery/")
    page.get_by_label("领取人证件号码").fill(str(case.applicant.number.open()))
    page.get_by_label("已看证件原件，人和证件一致").check()
    page.get_by_role("button", name="在签名板上签名").first.click()
    expect(page.get_by_role("button", name="用这个签名")).to_be_disabled()
    sign(page)
    page.get_by_role("button", name="重签").click()
    expect(page.get_by_role("button", name="用这个签名")).to_be_disabled()
    sign(page)
    page.get_by_role("button", name="用这个签名").click()
    expect(page.get_by_label("签名已经取用")).to_be_visible()
    page.get_by_role("button", name="核验身份并交付").click()
    page.wait_for_url(f"**/desk/cases/{case.number}/")
    expect(page.get_by_text("受送达人本人签字")).to_be_visible()
    scan = SignedCopy.objects.get(letter__kind="service_receipt").file
    assert scan is not None
    assert (scan.name, scan.media_type) == ("签名.png", "image/png")


def sign(page: Page) -> None:
    """A stroke over the pad."""
    place = page.get_by_label("签名的地方").bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 40, place["y"] + 60)
    page.mouse.down()
    page.mouse.move(place["x"] + 240, place["y"] + 120, steps=4)
    page.mouse.up()


def read(page: Page, *, says: str) -> None:
    page.get_by_role("button", name="读身份证", exact=True).click()
    expect(page.get_by_text(says)).to_be_visible()


def scan(page: Page, devices: Devices, paper: str) -> None:
    """Two pages by the program, and a third that does not lie there."""
    page.get_by_role("button", name=f"拍照或扫描 {paper}").click()
    take(page, counts=1)
    take(page, counts=2)
    devices.paper = False
    page.get_by_role("button", name="拍一页").click()
    expect(page.get_by_text("扫描仪上没有纸张")).to_be_visible()
    page.get_by_role("button", name="用这些页").click()
    expect(page.get_by_text(f"{paper}.pdf")).to_be_visible()


def photograph(page: Page, paper: str) -> None:
    """Two pages by the camera, of which the second is thrown away."""
    page.get_by_role("button", name=f"拍照或扫描 {paper}").click()
    page.get_by_label("设备").select_option(index=1)
    expect(page.get_by_label("摄像头画面")).to_be_visible()
    take(page, counts=1)
    take(page, counts=2)
    page.get_by_role("button", name="去掉最后一页重拍").click()
    page.get_by_role("button", name="用这些页").click()
    expect(page.get_by_text(f"{paper}.jpg")).to_be_visible()


def take(page: Page, *, counts: int) -> None:
    page.get_by_role("button", name="拍一页").click()
    expect(page.locator("[data-count]")).to_have_text(str(counts))
