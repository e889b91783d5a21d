"""Races between two parties: sixteen at once, exactly one wins, the others get a clear sentence."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from yichuang.cases import accepting, correcting, deciding, deeming, testing
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, Decision, Extension, Hold, Outcome, State
from yichuang.cases.pausing import extending, procedures
from yichuang.cases.promises import supplementing
from yichuang.cases.promises.defaulting import default_on_gaps
from yichuang.cases.tests.test_race import at_once
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.people.models import Account, Role

pytestmark = pytest.mark.django_db(transaction=True)
AT = testing.moment(day=1)
DEFECTS = [Defect(material_key="identity", reason="复印件不清晰")]


@pytest.fixture(autouse=True)
def staffed_town(transactional_db: None) -> None:
    testing.staffed_town()


def letters_of(case: Case, *kinds: str) -> int:
    return Letter.objects.filter(subject_id=case.number, kind__in=kinds).count()


def second_clerk() -> Account:
    return offices.clerk_of_the_centre(town.staff("he.lan", "何兰", Role.CLERK))


def one_won(told: list[str], won: str, *lost: str) -> None:
    """One of sixteen won; what the others heard is among `lost`."""
    assert told.count(won) == 1
    assert set(told) - {won} <= set(lost)


def test_the_chief_approver_grants_while_the_head_refuses_and_one_of_them_decides() -> None:
    case = testing.examined()
    chief, head = testing.officer(town.zhou_min(), AT), testing.officer(town.wu_jun(), AT)

    def act(number: int) -> Case:
        if number % 2:
            return deciding.decide(case=case, outcome=Outcome.GRANTED, by=chief, at=AT)
        return deciding.decide(case=case, outcome=Outcome.REFUSED, reasons="经审查，场所不符合条件。", by=head, at=AT)

    one_won(at_once(act), "decided", "wrong_state")
    assert Decision.objects.get(case=case).outcome == Case.objects.get(pk=case.pk).outcome
    assert letters_of(case, "granting_decision", "refusing_decision") == 1


def test_two_clerks_accept_and_one_of_them_has() -> None:
    case = testing.submitted()
    clerks = [testing.officer(account, AT) for account in (town.liu_mei(), second_clerk())]
    one_won(at_once(lambda n: accepting.accept(case=case, by=clerks[n % 2], at=AT)), "accepted", "wrong_state")
    assert letters_of(case, "acceptance_notice") == 1


def test_one_clerk_accepts_while_the_other_asks_for_corrections() -> None:
    case = testing.submitted()
    first, second = (testing.officer(account, AT) for account in (town.liu_mei(), second_clerk()))

    def act(number: int) -> Case:
        if number % 2:
            return accepting.accept(case=case, by=first, at=AT)
        return correcting.ask_correction(case=case, defects=DEFECTS, by=second, at=AT)

    won = str(_winner(act, case))
    assert letters_of(case, "acceptance_notice", "correction_notice") == 1
    assert won in (State.ACCEPTED, State.CORRECTING)


def test_a_clerk_asks_for_corrections_in_the_last_minute_while_the_system_accepts() -> None:
    case = testing.submitted()
    over = case.deemed_at
    assert over is not None
    clerk = testing.officer(town.liu_mei(), over - timedelta(minutes=1))

    def act(number: int) -> Case:
        if number % 2:
            return correcting.ask_correction(case=case, defects=DEFECTS, by=clerk, at=over - timedelta(minutes=1))
        return deeming.deem_accepted(case=case, at=over)

    won = _winner(act, case)
    assert won in (State.ACCEPTED, State.CORRECTING)
    assert letters_of(case, "acceptance_notice", "correction_notice") == 1


def _winner(act: Callable[[int], Case], case: Case) -> str:
    told = at_once(act)
    state = Case.objects.get(pk=case.pk).state
    one_won(told, state, "wrong_state")
    return state


def test_what_should_follow_comes_while_the_system_ends_the_case() -> None:
    in_time, over = testing.moment(day=3, hour=16), testing.moment(day=3, hour=17)
    case = testing.accepted_with_gaps()
    by = testing.applicant(in_time)
    scans = testing.scans("plan", by=by)

    def act(number: int) -> Case:
        if number % 2:
            return supplementing.supplement(case=case, materials=scans, by=by, at=in_time)
        return default_on_gaps(case=case, at=over)

    told = at_once(act)
    ended = Case.objects.get(pk=case.pk).state
    one_won(told, ended, "nothing_owed", "not_yet", "wrong_state")
    assert letters_of(case, "lapse_notice") == (ended == State.LAPSED)


def test_two_examiners_ask_for_more_time_and_the_head_is_asked_once() -> None:
    case = testing.examined()
    both = [testing.officer(account, AT) for account in (town.zhao_gang(), town.sun_li())]
    told = at_once(lambda n: extending.ask(case=case, reason="案情复杂", by=both[n % 2], at=AT))
    one_won(told, "examining", "cannot_extend")
    assert Extension.objects.filter(case=case).count() == 1


def test_a_procedure_begins_while_the_head_signs_and_nothing_is_decided_under_a_stopped_clock() -> None:
    case = testing.examined()
    examiner, head = testing.officer(town.zhao_gang(), AT), testing.officer(town.wu_jun(), AT)

    def act(number: int) -> Case:
        if number % 2:
            return deciding.decide(case=case, outcome=Outcome.GRANTED, by=head, at=AT)
        return procedures.begin(case=case, kind="testing", days=3, reason="检测", by=examiner, at=AT)

    told = at_once(act)
    ended = Case.objects.get(pk=case.pk).state
    one_won(told, ended, "wrong_state", "already_held")
    assert Hold.objects.filter(case=case, until__isnull=True).exists() == (ended == State.SUSPENDED)
    assert Decision.objects.filter(case=case).exists() == (ended == State.DECIDED)
