"""When a limit is over the law has spoken, also while the job that writes it down is still on its way, or down: an act
that comes first writes down what the law made of the case, and goes on from there (XKF 32(4), 50; AY 24, 36)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from yichuang.base import journal
from yichuang.cases import (
    accepting,
    applying,
    correcting,
    deciding,
    deeming,
    examining,
    life_cycle,
    offers,
    queries,
    terminating,
    testing,
)
from yichuang.cases.correcting import Defect
from yichuang.cases.life_cycle import Overdue, WrongState
from yichuang.cases.models import Case, State
from yichuang.cases.promises import supplementing
from yichuang.documents.models import Letter
from yichuang.people import testing as town
from yichuang.people.actors import Actor

DEFECTS = [Defect(material_key="identity", reason="复印件不清晰")]
LATE = testing.moment(day=8)
LATER = testing.moment(day=16)

Act = Callable[[Case], object]


def clerk() -> Actor:
    return testing.officer(town.liu_mei(), LATE)


def acts_of(case: Case) -> list[tuple[str, str]]:
    """What its history tells, and who did it."""
    return [(one.act, one.who_kind) for one in queries.history(case)]


def begin(case: Case) -> Case:
    return examining.begin(case=case, by=testing.officer(town.zhao_gang(), LATE), at=LATE)


def told_to_correct() -> Case:
    at = testing.moment(hour=11)
    by = testing.officer(town.liu_mei(), at)
    return correcting.ask_correction(case=testing.submitted(), defects=DEFECTS, by=by, at=at)


@pytest.mark.parametrize(
    "act",
    [
        lambda case: correcting.ask_correction(case=case, defects=DEFECTS, by=clerk(), at=LATE),
        lambda case: accepting.accept(case=case, by=clerk(), at=LATE),
        lambda case: accepting.decline(case=case, reasons="不属于职权", competent_body="公安局", by=clerk(), at=LATE),
    ],
    ids=["ask for corrections", "accept from a later day", "decline"],
)
def test_who_was_not_told_in_time_is_accepted_and_nothing_else(act: Act) -> None:
    case = testing.submitted()
    with pytest.raises(WrongState, match="已受理"):
        act(case)
    assert deeming.deem_all(at=LATE).done == 1
    case = Case.objects.get(pk=case.pk)
    assert case.state == State.ACCEPTED
    assert case.accepted_at == testing.moment()


def test_the_department_takes_up_what_the_law_accepted_though_no_job_has_run() -> None:
    case = begin(testing.submitted())
    assert case.state == State.EXAMINING
    assert case.accepted_at == testing.moment()
    assert acts_of(case)[1:] == [("case.deem_accepted", "system"), ("case.begin_examining", "staff")]
    assert Letter.objects.filter(subject_id=case.number, kind="acceptance_notice").count() == 1
    assert deeming.deem_all(at=LATE).done == 0


def test_the_entry_of_the_system_tells_from_when_on_it_is_so() -> None:
    entry = queries.history(begin(testing.submitted())).get(act="case.deem_accepted")
    assert entry.detail["by_law_since"] == testing.moment(day=7, hour=17).isoformat()


def test_who_is_accepted_by_law_can_still_take_the_application_back() -> None:
    case = applying.withdraw(case=testing.submitted(), by=testing.applicant(LATE), at=LATE)
    assert case.state == State.WITHDRAWN
    assert ("case.deem_accepted", "system") in acts_of(case)


def test_an_act_that_is_refused_writes_nothing_down() -> None:
    case = testing.submitted()
    with pytest.raises(WrongState):
        accepting.accept(case=case, by=clerk(), at=LATE)
    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED
    assert len(acts_of(case)) == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda case: applying.withdraw(case=case, by=testing.applicant(LATER), at=LATER),
        lambda case: terminating.terminate(
            case=case, reason="申请人死亡", law="XKF", by=testing.officer(town.wu_jun(), LATER), at=LATER
        ),
    ],
    ids=["withdraw", "terminate"],
)
def test_who_did_not_correct_in_time_is_deemed_to_have_withdrawn_and_nothing_else(act: Act) -> None:
    case = told_to_correct()
    with pytest.raises(WrongState, match="视为撤回"):
        act(case)
    deeming.deem_all(at=LATER)
    assert Case.objects.get(pk=case.pk).state == State.LAPSED


def test_nothing_is_decided_after_what_should_follow_did_not() -> None:
    case = testing.accepted_with_gaps()
    with pytest.raises(WrongState, match="视为撤回"):
        terminating.terminate(
            case=case, reason="申请人死亡", law="XKF", by=testing.officer(town.wu_jun(), LATER), at=LATER
        )
    deeming.deem_all(at=LATER)
    assert Case.objects.get(pk=case.pk).state == State.LAPSED


def test_what_is_to_follow_is_taken_in_after_the_law_accepted() -> None:
    by = testing.applicant(LATE)
    at = testing.moment()
    home = testing.applicant(at)
    scanned = testing.scans("application", "identity", "health", by=home)
    wanted = testing.application(testing.lenient(), materials=scanned)
    case = applying.apply(application=replace(wanted, later=("plan",)), by=home, at=at)
    case = supplementing.supplement(case=case, materials=testing.scans("plan", by=by), by=by, at=LATE)
    assert case.state == State.ACCEPTED
    assert queries.owed_by(case) == []


def test_what_is_offered_is_what_the_law_allows_now_written_down_or_not() -> None:
    case = Case.objects.get(pk=testing.submitted().pk)
    department = {one.act for one in offers.acts_for(case, testing.officer(town.zhao_gang(), LATE), at=LATE)}
    assert "begin_examining" in department
    assert not {one.act for one in offers.acts_for(case, clerk(), at=LATE) if one.allowed} & {"accept", "decline"}
    assert case.state == State.SUBMITTED


def test_nothing_is_offered_any_more_to_whom_the_law_holds_for_withdrawn() -> None:
    case = Case.objects.get(pk=told_to_correct().pk)
    assert offers.acts_for(case, testing.applicant(LATER), at=LATER) == []


def test_of_two_events_the_earlier_is_the_one_that_happened() -> None:
    case = testing.accepted_with_gaps()
    gaps = case.deemed_at
    assert gaps is not None
    Case.objects.filter(pk=case.pk).update(renews_at=gaps - timedelta(hours=1))
    case = Case.objects.get(pk=case.pk)
    assert deeming.by_law(case, at=LATER).state == State.DECIDED
    Case.objects.filter(pk=case.pk).update(renews_at=gaps + timedelta(hours=1))
    assert deeming.by_law(Case.objects.get(pk=case.pk), at=LATER).state == State.LAPSED


def test_an_act_that_forgets_to_ask_the_law_moves_nothing() -> None:
    case = testing.submitted()
    with pytest.raises(Overdue, match="届满"):
        life_cycle.move(case=case, name="accept", by=clerk(), at=LATE)
    assert journal.history(life_cycle.subject(case)).count() == 1


def test_a_decision_is_not_held_up_by_a_job_that_does_not_run() -> None:
    case = begin(testing.submitted())
    case = testing.says(case, town.zhao_gang(), town.sun_li(), at=LATE)
    case = deciding.decide(case=case, outcome="granted", by=testing.officer(town.wu_jun(), LATE), at=LATE)
    assert case.state == State.DECIDED


def test_whoever_only_looks_sees_the_case_as_the_law_has_it_and_nothing_is_written() -> None:
    case = testing.submitted()
    assert case.deemed_at is not None
    after = case.deemed_at + timedelta(days=1)
    seen = deeming.case_for(testing.applicant(after), case.number, at=after)
    assert (seen.state, seen.accepted_at, seen.deemed_accepted) == (State.ACCEPTED, case.submitted_at, True)
    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED
    (listed,) = deeming.listed([case], at=after)
    assert listed.state == State.ACCEPTED
