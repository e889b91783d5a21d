"""The steps of a case come from the version it runs under."""

import pytest

from yichuang.base.calendar import load
from yichuang.cases import examining, testing
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, CaseStep, Rule, State
from yichuang.cases.steps import laying
from yichuang.cases.steps.laying import NoSuchDepartment, plan
from yichuang.catalogue.content import Content, Span, Step
from yichuang.catalogue.kinds import ItemType, Processing, StepKind
from yichuang.people import testing as town


def told(case: Case) -> list[tuple[int, str, str, str]]:
    rows = CaseStep.objects.filter(case=case).select_related("department").order_by("position", "department_id")
    return [(row.position, str(row), row.department.code, row.state) for row in rows]


def way(*steps: Step) -> list[tuple[str, int]]:
    content = Content(item_type=ItemType.LICENCE, processing=Processing.PROMISED, steps=steps)
    return [(step.kind, step.officers) for step in plan(content)]


def test_a_version_without_usable_steps_goes_the_ordinary_way() -> None:
    assert way() == way(Step(name="受理"), Step(name="送达", kind=StepKind.ISSUE)) == [("examine", 2), ("decide", 1)]


@pytest.mark.parametrize("kind", [StepKind.INSPECT, StepKind.OTHER, StepKind.EXPERT_OPINION])
def test_a_way_without_examination_gets_one(kind: StepKind) -> None:
    assert way(Step(name="一步", kind=kind, officers=2)) == [(kind, 2), ("examine", 2), ("decide", 1)]


def test_examination_comes_before_countersigning_and_review() -> None:
    found = way(Step(name="会签", kind=StepKind.COUNTERSIGN), Step(name="审核", kind=StepKind.REVIEW))
    assert found == [("examine", 2), ("countersign", 1), ("review", 1), ("decide", 1)]


def test_one_officer_is_made_up_to_two() -> None:
    assert way(Step(name="审查", kind=StepKind.EXAMINE)) == [("examine", 2), ("decide", 1)]


def test_two_steps_of_one_officer_each_are_two_officers() -> None:
    found = way(Step(name="初查", kind=StepKind.EXAMINE), Step(name="复核", kind=StepKind.EXAMINE))
    assert found == [("examine", 1), ("examine", 1), ("decide", 1)]


def test_what_follows_the_decision_is_no_step_of_examination() -> None:
    found = way(Step(name="决定", kind=StepKind.DECIDE), Step(name="公示", kind=StepKind.OTHER))
    assert found == [("examine", 2), ("decide", 1)]


def test_beginning_opens_the_first_step_only() -> None:
    case = testing.examining_now(testing.joint_licence())
    assert told(case) == [
        (1, "承办", "market", "open"),
        (2, "联合审查", "fire", "waiting"),
        (2, "联合审查", "health", "waiting"),
        (3, "规划会签", "planning", "waiting"),
        (4, "审核", "market", "waiting"),
        (5, "决定", "market", "waiting"),
    ]


def test_a_step_has_a_limit_of_its_own_in_working_days() -> None:
    case = testing.examining_now(testing.joint_licence())
    step = CaseStep.objects.get(case=case, state="open")
    assert step.due_at is not None
    days = load(case.centre.region_code)
    assert step.due_at.astimezone().date() == days.add_working_days(testing.MONDAY, 3)


def test_a_step_without_limit_of_its_own_is_due_with_the_case() -> None:
    case = testing.examining_now()
    assert CaseStep.objects.get(case=case, state="open").due_at == case.due_at


def test_a_step_is_never_due_after_the_case() -> None:
    steps = (Step(name="审查", kind=StepKind.EXAMINE, officers=2, time=Span(length=90)),)
    case = testing.examining_now(testing.licence("slow", steps=steps))
    assert CaseStep.objects.get(case=case, state="open").due_at == case.due_at


def test_the_centre_may_set_a_limit_for_back_office_steps_apart_from_the_front_desk() -> None:
    case = testing.accepted()
    Rule.objects.create(
        centre=case.centre, kind=Rule.Kind.STEP, length=2, unit="working_days", basis="试行", since=testing.MONDAY
    )
    at = testing.moment(hour=11)
    examining.begin(case=case, by=testing.officer(town.zhao_gang(), at), at=at)
    lengths = dict(CaseStep.objects.filter(case=case).values_list("kind", "length"))
    assert lengths == {"examine": 2, "decide": None}


def test_a_department_that_the_centre_lacks_is_told_and_nothing_begins() -> None:
    steps = (Step(name="联审", kind=StepKind.EXAMINE, departments=("nowhere",)),)
    case = testing.accepted(testing.licence("lost", steps=steps))
    with pytest.raises(NoSuchDepartment, match="nowhere"):
        examining.begin(case=case, by=testing.officer(town.zhao_gang(), testing.moment()), at=testing.moment())
    assert Case.objects.get(pk=case.pk).state == State.ACCEPTED


def test_steps_are_laid_out_once() -> None:
    case = testing.examining_now()
    with pytest.raises(WrongState):
        examining.begin(case=case, by=testing.officer(town.sun_li(), testing.moment()), at=testing.moment())
    assert CaseStep.objects.filter(case=case).count() == 2


def test_every_kind_that_is_laid_out_is_done_by_an_act() -> None:
    from yichuang.cases.models import ACT_OF

    assert set(laying.LAID_OUT) | {StepKind.DECIDE} == set(ACT_OF)
