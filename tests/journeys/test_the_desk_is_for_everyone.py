"""The desk, measured with axe-core: on the smallest screen, and in English in large print on a phone."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from playwright.sync_api import Page

from tests.journeys.conftest import SCREEN
from tests.journeys.test_pages_are_for_everyone import measured, promised, seldom_ways
from yichuang.base import clock
from yichuang.cases import accepting, correcting, testing
from yichuang.cases.afterwards import archiving, handing_over, mapping
from yichuang.cases.models import Case, ReentryMapping
from yichuang.cases.tests import inspections as visits
from yichuang.delivery import testing as delivery
from yichuang.delivery.slips import passing
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.models import Account
from yichuang.web.permissions import DESK_PAGES, may_use

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS: list[tuple[dict[str, str], bool]] = [({}, False), ({"django_language": "en", "elder": "1"}, True)]


@pytest.fixture
def desk() -> list[tuple[Account, list[str]]]:
    """Who sits at the desk, and the pages of cases that he opens."""
    testing.staffed_town()
    delivery.terms()
    delivery.cell()
    testing.kept()
    offices.posting(town.qian_yan(), Duty.MANAGER)
    at = testing.moment(day=2)
    clerk, manager = testing.officer(town.liu_mei(), at), testing.officer(town.qian_yan(), at)
    archived = _elsewhere(lambda: archiving.archive(case=testing.delivered(), by=clerk, at=at))
    listed = handing_over.hand_over(centre=offices.centre(), by=manager, at=at)
    slip = passing.pass_to_departments(cases=[_on_paper()], by=clerk, at=testing.moment(hour=12))[0]
    now = clock.now()
    screen = mapping.Screen("省系统", None, "名称 = 申请人.姓名", "{序号}", timezone.localdate(now))
    mapping.set_mapping(centre=offices.centre(), screen=screen, by=testing.officer(town.qian_yan(), now), at=now)
    visit = visits.arranged()
    of_cases = [_page(case) for case in (archived, visit, _waiting(), promised(), testing.granted_on_promise())]
    paused = [f"/desk/cases/{number}/" for number in seldom_ways()]
    done = _page(testing.completed())
    typed = f"{_page(visit)}reentry/{ReentryMapping.objects.get().pk}/"
    return [
        (town.qian_yan(), [f"/desk/archive/lists/{listed.number}/", "/desk/wordings/acceptance_notice/", done]),
        (
            town.liu_mei(),
            [
                *of_cases,
                done,
                f"/desk/slips/{slip.number}/",
                f"/desk/slips/{slip.number}/on-paper/",
                "/desk/slips/new/out/",
                f"{_page(archived)}package/",
            ],
        ),
        (
            town.zhao_gang(),
            [
                *of_cases,
                *paused,
                done,
                typed,
                f"{_page(visit)}clock/",
                f"{_page(visit)}clock/print/",
                f"{_page(visit)}inspection/field/",
            ],
        ),
        (town.wu_jun(), [done, *paused]),
    ]


def _elsewhere(act: Callable[[], Case]) -> Case:
    """On a thread of its own: the browser's event loop runs on this one, and letters are signed in a loop."""

    def alone() -> Case:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(alone).result()


def _page(case: Case) -> str:
    return f"/desk/cases/{case.number}/"


def _on_paper() -> Case:
    at = testing.moment()
    by = testing.officer(town.liu_mei(), at)
    return accepting.accept_at_counter(application=testing.application(), by=by, at=at)


def _waiting() -> Case:
    """Asked for what is wrong with a paper and a field."""
    at = testing.moment()
    defects = [
        correcting.Defect(material_key="identity", reason="看不清"),
        correcting.Defect(field="premises", reason="不一致"),
    ]
    return correcting.ask_correction(
        case=testing.submitted(), defects=defects, by=testing.officer(town.liu_mei(), at), at=at
    )


def _lists(account: Account) -> Iterator[str]:
    """Every page of the desk that this account may use and that is about nothing in particular."""
    actor = actors.of(account, at=clock.now())
    for name, page in DESK_PAGES.items():
        if may_use(page, actor):
            try:
                yield reverse(name)
            except NoReverseMatch:
                continue


def _opened(window: Page, address: str) -> bool:
    """Whether the window now shows something to look at: not an act, a file or a piece for a script."""
    answer = window.request.get(address)
    if not answer.ok or not answer.headers.get("content-type", "").startswith("text/html"):
        return False
    whole = answer.url
    window.route(whole, lambda asked: asked.fulfill(response=answer))  # drawn once, not asked for twice
    window.goto(whole)
    window.unroute(whole)
    return True


@pytest.mark.parametrize(("look", "phone"), LOOKS, ids=["screen", "English in large print on a phone"])
def test_no_page_of_the_desk_shuts_anybody_out(
    open_page: Callable[..., Page],
    desk: list[tuple[Account, list[str]]],
    live_server: Any,
    look: dict[str, str],
    phone: bool,
) -> None:
    wrong: list[str] = []
    seen: set[str] = set()
    for account, pages in desk:
        window = open_page(phone=phone)
        if not phone:
            window.set_viewport_size(SCREEN)
        for name, value in look.items():
            window.context.add_cookies([{"name": name, "value": value, "url": str(live_server)}])
        _sign_in(window, account)
        for address in [*_lists(account), *pages]:
            if address not in seen and _opened(window, address):
                wrong += measured(window, address)
            seen |= {address} - set(pages)
    assert not wrong, "\n".join(wrong)


def _sign_in(window: Page, account: Account) -> None:
    window.goto("/desk/login/")
    window.fill("#id_username", account.username)
    window.fill("#id_password", town.PASSWORD)
    window.keyboard.press("Enter")
    window.wait_for_url(lambda address: "/login/" not in address)
