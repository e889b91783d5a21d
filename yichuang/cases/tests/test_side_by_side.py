"""Departments side by side, countersigning, and the decision after all of them."""

import pytest

from yichuang.cases import deciding, examining, queries, testing
from yichuang.cases.models import Case, CaseStep, Opinion, Outcome, State
from yichuang.cases.standing import SamePerson
from yichuang.cases.steps.way import NotAgreed, NotExamined, StepNotOpen
from yichuang.offices import testing as offices
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Account

LATER = testing.moment(day=1)


def states(case: Case) -> dict[str, str]:
    return {
        f"{row.position} {row.department.code}": row.state
        for row in CaseStep.objects.filter(case=case).select_related("department")
    }


def side_by_side() -> Case:
    return testing.says(testing.examining_now(testing.joint_licence()), town.zhao_gang(), town.sun_li())


def propose(case: Case, by: Account) -> Case:
    return deciding.propose(
        case=case, recommends=Outcome.GRANTED, text="拟准予", by=testing.officer(by, LATER), at=LATER
    )


def decide(case: Case, by: Account, outcome: str = Outcome.GRANTED) -> Case:
    return deciding.decide(case=case, outcome=outcome, reasons="规划不符", by=testing.officer(by, LATER), at=LATER)


def test_all_departments_of_a_step_are_open_at_once() -> None:
    found = states(side_by_side())
    assert (found["1 market"], found["2 fire"], found["2 health"], found["3 planning"]) == (
        "done",
        "open",
        "open",
        "waiting",
    )


def test_the_step_is_done_when_all_of_them_are() -> None:
    case = testing.says(side_by_side(), testing.health_officer())
    assert (states(case)["2 health"], states(case)["2 fire"], states(case)["3 planning"]) == ("done", "open", "waiting")
    case = testing.says(case, testing.fire_officer())
    assert (states(case)["2 fire"], states(case)["3 planning"]) == ("done", "open")


def test_each_department_speaks_at_its_own_part() -> None:
    case = testing.says(side_by_side(), testing.health_officer(), testing.fire_officer())
    at = {one.by.username: one.at_step.department.code for one in queries.opinions_of(case) if one.at_step}
    assert (at["health.officer"], at["fire.officer"]) == ("health", "fire")


def test_a_department_that_has_spoken_does_not_speak_for_another() -> None:
    case = testing.says(side_by_side(), testing.health_officer())
    with pytest.raises(NoMandate):
        testing.says(case, testing.health_officer())


def test_nobody_speaks_for_two_departments() -> None:
    offices.posting(testing.health_officer(), Duty.EXAMINER, department=offices.department("fire"))
    case = testing.says(side_by_side(), testing.health_officer())
    with pytest.raises(SamePerson):
        testing.says(case, testing.health_officer())


def test_a_named_step_of_another_department_needs_its_power() -> None:
    case = side_by_side()
    fire = CaseStep.objects.get(case=case, department__code="fire")
    with pytest.raises(NoMandate):
        examining.give_opinion(
            case=case,
            recommends=Outcome.GRANTED,
            text="同意",
            step=fire.pk,
            by=testing.officer(testing.health_officer(), LATER),
            at=LATER,
        )


def test_an_opinion_at_a_step_that_is_done_is_refused_with_what_is_open() -> None:
    case = side_by_side()
    first = CaseStep.objects.get(case=case, position=1)
    with pytest.raises(StepNotOpen, match="联合审查"):
        examining.give_opinion(
            case=case,
            recommends=Outcome.GRANTED,
            text="同意",
            step=first.pk,
            by=testing.officer(testing.fire_officer(), LATER),
            at=LATER,
        )


def test_nothing_is_decided_while_a_department_has_not_spoken() -> None:
    case = testing.says(side_by_side(), testing.health_officer())
    with pytest.raises(NotExamined, match=r"联合审查.*消防"):
        decide(case, town.wu_jun())


def test_review_waits_for_its_turn() -> None:
    with pytest.raises(StepNotOpen):
        propose(side_by_side(), town.zhou_min())


def countersigned(recommends: str = Outcome.GRANTED) -> Case:
    case = testing.says(side_by_side(), testing.health_officer(), testing.fire_officer())
    return testing.says(case, testing.planning_officer(), recommends=recommends)


def test_the_whole_way_ends_in_a_decision_with_every_step_done() -> None:
    case = decide(propose(countersigned(), town.zhou_min()), town.wu_jun())
    assert case.state == State.DECIDED
    assert set(states(case).values()) == {"done"}


def test_a_countersignature_is_kept_as_one() -> None:
    found = Opinion.objects.get(case=countersigned(), by=testing.planning_officer())
    assert found.step == Opinion.Step.COUNTERSIGNING


def test_a_department_that_does_not_agree_stops_the_grant_not_the_refusal() -> None:
    case = propose(countersigned(Outcome.REFUSED), town.zhou_min())
    with pytest.raises(NotAgreed, match="规划局会签不同意"):
        decide(case, town.wu_jun())
    assert decide(case, town.wu_jun(), Outcome.REFUSED).outcome == Outcome.REFUSED


def test_a_step_of_review_must_be_done_before_the_decision() -> None:
    with pytest.raises(NotExamined, match="审核"):
        decide(countersigned(), town.wu_jun())


def test_a_withdrawn_case_lies_open_on_no_list() -> None:
    from yichuang.cases import applying

    case = applying.withdraw(case=side_by_side(), by=testing.applicant(LATER), at=LATER)
    assert set(states(case).values()) == {"done", "dropped"}
