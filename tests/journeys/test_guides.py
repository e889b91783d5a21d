"""A guide in the hand: ticks stay on the phone, it is read aloud, it prints to one sheet; a life event step by step."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.test_pages_are_for_everyone import faults
from yichuang.cases import testing
from yichuang.catalogue.life import life_events
from yichuang.catalogue.life.guiding import Choice, Follows, LifeEventContent, Question, Wanted
from yichuang.offices import testing as offices
from yichuang.people import actors

pytestmark = pytest.mark.django_db(transaction=True)
GUIDE = "/items/food-licence/"
CONTENT = LifeEventContent(
    about="食品许可。",
    questions=(
        Question(
            key="house",
            text="房子是谁的？",
            choices=(Choice(key="own", label="自己的"), Choice(key="rent", label="租的")),
        ),
        Question(key="more", text="还要什么？", several=True, choices=(Choice(key="staff", label="雇人"),)),
    ),
    items=(Wanted(item="food-licence", situations=(Follows(situation="rented", when='"rent" in situations'),)),),
)
VOICE = """
window.spoken = [];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", { value: {
  paused: false, getVoices: () => [], cancel() {}, pause() { this.paused = true; }, resume() { this.paused = false; },
  speak(one) {
    window.spoken.push(one.lang + " " + one.text);
    if (window.spoken.length < 4) setTimeout(() => one.onend(), 0);
  },
} });
"""


@pytest.fixture(autouse=True)
def town() -> None:
    testing.staffed_town()
    testing.licence()
    now = testing.moment()
    event = life_events.keep_life_event(
        centre=offices.centre(),
        key="open-shop",
        name="开小店",
        audience="enterprise",
        content=CONTENT,
        by=actors.SYSTEM,
        at=now,
    )
    life_events.publish_life_event(event=event, by=actors.SYSTEM, at=now)


def test_a_tick_made_before_the_page_has_wholly_arrived_counts(phone: Page) -> None:
    def late(route: Route) -> None:
        phone.get_by_label("租用场所").check()
        route.continue_()

    phone.route("**/htmx.min.js", late)
    phone.goto(GUIDE)
    expect(phone.locator("#mine").get_by_text("租赁合同")).to_be_visible()


def test_ticks_stay_on_the_phone_and_are_printed(phone: Page) -> None:
    phone.goto(f"{GUIDE}?s=rented")
    phone.get_by_label("租赁合同").check()

    phone.goto(f"{GUIDE}print/?s=rented")
    expect(phone.get_by_label("租赁合同")).to_be_checked()
    phone.goto(f"{GUIDE}?s=rented")
    phone.get_by_role("button", name="清除勾选").click()
    phone.reload()

    expect(phone.get_by_label("租赁合同")).not_to_be_checked()


def test_the_guide_is_read_aloud_in_its_order_and_can_be_stopped(phone: Page) -> None:
    phone.add_init_script(VOICE)
    phone.goto(GUIDE)

    phone.get_by_role("button", name="读给我听").click()
    expect(phone.locator(".being-read")).to_have_count(1)
    phone.get_by_role("button", name="暂停").click()
    phone.get_by_role("button", name="继续读").click()
    spoken = phone.evaluate("window.spoken")
    phone.get_by_role("button", name="停止").click()

    assert spoken[0] == "zh-CN 食品经营许可"
    assert spoken[2] == "zh-CN 能不能在网上办"
    expect(phone.locator(".being-read")).to_have_count(0)


def test_a_browser_without_a_voice_offers_none(phone: Page) -> None:
    phone.add_init_script('Object.defineProperty(window, "speechSynthesis", { value: undefined });')
    phone.goto(GUIDE)

    expect(phone.get_by_role("button", name="读给我听")).to_have_count(0)


@pytest.mark.parametrize("address", [f"{GUIDE}print/?s=rented", "/life/open-shop/?a=rent&d=more"])
def test_it_prints_to_one_sheet(page: Page, address: str) -> None:
    page.goto(address)

    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))) == 1


def test_a_life_event_is_answered_on_the_phone_and_leads_to_the_application(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="开小店").click()
    phone.get_by_label("租的").check()
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("button", name="下一步").click()

    expect(phone.get_by_text("您要办 1 项")).to_be_visible()
    expect(phone.get_by_text("租赁合同")).to_be_visible()
    phone.go_back()
    expect(phone.get_by_text("还要什么？").first).to_be_visible()
    phone.go_forward()
    address = phone.get_by_role("link", name="开始办理 食品经营许可").get_attribute("href") or ""
    assert "s=rented" in address


@pytest.mark.parametrize(
    ("look", "phone_sized"),
    [({}, True), ({"elder": "1"}, True), ({"django_language": "en"}, False)],
    ids=["phone", "large print", "English"],
)
def test_these_pages_shut_nobody_out(
    open_page: Callable[..., Page], live_server: Any, look: dict[str, str], phone_sized: bool
) -> None:
    page = open_page(phone=phone_sized)
    page.context.add_cookies([{"name": name, "value": value, "url": str(live_server)} for name, value in look.items()])
    life = "/life/open-shop/"

    pages = [GUIDE, f"{GUIDE}card/", "/windows/A01/cards/", "/life/", life, f"{life}?all=1", f"{life}?a=rent&d=more"]
    wrong = [fault for address in pages for fault in faults(page, address)]

    assert not wrong, "\n".join(wrong)
