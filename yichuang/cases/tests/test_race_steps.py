"""Races about the steps of a case: sixteen at once, exactly one wins, the others get a clear sentence."""

import pytest

from yichuang.cases import examining, testing
from yichuang.cases.models import Case, CaseStep, Opinion
from yichuang.cases.steps import delegating, returning
from yichuang.cases.tests.test_race import at_once
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def staffed_town(transactional_db: None) -> None:
    testing.staffed_town()


def test_sixteen_times_the_last_opinion_closes_the_step_once() -> None:
    case = testing.examined(opinions=1)
    at = testing.moment(hour=16)
    by = testing.officer(town.sun_li(), at)
    told = at_once(lambda _n: examining.give_opinion(case=case, recommends="granted", text="同意", by=by, at=at))
    assert told == ["examining"] + ["step_not_open"] * 15
    assert Opinion.objects.filter(case=case).count() == 2
    assert [one.state for one in CaseStep.objects.filter(case=case).order_by("position")] == ["done", "open"]


def test_more_officers_than_the_step_asks_for_leave_one_of_them_last() -> None:
    case = testing.examined(opinions=1)
    at = testing.moment(hour=16)
    officers = []
    for number in range(16):
        account = town.staff(f"more.{number}", f"审查员{number}", Role.EXAMINER)
        offices.posting(account, Duty.EXAMINER, department=case.department)
        officers.append(testing.officer(account, at))
    told = at_once(
        lambda n: examining.give_opinion(case=case, recommends="granted", text="同意", by=officers[n], at=at)
    )
    assert told == ["examining"] + ["step_not_open"] * 15


def test_sending_back_while_the_next_step_is_done_leaves_one_of_the_two() -> None:
    case = testing.says(testing.examining_now(testing.joint_licence()), town.zhao_gang(), town.sun_li())
    case = testing.says(case, testing.fire_officer(), testing.health_officer())
    at = testing.moment(day=1)
    by = testing.officer(testing.planning_officer(), at)
    aim = CaseStep.objects.get(case=case, department__code="fire").pk

    def act(number: int) -> Case:
        if number % 2:
            return returning.send_back(case=case, step=aim, reason="缺消防验收意见", by=by, at=at)
        return examining.give_opinion(case=case, recommends="granted", text="同意", by=by, at=at)

    told = at_once(act)
    assert told.count("examining") == 1
    assert len(told) == 16
    assert set(told) <= {"examining", "step_not_open", "no_mandate", "invalid"}


def test_a_seat_is_handed_on_once() -> None:
    case = testing.examining_now()
    at = testing.moment(hour=16)
    by = testing.officer(town.zhao_gang(), at)
    told = at_once(lambda _n: delegating.hand_on(case=case, to=town.sun_li(), reason="外出", by=by, at=at))
    assert told == ["examining"] + ["step_handed_on"] * 15
