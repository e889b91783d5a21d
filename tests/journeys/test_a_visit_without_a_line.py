"""An officer opens the page of a visit, leaves, fills it in without a line, and what he sends comes once."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import PHONE, Sit
from yichuang.base import clock
from yichuang.cases import queries, testing
from yichuang.cases.models import Case, Inspection, Photograph
from yichuang.cases.steps import inspecting
from yichuang.cases.tests import inspections as visits
from yichuang.documents import testing as documents
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db(transaction=True)


def arranged() -> Case:
    testing.staffed_town()
    at = clock.now()
    case = testing.examining_now(visits.visited_licence(), at=at - timedelta(hours=3))
    case = testing.says(case, town.zhao_gang(), town.sun_li(), at=at - timedelta(hours=1))
    by = testing.officer(town.zhao_gang(), at)
    team = [town.zhao_gang(), town.sun_li()]
    return inspecting.arrange(
        case=case, place="小城县东街1号", visit_at=at + timedelta(seconds=1), team=team, by=by, at=at
    )


def opened(sit: Sit, case: Case) -> Page:
    page = sit(town.zhao_gang())
    page.set_viewport_size(PHONE)
    page.goto(f"/desk/cases/{case.number}/inspection/field/")
    expect(page.get_by_text("没有网络也能打开")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    return page


def photograph(page: Page, name: str) -> None:
    content = documents.jpeg(2400, 1800)
    page.set_input_files("#id_photographs", {"name": name, "mimeType": "image/jpeg", "buffer": content})


def fill(page: Page) -> None:
    page.fill("#id_found_0", "28平方米，与布局图一致")
    page.fill("#id_found_1", "两台，运行正常")
    page.check("#id_finding_0")


def records(case: Case) -> int:
    return [entry.act for entry in queries.history(case)].count("case.record_inspection")


def test_what_is_filled_in_without_a_line_comes_once_when_the_line_is_back(sit: Sit) -> None:
    case = arranged()
    page = opened(sit, case)
    page.context.set_offline(True)
    fill(page)
    photograph(page, "一.jpg")
    expect(page.get_by_text("还没有发送 1 项")).to_be_visible()
    page.reload()
    expect(page.locator("#id_found_0")).to_have_value("28平方米，与布局图一致")
    expect(page.get_by_text("还没有发送 1 项")).to_be_visible()
    photograph(page, "二.jpg")
    expect(page.get_by_text("还没有发送 2 项")).to_be_visible()
    page.get_by_role("button", name="保存勘验记录").click()
    expect(page.get_by_text("还没有发送 3 项")).to_be_visible()
    assert (records(case), Photograph.objects.count()) == (0, 0)
    page.context.set_offline(False)
    expect(page.get_by_text("已全部发送")).to_be_visible()
    assert (records(case), Photograph.objects.count()) == (1, 2)
    assert Inspection.objects.get().found == ["28平方米，与布局图一致", "两台，运行正常"]
    assert page.evaluate(LEFT) == 0
    assert max(one.file.size for one in Photograph.objects.select_related("file")) < 1_000_000


LEFT = """() => new Promise((done) => {
  const asked = indexedDB.open("yichuang.field");
  asked.onsuccess = () => {
    const all = asked.result.transaction("rows").objectStore("rows").getAll();
    all.onsuccess = () => done(all.result.length);
  };
})"""


def test_an_answer_that_is_lost_does_not_make_it_twice(sit: Sit) -> None:
    case = arranged()
    page = opened(sit, case)
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.url in lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.fetch()
            route.abort()

    page.route("**/field/record/", lose_the_first_answer)
    page.route("**/field/photograph/", lose_the_first_answer)
    fill(page)
    photograph(page, "一.jpg")
    expect(page.get_by_text("还没有发送 1 项")).to_be_visible()
    page.get_by_role("button", name="保存勘验记录").click()
    expect(page.get_by_text("还没有发送 1 项")).to_be_visible()
    page.get_by_role("button", name="现在发送").click()
    expect(page.get_by_text("已全部发送")).to_be_visible()
    assert len(lost) == 2
    assert (records(case), Photograph.objects.count()) == (1, 1)


def test_what_comes_too_late_is_told_and_can_be_taken_along(sit: Sit) -> None:
    case = arranged()
    page = opened(sit, case)
    page.context.set_offline(True)
    fill(page)
    page.get_by_role("button", name="保存勘验记录").click()
    expect(page.get_by_text("还没有发送 1 项")).to_be_visible()
    at = clock.now()
    by, team = testing.officer(town.sun_li(), at), [town.sun_li(), town.zhou_min()]
    inspecting.arrange(case=case, place="西街2号", visit_at=at + timedelta(hours=1), team=team, by=by, at=at)
    page.context.set_offline(False)
    expect(page.get_by_text("下面的内容没有被接收")).to_be_visible()
    assert "28平方米" in page.locator("#field_export").input_value()
    assert records(case) == 0


def test_after_signing_out_nothing_can_be_read_and_nothing_is_lost(sit: Sit) -> None:
    case = arranged()
    page = opened(sit, case)
    page.route("**/field/photograph/", lambda route: route.abort())
    photograph(page, "一.jpg")
    expect(page.get_by_text("还没有发送 1 项")).to_be_visible()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(lambda address: "/field/" not in address)
    page.wait_for_function("async () => (await caches.keys()).length === 0")
    assert page.evaluate(LEFT) == 1
    page.unroute("**/field/photograph/")
    page.goto(f"/desk/cases/{case.number}/inspection/field/")
    page.fill("#id_username", town.zhao_gang().username)
    page.fill("#id_password", town.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("已全部发送")).to_be_visible()
    assert Photograph.objects.count() == 1
