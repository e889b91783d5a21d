"""Whoever applied on paper takes it back on paper: at the window, with his document (AY 26)."""

import pytest

from yichuang.cases import accepting, life_cycle, queries, standing, testing
from yichuang.cases.models import Case, CaseMaterial, Promise, State
from yichuang.cases.promises import granting
from yichuang.cases.rules import Given
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty
from yichuang.people import testing as town

LATER = testing.moment(day=1)


def number_of(case: Case) -> str:
    return str(case.applicant.number.open())


def withdraw(case: Case, number: str = "") -> Case:
    by = testing.officer(town.liu_mei(), LATER)
    shown = number or number_of(case)
    return accepting.withdraw_at_counter(case=case, document_number=shown, reason="不开店了", by=by, at=LATER)


def test_he_shows_his_card_and_the_case_is_withdrawn_with_a_notice() -> None:
    case = withdraw(testing.accepted())
    assert (case.state, case.ended_at, case.due_at) == (State.WITHDRAWN, LATER, None)
    assert Letter.objects.filter(subject_id=case.number, kind="withdrawal_notice").exists()
    entry = queries.history(case).get(act="case.withdraw_at_counter")
    assert (entry.who_kind, entry.detail["gave_reason"]) == ("staff", True)
    assert entry.mandate_id is not None


def test_the_card_of_somebody_else_takes_nothing_back() -> None:
    stranger = town.wang_fang().party
    assert stranger is not None
    case = testing.accepted()
    with pytest.raises(standing.NotTheApplicant, match="出示的证件") as refused:
        withdraw(case, str(stranger.number.open()))
    assert refused.value.field == "document_number"
    assert Case.objects.get(pk=case.pk).state == State.ACCEPTED


def test_after_the_decision_it_is_too_late() -> None:
    with pytest.raises(life_cycle.WrongState, match="已决定"):
        withdraw(testing.decided())


def test_whoever_may_not_accept_does_not_take_it_back_either() -> None:
    case = testing.accepted()
    offices.posting(town.chen_jie(), Duty.CLERK, department=offices.department())
    by = testing.officer(town.chen_jie(), LATER)
    with pytest.raises(NoMandate):
        accepting.withdraw_at_counter(case=case, document_number=number_of(case), by=by, at=LATER)


def test_a_promise_is_taken_back_at_the_window_with_the_paper_it_stood_for() -> None:
    by = testing.officer(town.liu_mei(), LATER)
    papers = [Given(key="health", originals=1, original_seen=True)]
    case = granting.withdraw_promise_at_counter(case=testing.promised(), materials=papers, by=by, at=LATER)
    assert Promise.objects.get(case=case).withdrawn_at == LATER
    assert CaseMaterial.objects.filter(case=case, key="health", originals=1).exists()
    assert queries.history(case).filter(act="case.withdraw_promise_at_counter", who_kind="staff").exists()
