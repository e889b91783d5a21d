"""The editor of a draft: every section is a form and comes back the same; errors beside their fields; nothing lost."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yichuang.catalogue import queries
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import (
    Content,
    Delegation,
    Extension,
    Fee,
    File,
    Material,
    Online,
    Promise,
    Question,
    Related,
    Situation,
    Span,
    SpecialProcedure,
    Step,
    TimeLimit,
    Tolerance,
    to_json,
)
from yichuang.catalogue.kinds import Need, PowerSource, Way
from yichuang.catalogue.models import DraftStep, ItemVersion
from yichuang.catalogue.revising import reviewing, writing
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.desk.editing.sections import SECTIONS, Whole
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
CODE = "shop"
DIGEST = "a" * 64

FULL: dict[str, Any] = {
    "aliases": ("开店", "办照"),
    "power_source": PowerSource.HANDED_DOWN,
    "delegation": (Delegation(source=PowerSource.HANDED_DOWN, giver="市局", taker="县局", instrument="〔2025〕3号"),),
    "statutory": TimeLimit(
        length=20,
        unit="working_days",
        text="20个工作日",
        by_situation={"rent": TimeLimit(length=30, unit="working_days", text="30个工作日", start="勘验之日")},
        extension=Extension(length=10, unit="working_days", approver="局长"),
        excluded=("听证", "检验"),
    ),
    "special_procedures": (
        SpecialProcedure(name="公示", limit=TimeLimit(length=7, unit="calendar_days"), basis="某法"),
    ),
    "situations": (
        Situation(key="own", label="自有房屋", question="房屋从哪里来", only_one=True),
        Situation(key="rent", label="租赁房屋", label_en="Rented", question="房屋从哪里来", only_one=True),
        Situation(key="long", label="长租", question="租多久", only_one=True, when='"rent" in situations'),
    ),
    "materials": (
        Material(key="form", name="申请书", blank=File(name="空白.pdf", digest=DIGEST), dictionary="d1"),
        Material(key="lease", name="租赁合同", need=Need.SITUATIONAL, when='"rent" in situations', tolerable=True),
        Material(
            key="proof",
            name="证明",
            need=Need.ONE_OF,
            children=(Material(key="a", name="甲", shared="电子证照库"), Material(key="b", name="乙")),
        ),
    ),
    "steps": (Step(name="受理", kind="accept", time=Span(length=1)), Step(name="审查", officers=2, departments=("x",))),
    "charged": True,
    "fees": (Fee(name="工本费", fen=1050, unit="本", basis="某法", reducible=True),),
    "online": Online(depth="5", address="https://example.cn", payment=False),
    "ways": (Way.WINDOW, Way.WEB),
    "tolerance": Tolerance(within=Span(length=5), default="退回"),
    "promise": Promise(told="条件一\n条件二", promised="我承诺", consequences="撤销"),
    "questions": (Question(question="要多久？", answer="五天。\n真的。"),),
    "related": (Related(name="开户", materials=("身份证", "执照")),),
    "unverified": ("promised", "materials[].form"),
    "sources": ("某网站",),
    "visits": 0,
    "place": "政务服务大厅",
}


class Inputs(HTMLParser):
    """What a browser would send for the form on the page, untouched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._inside, self._area, self._select = False, "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = "data-sheet" in given
        name = given.get("name") or ""
        if not self._inside:
            return
        if tag == "input" and name and (given.get("type") not in ("checkbox", "file") or "checked" in given):
            self.sent.setdefault(name, []).append(given.get("value") or "")
        elif tag == "textarea":
            self._area = name
            self.sent[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.sent.setdefault(self._select, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.sent[self._area] = [self.sent[self._area][0].removeprefix("\n")]
            self._area = ""
        elif tag == "form":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area][0] += data


@pytest.fixture
def version() -> ItemVersion:
    return catalogue.draft(catalogue.item(CODE), **FULL)


@pytest.fixture
def officer(at_desk: At, version: ItemVersion) -> Client:
    return at_desk(town.zhao_gang())


def address(key: str, row: int | None = None) -> str:
    return (
        reverse("desk:draft_section", args=[CODE, key])
        if row is None
        else reverse("desk:draft_row", args=[CODE, key, row])
    )


def opened(client: Client, key: str, number: int | None = None) -> dict[str, list[str]]:
    answer = client.get(address(key, number))
    assert answer.status_code == 200
    return Inputs(answer.content.decode()).sent


def save(client: Client, key: str, number: int | None = None, **typed: str) -> Any:
    """The page opened, these inputs changed, and sent."""
    data = opened(client, key, number) | {name.replace("__", "."): [value] for name, value in typed.items()}
    return client.post(address(key, number), data)


def now() -> Content:
    found = queries.draft_of(CODE)
    assert found is not None
    return found.parsed


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_every_field_of_a_content_stands_in_exactly_one_section() -> None:
    fields = [name for section in SECTIONS for name in section.fields]
    assert sorted(fields) == sorted(set(fields))
    assert set(fields) == set(Whole.model_fields)


@pytest.mark.parametrize("section", [one for one in SECTIONS if not one.rows], ids=lambda one: one.key)
def test_a_section_that_is_opened_and_saved_says_the_same(officer: Client, section: Any) -> None:
    before = to_json(now())
    answer = save(officer, section.key)
    assert answer.status_code == 302, re.findall(r'class="error">(.*?)<', text(answer))
    assert to_json(now()) == before
    assert DraftStep.objects.count() == 1


@pytest.mark.parametrize("row", [0, 1, 2])
def test_a_material_that_is_opened_and_saved_says_the_same(officer: Client, row: int) -> None:
    before = to_json(now())
    assert save(officer, "materials", row).status_code == 302
    assert to_json(now()) == before


def test_saving_is_one_step_with_what_was_changed_and_why(officer: Client) -> None:
    assert save(officer, "places", phone="0372-5555555", explanation="换了号码").status_code == 302
    step = DraftStep.objects.get(number=2)
    assert (now().phone, step.part, step.note) == ("0372-5555555", "places", "换了号码")
    assert step.saved_by == town.zhao_gang()


def test_the_names_are_edited_with_the_basics(officer: Client) -> None:
    save(officer, "basics", name="小店开办", name_en="Shop opening")
    version = queries.draft_of(CODE)
    assert version is not None
    assert (version.name, version.name_en) == ("小店开办", "Shop opening")


def test_everything_wrong_is_told_at_once_beside_its_field_and_stays_as_typed(officer: Client) -> None:
    answer = save(officer, "fees", fees__0__name="", fees__0__fen="十元", fee_basis="长" * 600)
    page = text(answer)
    assert answer.status_code == 422
    assert "“收费项目名称”没有填写，请填写。" in page
    assert "“金额（元）”应当是以元为单位的金额，例如 10.00，请修改。" in page
    assert "“收费依据”太长，最多 500 个字" in page
    assert 'value="十元"' in page
    assert 'href="#f-fees-0-fen"' in page
    assert 'id="f-fees-0-fen-error"' in page
    assert now().fees[0].fen == 1050


def test_limits_of_numbers_are_told_in_words(officer: Client) -> None:
    page = text(save(officer, "steps", steps__0__officers="0", steps__1__officers="x"))
    assert "“最少办理人数”应当是整数" in page
    page = text(save(officer, "steps", steps__0__officers="0"))
    assert "“最少办理人数”不能小于 1，请核对。" in page


def test_rows_are_added_moved_and_removed_before_they_are_saved(officer: Client) -> None:
    data = opened(officer, "questions")
    page = text(officer.post(address("questions"), data | {"row": ["add:questions"]}))
    data = Inputs(page).sent | {"questions.1.question": ["贵吗？"], "questions.1.answer": ["不贵。"]}
    page = text(officer.post(address("questions"), data | {"row": ["up:questions:1"]}))
    assert len(now().questions) == 1
    assert officer.post(address("questions"), Inputs(page).sent).status_code == 302
    assert [one.question for one in now().questions] == ["贵吗？", "要多久？"]
    save(officer, "questions", row="remove:questions:0")
    page = text(save(officer, "questions", row="remove:questions:0"))
    assert officer.post(address("questions"), Inputs(page).sent).status_code == 302
    assert [one.question for one in now().questions] == ["要多久？"]


def test_an_empty_row_is_left_out(officer: Client) -> None:
    page = text(save(officer, "questions", row="add:questions"))
    officer.post(address("questions"), Inputs(page).sent)
    assert len(now().questions) == 1


def test_materials_are_moved_and_removed_in_their_list_and_added_on_a_page_of_their_own(officer: Client) -> None:
    save(officer, "materials", row="down:0")
    assert [one.key for one in now().materials] == ["lease", "form", "proof"]
    save(officer, "materials", row="remove:2")
    assert [one.key for one in now().materials] == ["lease", "form"]
    assert save(officer, "materials", 2, name="户口簿").status_code == 302
    assert [one.name for one in now().materials] == ["租赁合同", "申请书", "户口簿"]
    assert re.fullmatch("k[0-9a-f]{8}", now().materials[2].key)
    assert officer.get(address("materials", 9)).status_code == 404


def test_a_condition_is_picked(officer: Client) -> None:
    page = text(save(officer, "materials", 0, row="add:when.tests"))
    data = Inputs(page).sent | {"when.tests.0.what": ["situation:rent"], "when.tests.0.turned": ["1"]}
    page = text(officer.post(address("materials", 0), data | {"row": ["add:when.tests"]}))
    data = Inputs(page).sent | {"when.tests.1.what": ["kind:natural"], "when.join": ["any"]}
    assert officer.post(address("materials", 0), data).status_code == 302
    assert now().materials[0].when == '!("rent" in situations) || applicant.kind == "natural"'
    assert "当没有选择情形“租赁房屋”，或者申请人是自然人时" in text(officer.get(address("materials", 0)))


def test_a_condition_is_written_by_an_expert_when_it_can_be_evaluated(officer: Client) -> None:
    answer = save(officer, "materials", 0, when__code='"gone" in situations')
    assert answer.status_code == 422
    assert "没有情形“gone”" in text(answer)
    assert save(officer, "materials", 0, when__code="situations.size() > 1").status_code == 302
    assert now().materials[0].when == "situations.size() > 1"
    assert "situations.size() &gt; 1" in text(officer.get(address("materials", 0)))


def test_a_follow_up_question_is_added(officer: Client) -> None:
    page = text(save(officer, "situations", row="add:asked"))
    page = text(officer.post(address("situations"), Inputs(page).sent | {"row": ["add:asked.2.answers"]}))
    page = text(officer.post(address("situations"), Inputs(page).sent | {"row": ["add:asked.2.when.tests"]}))
    typed = {
        "asked.2.question": ["租金多少"],
        "asked.2.answers.0.label": ["一万以上"],
        "asked.2.when.tests.0.what": ["situation:long"],
    }
    answer = officer.post(address("situations"), Inputs(page).sent | typed)
    assert answer.status_code == 302
    added = now().situations[-1]
    assert (added.label, added.question, added.when) == ("一万以上", "租金多少", '"long" in situations')


def test_an_unverified_field_is_ticked_off_with_its_source(officer: Client) -> None:
    save(officer, "unverified", doubts__0__seen="1", doubts__0__seen_in="县政府公报")
    assert now().unverified == ("materials[].form",)
    assert now().sources == ("某网站", "县政府公报")


def test_a_step_is_undone_and_undone_again(officer: Client) -> None:
    before = now().phone
    save(officer, "places", phone="1")
    save(officer, "places", phone="2")
    for expected in ("1", before, before):
        officer.post(reverse("desk:draft_step", args=[CODE]), {"section": "places"})
        assert now().phone == expected
    officer.post(reverse("desk:draft_step", args=[CODE]), {"to": "3"})
    assert now().phone == "2"


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(officer: Client, at_desk: At) -> None:
    mine = opened(officer, "places") | {"phone": ["1"]}
    save(at_desk(town.sun_li()), "questions", questions__0__question="改了？")
    answer = officer.post(address("places"), mine)
    assert answer.status_code == 422
    assert "别人保存过这份草稿" in text(answer)
    assert officer.post(address("places"), Inputs(text(answer)).sent).status_code == 302
    assert (now().phone, now().questions[0].question) == ("1", "改了？")


def test_the_list_of_sections_counts_what_is_missing(officer: Client) -> None:
    page = text(officer.get(address("unverified")))
    assert re.search(r"待核实</span><span class=\"state near\">2 处", page)
    save(officer, "power", review_standard="")
    page = text(officer.get(address("power")))
    assert "没有审查标准，请写明按什么标准审查。" in page


@pytest.mark.parametrize("junk", ["\x00", "名" * 1_000_000, "n" * 1_000_000, "\u202e反", "<script>alert(1)</script>"])
def test_hostile_text_never_breaks_the_page(officer: Client, junk: str) -> None:
    answer = save(officer, "basics", name=junk)
    assert answer.status_code in (302, 400, 422)
    assert "<script>alert" not in text(officer.get(address("basics")))


@pytest.mark.parametrize(
    "typed",
    [
        {"nonsense": "1", "questions.99999999999.question": "x", "questions.-1.question": "x"},
        {"row": "remove:questions:99999999999999"},
        {"row": "up:questions:²"},
        {"row": "add:" + "a." * 5000},
        {"row": "add:questions.0.question"},
        {"row": ":::"},
        {"questions.0._rest": "[" * 100_000},
    ],
)
def test_unknown_keys_and_huge_row_numbers_do_nothing(officer: Client, typed: dict[str, str]) -> None:
    before = to_json(now())
    answer = officer.post(address("questions"), opened(officer, "questions") | typed)
    assert answer.status_code in (200, 302)
    assert to_json(now()) == before


def test_the_doubtful_lines_cannot_be_added_to(officer: Client) -> None:
    page = text(save(officer, "unverified", row="add:doubts"))
    assert "doubts.2." not in page


def test_where_there_is_no_draft_one_is_begun_with_a_reason(at_desk: At) -> None:
    catalogue.published_item(CODE)
    client, begin = at_desk(town.zhao_gang()), reverse("desk:draft", args=[CODE])
    assert "为什么要修订" in text(client.get(begin))
    assert "请写明为什么要修订" in text(client.post(begin, {"reason": ""}))
    assert client.post(begin, {"reason": "法律改了"}).status_code == 302
    version = queries.draft_of(CODE)
    assert version is not None
    assert version.change_reason == "法律改了"
    assert client.get(begin).status_code == 302


def test_who_may_not_write_the_item_does_not_find_its_draft(at_desk: At, version: ItemVersion) -> None:
    stranger = town.staff("far.away", "远处", Role.EXAMINER)
    offices.posting(stranger, Duty.EXAMINER, department=offices.department("water", "小城县水利局"))
    for account, status in ((stranger, 404), (town.zhang_wei(), 404), (town.he_jian(), 403), (town.qian_yan(), 200)):
        client = at_desk(account)
        assert client.get(address("fees")).status_code == status
        assert client.get(address("materials", 0)).status_code == status
        assert client.post(reverse("desk:draft_step", args=[CODE])).status_code == (302 if status == 200 else status)
    assert at_desk(town.zhao_gang()).get(address("nonsense")).status_code == 404


def test_what_lies_with_the_reviewer_is_shown_and_not_changed(officer: Client, version: ItemVersion) -> None:
    by = actors.of(town.zhao_gang(), at=catalogue.AT)
    reviewing.submit(version=version, by=by, at=catalogue.AT)
    assert "只能看，不能改" in text(officer.get(address("places")))
    data = opened(officer, "places") | {"phone": ["1"]}
    answer = officer.post(address("places"), data)
    assert answer.status_code == 422
    assert "不能修改" in text(answer)
    assert writing.step_before(version) is None
