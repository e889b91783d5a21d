"""Races about lines and certificates: sixteen at once, and still one order, one winner."""

import pytest

from yichuang.cases import accepting, applying, deciding, testing
from yichuang.cases.afterwards import quotas
from yichuang.cases.models import Case, Outcome, Place
from yichuang.cases.tests.test_change_and_renew import one
from yichuang.cases.tests.test_quota import limited, quota
from yichuang.cases.tests.test_race import at_once
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def staffed_town(transactional_db: None) -> None:
    testing.staffed_town()


def test_sixteen_acceptances_at_once_give_the_places_one_to_sixteen() -> None:
    quota()
    cases = [testing.submitted(limited()) for _n in range(16)]
    at = testing.moment(hour=11)
    by = testing.officer(town.liu_mei(), at)
    assert at_once(lambda n: accepting.accept(case=cases[n], by=by, at=at)) == ["accepted"] * 16
    assert sorted(Place.objects.values_list("sequence", flat=True)) == list(range(1, 17))
    shown = [found.place for case in cases if (found := quotas.in_line(case))]
    assert sorted(shown) == list(range(1, 17))


def test_of_sixteen_decisions_at_once_no_more_are_granted_than_there_are() -> None:
    held = quota(1)
    cases = [testing.examined(limited(), at=testing.moment(minute=n)) for n in range(4)]
    at = testing.moment(day=1)
    by = testing.officer(town.zhou_min(), at)

    def act(number: int) -> Case:
        return deciding.decide(case=cases[number % 4], outcome=Outcome.GRANTED, by=by, at=at)

    told = at_once(act)
    held.refresh_from_db()
    assert (told.count("decided"), held.granted) == (1, 1)
    assert set(told) <= {"decided", "not_your_turn", "quota_used_up", "wrong_state"}


def test_sixteen_applications_about_one_certificate_leave_one() -> None:
    former = one()
    at = testing.moment(day=2)
    by = testing.applicant(at)
    made = [testing.online(by=by, purpose="renewal", former=former) for _n in range(16)]
    told = at_once(lambda n: applying.apply(application=made[n], by=by, at=at))
    assert sorted(told) == ["cannot_continue"] * 15 + ["submitted"]
