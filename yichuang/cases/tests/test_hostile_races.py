"""Races about what is rare: rules that two set at once, certificates that two end, visits, archive, typing again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.db import connection

from yichuang.base.refusal import Refused
from yichuang.cases import examining, issuing, ruling, testing, undoing
from yichuang.cases.afterwards import archiving, ending, handing_over, mapping, reentry, retention
from yichuang.cases.models import (
    ArchiveRecord,
    Ending,
    Ground,
    Inspection,
    Opinion,
    Photograph,
    ReentryMapping,
    RetentionRule,
    Rule,
    Way,
)
from yichuang.cases.steps import inspecting, photographs
from yichuang.cases.tests import inspections
from yichuang.cases.tests.test_end_certificate import WHY, hear, tell
from yichuang.cases.tests.test_reentry import written
from yichuang.documents import receiving
from yichuang.documents import testing as documents
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db(transaction=True)
AT = testing.moment(day=3)
EIGHT = 8


@pytest.fixture(autouse=True)
def staffed_town(transactional_db: None) -> None:
    testing.staffed_town()


def at_once(act: Callable[[int], object], *, times: int = EIGHT) -> list[str]:
    """How each ended: "done", or the code of the refusal. Anything else is a failure of ours."""

    def one(number: int) -> str:
        try:
            act(number)
            return "done"
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(one, range(times)))


ONE = ["done", *["invalid"] * (EIGHT - 1)]


def test_hostile_race_a_rule_set_eight_times_for_one_day_is_set_once() -> None:
    by = testing.officer(town.qian_yan(), AT)
    kind, since = Rule.Kind.REVIEW, AT.date()
    terms = ruling.Terms(kind=kind, length=2, unit="working_days", basis="试行", since=since)
    assert at_once(lambda _n: ruling.set_rule(centre=offices.centre(), terms=terms, by=by, at=AT)) == ONE


def test_hostile_race_of_rules_for_several_days_one_is_without_end() -> None:
    by, kind = testing.officer(town.qian_yan(), AT), Rule.Kind.TAKING_BACK

    def act(number: int) -> object:
        since = AT.date() + timedelta(days=number)
        terms = ruling.Terms(kind=kind, length=2, unit="working_days", basis="试行", since=since)
        return ruling.set_rule(centre=offices.centre(), terms=terms, by=by, at=AT)

    assert set(at_once(act)) <= {"done", "invalid"}
    assert Rule.objects.filter(kind=kind, until__isnull=True).count() == 1


def test_hostile_race_a_period_and_a_screen_set_eight_times_are_set_once() -> None:
    by = testing.officer(town.qian_yan(), AT)
    period = retention.Period("", "D30", "试行", AT.date())
    act = retention.set_retention
    assert at_once(lambda _n: act(centre=offices.centre(), period=period, by=by, at=AT)) == ONE
    screen = mapping.Screen("省系统", None, "名称 = 申请人.姓名", "{序号}", AT.date())
    assert at_once(lambda _n: mapping.set_mapping(centre=offices.centre(), screen=screen, by=by, at=AT)) == ONE
    assert (RetentionRule.objects.count(), ReentryMapping.objects.count()) == (1, 1)


def test_hostile_race_a_certificate_is_ended_once_while_it_is_dropped() -> None:
    case = testing.completed()
    tell(case)
    hear(case)
    by = testing.officer(town.wu_jun(), AT)

    def act(number: int) -> object:
        if number % 2:
            return ending.drop(case=case, reasons="不撤", by=by, at=AT)
        return ending.end(case=case, way=Way.REVOKED, ground=Ground.NOT_ELIGIBLE, reasons=WHY, by=by, at=AT)

    assert at_once(act).count("done") == 1
    letters = Letter.objects.filter(subject_id=case.number, kind="revoking_decision").count()
    assert Ending.objects.count() == letters <= 1


def test_hostile_race_taking_a_result_back_while_its_certificate_is_cancelled_leaves_one_of_the_two() -> None:
    at = testing.moment(hour=14)
    examiner, head = testing.officer(town.zhao_gang(), at), testing.officer(town.wu_jun(), at)
    case = issuing.issue(case=testing.decided(), certificate_number="A1", by=examiner, at=at)

    def act(number: int) -> object:
        if number % 2:
            return undoing.take_back(case=case, reason="错", not_handed_out=True, by=examiner, at=at)
        said = {"way": Way.CANCELLED, "ground": Ground.DEATH, "reasons": "持证人死亡"}
        return ending.end(case=case, by=head, at=at, **said)

    assert at_once(act).count("done") == 1


def test_hostile_race_an_opinion_taken_back_while_the_colleague_writes_his_is_one_or_both() -> None:
    case, at = testing.examined(opinions=1), testing.moment(hour=13)
    first, second = testing.officer(town.zhao_gang(), at), testing.officer(town.sun_li(), at)

    def act(number: int) -> object:
        if number % 2:
            return undoing.take_back(case=case, reason="错", by=first, at=at)
        return examining.give_opinion(case=case, recommends="granted", text="同意", by=second, at=at)

    told = at_once(act)
    assert 1 <= told.count("done") <= 2
    assert Opinion.objects.filter(case=case).count() + told.count("done") in (2, 3)


def test_hostile_race_a_photograph_sent_eight_times_is_there_once() -> None:
    case, at = inspections.arranged(), inspections.AFTER
    by, key = testing.officer(town.zhao_gang(), at), UUID(int=7)
    file = receiving.receive_upload(stream=BytesIO(documents.jpeg()), name="现场.jpg", by=by, at=at)
    assert at_once(lambda _n: photographs.add(case=case, key=key, file=file, by=by, at=at)) == ["done"] * EIGHT
    assert Photograph.objects.count() == 1


def test_hostile_race_a_record_written_again_while_it_is_confirmed_is_never_half_confirmed() -> None:
    case = inspections.recorded()
    first, second = (testing.officer(who, inspections.AFTER) for who in (town.zhao_gang(), town.sun_li()))

    def act(number: int) -> object:
        if number % 2:
            return inspecting.confirm(case=case, by=second, at=inspections.AFTER)
        found = [f"第{number}次", "两台"]
        return inspecting.record(case=case, found=found, finding="conform", by=first, at=inspections.AFTER)

    assert set(at_once(act)) <= {"done", "no_inspection", "wrong_state", "same_person"}
    visit = Inspection.objects.get()
    assert (visit.state == "done") == (not visit.team.filter(confirmed_at__isnull=True).exists())
    assert Letter.objects.filter(subject_id=case.number, kind="inspection_record").count() == (visit.state == "done")


def test_hostile_race_a_case_is_archived_and_listed_once_and_typed_by_one() -> None:
    testing.kept()
    case, by = testing.delivered(), testing.officer(town.liu_mei(), AT)
    screen = written()
    assert at_once(lambda _n: reentry.begin(case=case, screen=screen, by=by, at=AT)).count("done") == 1
    assert at_once(lambda _n: archiving.archive(case=case, by=by, at=AT)).count("done") == 1
    assert ArchiveRecord.objects.count() == 1
    manager = testing.officer(town.qian_yan(), AT)
    assert at_once(lambda _n: handing_over.hand_over(centre=offices.centre(), by=manager, at=AT)).count("done") == 1
