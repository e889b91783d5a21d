"""What waits for whom: where his step is open, what is due first on top."""

import pytest
from pytest_django import DjangoAssertNumQueries

from yichuang.cases import applying, deciding, queries, testing
from yichuang.cases.models import Case, CaseStep, Outcome
from yichuang.people import testing as town
from yichuang.people.models import Account, Role

LATER = testing.moment(day=1)


def waiting(account: Account, role: Role = Role.EXAMINER, **asked: object) -> list[str]:
    page = queries.work_list(testing.officer(account, LATER), role=role, at=LATER, **asked)  # type: ignore[arg-type]
    return [case.number for case in page.cases]


def side_by_side() -> Case:
    return testing.says(testing.examining_now(testing.joint_licence()), town.zhao_gang(), town.sun_li())


def test_a_department_sees_its_part_and_no_sooner() -> None:
    case = testing.examining_now(testing.joint_licence())
    assert waiting(testing.fire_officer()) == []
    assert waiting(town.zhao_gang()) == [case.number]
    case = testing.says(case, town.zhao_gang(), town.sun_li())
    assert waiting(testing.fire_officer()) == waiting(testing.health_officer()) == [case.number]
    assert waiting(town.zhao_gang()) == waiting(testing.planning_officer()) == []


def test_a_part_that_is_done_leaves_the_list() -> None:
    testing.says(side_by_side(), testing.fire_officer())
    assert waiting(testing.fire_officer()) == []


def test_who_decides_sees_it_when_it_is_ripe() -> None:
    case = testing.examined(opinions=1)
    assert waiting(town.wu_jun(), Role.HEAD) == []
    testing.says(case, town.sun_li())
    assert waiting(town.wu_jun(), Role.HEAD) == [case.number]


def test_a_withdrawn_case_leaves_every_list() -> None:
    applying.withdraw(case=side_by_side(), by=testing.applicant(LATER), at=LATER)
    assert waiting(testing.fire_officer()) == []


def test_the_list_is_in_the_order_of_the_steps_and_goes_on_behind_its_mark() -> None:
    numbers = [testing.examining_now(testing.joint_licence(), at=testing.moment(hour=9 + n)).number for n in range(3)]
    for days, number in zip((2, 1, 1), numbers, strict=True):
        CaseStep.objects.filter(case__number=number, state="open").update(due_at=testing.moment(day=days))
    by = testing.officer(town.zhao_gang(), LATER)
    first = queries.work_list(by, role=Role.EXAMINER, at=LATER, limit=2)
    then = queries.work_list(by, role=Role.EXAMINER, at=LATER, limit=2, after=first.after)
    assert [case.number for case in [*first.cases, *then.cases]] == [*numbers[1:], numbers[0]]
    assert then.after == ""


def test_the_number_of_statements_does_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for hour in (9, 10, 11):
        testing.examining_now(testing.joint_licence(), at=testing.moment(hour=hour))
    by = testing.officer(town.zhao_gang(), LATER)
    with django_assert_num_queries(3):
        queries.work_list(by, role=Role.EXAMINER, at=LATER)


def test_what_i_had_a_hand_in_comes_last_first() -> None:
    first = testing.examined()
    second = testing.examined()
    by = testing.officer(town.sun_li(), LATER)
    assert [case.number for case in queries.handled_by(by).cases] == [second.number, first.number]
    page = queries.handled_by(by, limit=1)
    assert [case.number for case in queries.handled_by(by, after=page.after, limit=1).cases] == [first.number]


def test_deciding_is_having_had_a_hand() -> None:
    case = testing.examined()
    head = testing.officer(town.wu_jun(), LATER)
    deciding.decide(case=case, outcome=Outcome.GRANTED, by=head, at=LATER)
    assert [one.number for one in queries.handled_by(head).cases] == [case.number]


def test_overdue_steps_are_found_the_longest_overdue_first() -> None:
    first, second = testing.examining_now(), testing.examining_now()
    for days, case in ((1, second), (2, first)):
        CaseStep.objects.filter(case=case, state="open").update(due_at=testing.moment(day=days))
    at = testing.moment(day=3)
    page = queries.overdue_steps(first.centre, at=at, limit=1)
    then = queries.overdue_steps(first.centre, at=at, limit=1, after=page.after)
    assert [step.case.number for step in [*page.steps, *then.steps]] == [second.number, first.number]
    assert queries.overdue_steps(first.centre, at=testing.moment(day=0)).steps == []


def test_a_department_that_is_only_asked_sees_the_case_where_it_is_let_in() -> None:
    case = side_by_side()
    by = testing.officer(testing.fire_officer(), LATER)
    assert queries.case_for(by, case.number, at=LATER, asked_too=True) == case
    assert queries.is_only_asked(case, by, at=LATER)
    with pytest.raises(queries.NoSuchCase):
        queries.case_for(by, case.number, at=LATER)


def test_a_department_that_was_not_asked_does_not_see_it() -> None:
    stranger = testing.asked("water", "水利")
    with pytest.raises(queries.NoSuchCase):
        queries.case_for(testing.officer(stranger, LATER), side_by_side().number, at=LATER, asked_too=True)
