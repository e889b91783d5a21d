"""The main pages of the portal, measured with axe-core: Chinese and English, usual and large print, phone and desk."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from yichuang.base.query_codes import query_code
from yichuang.cases import applying, correcting, terminating, testing
from yichuang.cases.models import Case
from yichuang.cases.pausing import extending, hearing, procedures, upward
from yichuang.cases.promises import tolerance
from yichuang.delivery import testing as delivery
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db(transaction=True)
MEASURED = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "selectors": False,
    "preload": False,  # every style again by a request; only the rule of held phones asks for it, see tests/house
}
"""What axe looks at, without what takes it longest: to describe each piece of a page that is in order."""
OPEN = [
    "/",
    "/items/",
    "/items/?q=spjy",
    "/items/food-licence/?s=rented",
    "/items/food-licence/print/",
    "/windows/",
    "/windows/A01/",
    "/lists/",
    "/lists/instant/",
    "/before-and-after/",
    "/query/",
    "/verify/",
    "/verify/0000/",
    "/decisions/",
    "/decisions/?item=food",
    "/notices/",
    "/life/",
    "/items/food-licence/card/",
    "/windows/A01/cards/",
    "/account/login/",
    "/account/register/",
    "/nothing/",
]


@pytest.fixture
def cases() -> tuple[Case, Case]:
    """One case on its way and one that waits for the applicant."""
    testing.staffed_town()
    testing.licence()
    now = testing.moment()
    waiting = correcting.ask_correction(
        case=testing.submitted(),
        defects=[
            correcting.Defect(material_key="identity", reason="照片看不清，请重拍。"),
            correcting.Defect(field="premises", reason="门牌号与产权证不一致。"),
        ],
        by=testing.officer(town.liu_mei(), now),
        at=now,
    )
    return testing.accepted(), waiting


def promised() -> Case:
    """A case accepted although one paper follows later, on a written promise."""
    at = testing.moment()
    by = testing.applicant(at)
    papers = testing.scans("application", "identity", "health", by=by)
    whole = testing.application(testing.lenient(), materials=papers)
    case = applying.apply(application=replace(whole, later=("plan",)), by=by, at=at)
    clerk = testing.officer(town.liu_mei(), at)
    return tolerance.accept_with_gaps(case=case, credit_confirmed=True, by=clerk, at=at)


def seldom_ways() -> list[str]:
    """The numbers of cases that go another way than most: paused, longer, heard, sent upward, ended, withdrawn."""
    at = testing.moment(hour=11)
    officer, head = testing.officer(town.zhao_gang(), at), testing.officer(town.wu_jun(), at)
    acts: list[Callable[[Case], Case]] = [
        lambda case: procedures.begin(case=case, kind="testing", days=3, reason="检测", by=officer, at=at),
        lambda case: extending.grant(case=extending.ask(case=case, reason="函询", by=officer, at=at), by=head, at=at),
        lambda case: hearing.tell_rights(case=case, matter="相邻采光", by=officer, at=at),
        lambda case: upward.send(case=case, to_body="市局", opinion="建议准予", days=10, by=officer, at=at),
        lambda case: terminating.terminate(case=case, reason="注销", law="某条例", by=head, at=at),
        lambda case: applying.withdraw(case=case, by=testing.applicant(at), at=at),
    ]
    return [act(testing.examined()).number for act in acts]


@pytest.fixture
def seldom(cases: tuple[Case, Case]) -> list[str]:
    """The pages of those cases, of promises, of a certificate, and of a result that is to go a way."""
    numbers, gaps, sworn = seldom_ways(), promised().number, testing.promised().number
    testing.granted_on_promise()
    delivery.terms()
    delivery.cell()
    done = testing.completed().number
    below = [
        *(f"{numbers[2]}/{page}" for page in ("hearing", "hearing/waiver")),
        *(f"{gaps}/supplement", f"{sworn}/promise/withdrawal", f"{done}/delivery"),
    ]
    return [*(f"/cases/{one}/" for one in [*numbers, gaps, sworn, done, *below]), "/my/certificates/"]


WIDEST = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return "";
  const edge = root.clientWidth + 1;
  const beyond = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > edge);
  return (beyond.at(-1) || document.body).outerHTML.slice(0, 200);
}"""
"""The innermost piece of the page that stands out to the right; empty when none does."""


def faults(page: Page, address: str) -> list[str]:
    page.goto(address)
    return measured(page, address)


def measured(page: Page, address: str) -> list[str]:
    """What is wrong for somebody with the page that the window shows."""
    found: Any = Axe().run(page, options=MEASURED)
    assert found.response["passes"], "nothing was measured"
    wrong = [
        f"{address} {one['id']}: {node['html'][:160]}" for one in found.response["violations"] for node in one["nodes"]
    ]
    wide: str = page.evaluate(WIDEST)
    return [*wrong, *([f"{address} scrolls sideways: {wide}"] if wide else [])]


def followed(page: Page, case: Case) -> list[str]:
    """The page of a case for whoever has its number and code."""
    page.goto("/query/")
    page.locator("#id_number").fill(case.number)
    page.locator("#id_code").fill(query_code(case.number))
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/query/case/**")
    return faults(page, page.url)


def own_pages(way: Case, waiting: Case) -> list[str]:
    party = town.zhang_wei().party
    assert party is not None
    now = testing.moment()
    draft = applying.begin_draft(version=testing.licence(), applicant=party, by=testing.applicant(now), at=now)
    applying.change_draft(draft=draft, situations=["rented"], at=now)
    steps = [f"/drafts/{draft.pk}/{step}" for step in ("", "situations/", "form/", "materials/", "review/")]
    lenient = applying.begin_draft(version=testing.lenient(), applicant=party, by=testing.applicant(now), at=now)
    steps.append(f"/drafts/{lenient.pk}/promises/")
    mine = ["/my/", "/my/data/", "/my/agents/", "/my/enterprises/", "/items/food-licence/apply/"]
    case = [f"/cases/{way.number}/{page}" for page in ("", "sent/", "clock/promised/", "withdrawal/")]
    return [*mine, *steps, *case, f"/cases/{waiting.number}/correction/"]


@pytest.mark.parametrize(
    ("look", "phone"),
    [({}, True), ({}, False), ({"elder": "1"}, True), ({"django_language": "en"}, False)],
    ids=["phone", "desk", "large print", "English"],
)
def test_no_page_shuts_anybody_out(
    open_page: Callable[..., Page],
    cases: tuple[Case, Case],
    seldom: list[str],
    live_server: Any,
    look: dict[str, str],
    phone: bool,
) -> None:
    page = open_page(phone=phone)
    page.context.add_cookies([{"name": name, "value": value, "url": str(live_server)} for name, value in look.items()])

    wrong = [fault for address in OPEN for fault in faults(page, address)]
    wrong += followed(page, cases[0])
    page.goto("/account/login/")
    page.locator("#id_username").fill("zhang.wei")
    page.locator("#id_password").fill(town.PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/")
    wrong += [fault for address in [*own_pages(*cases), *seldom] for fault in faults(page, address)]

    assert not wrong, "\n".join(wrong)
