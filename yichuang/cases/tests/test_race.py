"""Races: sixteen at once, exactly one wins, the others get a clear sentence."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from yichuang.base.refusal import Refused
from yichuang.cases import accepting, applying, correcting, deciding, deeming, examining, queries, testing, undoing
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, Outcome, State
from yichuang.cases.promises import defaulting, supplementing
from yichuang.documents.models import Letter
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def staffed_town(transactional_db: None) -> None:
    testing.staffed_town()


def at_once(act: Callable[[int], Case], *, times: int = 16) -> list[str]:
    """What came of it: the state, or the code of the refusal."""

    def one(number: int) -> str:
        try:
            return act(number).state
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(one, range(times)))


def test_sixteen_clerks_accept_once() -> None:
    case = testing.submitted()
    at = testing.moment(hour=11)
    by = testing.officer(town.liu_mei(), at)
    assert at_once(lambda _n: accepting.accept(case=case, by=by, at=at)) == ["accepted"] + ["wrong_state"] * 15
    assert Letter.objects.filter(subject_id=case.number, kind="acceptance_notice").count() == 1


def test_withdrawing_while_the_head_signs_leaves_one_of_the_two() -> None:
    case = testing.examined()
    at = testing.moment(day=1)
    head, applicant = testing.officer(town.wu_jun(), at), testing.applicant(at)

    def act(number: int) -> Case:
        if number % 2:
            return applying.withdraw(case=case, by=applicant, at=at)
        return deciding.decide(case=case, outcome=Outcome.GRANTED, by=head, at=at)

    told = at_once(act)
    assert told.count("wrong_state") == 15
    assert Case.objects.get(pk=case.pk).state in (State.DECIDED, State.WITHDRAWN)


def test_answering_while_the_system_lapses_leaves_one_of_the_two() -> None:
    told, answered, over = testing.moment(hour=11), testing.moment(day=7, hour=16), testing.moment(day=7, hour=17)
    defects = [Defect(material_key="identity", reason="复印件不清晰")]
    case = testing.submitted()
    case = correcting.ask_correction(case=case, defects=defects, by=testing.officer(town.liu_mei(), told), at=told)
    by = testing.applicant(answered)
    scans = testing.scans("identity", by=by)

    def act(number: int) -> Case:
        if number % 2:
            return correcting.correct(case=case, materials=scans, by=by, at=answered)
        return deeming.lapse(case=case, at=over)

    told_all = at_once(act)
    ended = Case.objects.get(pk=case.pk)
    won = "lapsed" if ended.state == State.LAPSED else "submitted"
    assert told_all.count(won) == 1
    assert set(told_all) - {won} <= {"wrong_state"}
    assert Letter.objects.filter(subject_id=case.number, kind="lapse_notice").count() == (won == "lapsed")


def test_runs_that_overlap_deem_each_case_once() -> None:
    cases = [testing.submitted() for _n in range(6)]
    late = testing.moment(day=20)

    def run(_number: int) -> int:
        try:
            return deeming.deem_all(at=late).done
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(4))) == len(cases)
    assert Letter.objects.filter(kind="acceptance_notice").count() == len(cases)


def test_supplementing_while_the_system_lapses_leaves_one_of_the_two() -> None:
    case = testing.accepted_with_gaps()
    brought, over = testing.moment(day=3, hour=16), testing.moment(day=3, hour=17)
    by = testing.applicant(brought)
    scans = testing.scans("plan", by=by)

    def act(number: int) -> Case:
        if number % 2:
            return supplementing.supplement(case=case, materials=scans, by=by, at=brought)
        return defaulting.default_on_gaps(case=case, at=over)

    told = at_once(act)
    lapsed = Case.objects.get(pk=case.pk).state == State.LAPSED
    won = "lapsed" if lapsed else "accepted"
    assert told.count(won) == 1
    assert set(told) - {won} <= {"nothing_owed", "not_yet", "wrong_state"}
    assert len(queries.owed_by(case)) == lapsed


def test_taking_acceptance_back_while_officers_begin_leaves_one_of_the_two() -> None:
    case = testing.accepted()
    at = testing.moment(hour=11)
    clerk, officer = testing.officer(town.liu_mei(), at), testing.officer(town.zhao_gang(), at)

    def act(number: int) -> Case:
        if number % 2:
            return undoing.take_back(case=case, reason="点错了", not_handed_out=True, by=clerk, at=at)
        return examining.begin(case=case, by=officer, at=at)

    told = at_once(act)
    won = Case.objects.get(pk=case.pk).state
    assert told.count(won) == 1
    assert won in (State.SUBMITTED, State.EXAMINING)
    assert set(told) - {won} <= {"wrong_state", "not_to_be_undone", "no_mandate"}
    assert Letter.objects.filter(subject_id=case.number, revoked_at__isnull=False).count() == (won == State.SUBMITTED)
