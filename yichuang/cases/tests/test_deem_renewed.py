"""A renewal not decided before the certificate runs out is granted by law (行政许可法第五十条)."""

from datetime import date, timedelta

import pytest

from yichuang.cases import deeming, testing
from yichuang.cases.afterwards import certificates
from yichuang.cases.models import Case, Certificate, Decision, Purpose, State
from yichuang.cases.overdue import NotYet
from yichuang.cases.tests.test_change_and_renew import accepted, decided, letter, one
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed

OVER = testing.moment(day=91, hour=0, minute=5)
"""The first minutes of 1 June, the day after the last."""


def test_the_law_renews_when_the_last_day_is_over() -> None:
    former = one()
    case = accepted(former, Purpose.RENEWAL)
    assert deeming.deem_all(at=OVER - timedelta(minutes=10)).done == 0
    assert deeming.deem_all(at=OVER).done == 1
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.outcome) == (State.DECIDED, "granted")
    made = Decision.objects.get(case=case)
    assert made.by_id is None
    new = certificates.with_events().get(case=case)
    assert (new.valid_from, new.valid_until) == (date(2026, 6, 1), date(2031, 5, 31))
    assert certificates.standing(new, on=date(2026, 6, 1)) == "in_force"
    assert "视为准予延续" in letter(case, "renewal_decision").facts["note"]
    assert deeming.deem_all(at=OVER).done == 0


def test_it_goes_on_without_a_gap_however_late_that_is_written_down() -> None:
    case = accepted(one(), Purpose.RENEWAL)
    assert deeming.deem_all(at=OVER + timedelta(days=31)).done == 1
    new = Certificate.objects.get(case=case)
    assert (new.valid_from, new.valid_until) == (date(2026, 6, 1), date(2031, 5, 31))


def test_a_late_renewal_is_not_renewed_by_time() -> None:
    case = accepted(one(), Purpose.RENEWAL, at=testing.moment(day=70))
    assert deeming.deem_all(at=OVER).done == 0
    assert Case.objects.get(pk=case.pk).state == State.ACCEPTED


def test_one_that_was_decided_is_left_alone() -> None:
    decided(accepted(one(), Purpose.RENEWAL))
    assert deeming.deem_all(at=OVER).done == 0
    assert Certificate.objects.count() == 2


def test_a_change_is_never_granted_by_time() -> None:
    accepted(one(), Purpose.CHANGE)
    assert deeming.deem_all(at=OVER).done == 0


def test_nobody_but_the_system_says_so_and_not_before() -> None:
    case = accepted(one(), Purpose.RENEWAL)
    with pytest.raises(NotAllowed):
        deeming.deem_renewed(case=case, by=testing.officer(town.wu_jun(), OVER), at=OVER)
    with pytest.raises(NotYet):
        deeming.deem_renewed(case=case, at=testing.moment(day=10))
