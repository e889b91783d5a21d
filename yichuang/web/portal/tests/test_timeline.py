"""The way of a case in words for the applicant: every act has its words, each pause its reason and law, no officer his
name."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from yichuang.base import clock
from yichuang.cases import examining, queries, testing, undoing
from yichuang.cases.models import Case, CaseStep, Procedure
from yichuang.cases.pausing import procedures
from yichuang.cases.tests.test_visits import handed_out
from yichuang.catalogue.content import Content
from yichuang.people import testing as town
from yichuang.web.kit import laws
from yichuang.web.portal import progress, timeline

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staffed_town(db: None) -> None:
    testing.staffed_town()


def suspended() -> Case:
    at = testing.moment(hour=13)
    by = testing.officer(town.zhao_gang(), at)
    case = testing.examined()
    return procedures.begin(case=case, kind=Procedure.EXPERT_REVIEW, days=5, reason="距离学校较近", by=by, at=at)


def told(case: Case) -> list[timeline.Happened]:
    return timeline.of(case, queries.history(case), case.holds.all())


def test_a_stop_of_the_clock_tells_its_reason_and_its_law() -> None:
    first = told(suspended())[0]
    assert first.clock == "stopped"
    assert "距离学校较近" in first.note
    assert "《行政许可法》第 45 条" in first.law


def test_offices_are_named_and_officers_are_not() -> None:
    lines = told(testing.decided())
    assert {one.who for one in lines} == {"您这一方", "小城县政务服务中心", "小城县市场监督管理局"}
    assert "准予" not in "".join(one.note for one in lines)


def test_what_was_taken_back_is_told_with_its_reason() -> None:
    at = testing.moment(hour=11)
    by = testing.officer(town.liu_mei(), at)
    case = undoing.take_back(case=testing.accepted(), reason="点错了办件", not_handed_out=True, by=by, at=at)
    assert "受理办错了" in told(case)[0].words
    assert "点错了办件" in told(case)[0].note


def test_who_has_the_case_now_is_the_window_then_the_department() -> None:
    case = testing.submitted()
    assert "政务服务中心" in progress.holder_of(case)
    at = testing.moment(hour=12)
    case = examining.begin(case=testing.accepted(), by=testing.officer(town.zhao_gang(), at), at=at)
    assert progress.holder_of(case, queries.steps_now(case)) == str(case.department)


def test_the_page_of_the_case_tells_it(client: Client) -> None:
    case = testing.accepted(at=clock.now())
    client.force_login(town.zhang_wei())
    page = client.get(reverse("portal:case", args=[case.number])).content.decode()
    assert "申请已经受理。办理期限从这一天起算。" in page
    assert "现在在：" in page


def test_marks_of_laws_are_told_in_full() -> None:
    assert laws.in_words("XKF 32(4); AY 36, 42") == (
        "《行政许可法》第 32 条第 4 项、《安阳市政务服务条例》第 36 条、第 42 条"
    )
    assert laws.in_words("centre's rules") == "本中心的办理规则"
    assert laws.in_words("国务院令第716号 12") == "国务院令第716号第 12 条"


def test_he_reads_how_often_he_came_for_it(client: Client) -> None:
    case = handed_out(testing.completed(), 3, "counter")
    client.force_login(town.zhang_wei())
    page = client.get(reverse("portal:case", args=[case.number])).content.decode()
    assert "您为这件事到过现场 1 次" in page


def test_a_step_is_called_in_the_language_of_the_reader() -> None:
    case = testing.submitted(at=testing.moment())
    step = CaseStep(name="现场核查", kind="inspect", case=case)
    said = case.item_version.parsed.model_dump(mode="json") | {"english": [{"text": "现场核查", "text_en": "Visit"}]}
    content = Content.model_validate(said)
    assert (step.called(content), str(step)) == ("现场核查", "现场核查")
    with translation.override("en"):
        assert step.called(content) == "Visit"
        assert not re.search(r"[\u3400-\u9fff]", str(step))
