"""What stops or lengthens the way of a case is taken back as long as nobody has built upon it."""

from datetime import timedelta

import pytest

from yichuang.cases import queries, testing, undoing
from yichuang.cases.models import Case, Extension, Hold, Inspection, LaterPromise, State
from yichuang.cases.pausing import extending, procedures
from yichuang.cases.promises import tolerance
from yichuang.cases.tests import inspections as visits
from yichuang.cases.undoing import NotToBeUndone
from yichuang.documents.models import Letter
from yichuang.people import testing as town
from yichuang.people.models import Account

TUESDAY = testing.moment(day=1)


def back(case: Case, who: Account, *, after: int = 60, held: bool = False) -> Case:
    at = queries.history(case).reverse()[0].at + timedelta(minutes=after)
    by = testing.officer(who, at)
    return undoing.take_back(case=case, reason="点错了办件", not_handed_out=not held, by=by, at=at)


def held(case: Case, kind: str = "expert_review") -> Case:
    by = testing.officer(town.zhao_gang(), TUESDAY)
    return procedures.begin(case=case, kind=kind, days=3, reason="工艺复杂", by=by, at=TUESDAY)


def test_the_clock_runs_as_if_a_procedure_begun_by_mistake_had_never_stopped_it() -> None:
    case = testing.examined()
    dates = (case.statutory_due_at, case.promised_due_at, case.due_at, case.warn_at)
    case = back(held(case), town.zhao_gang())
    assert case.state == State.EXAMINING
    assert (case.statutory_due_at, case.promised_due_at, case.due_at, case.warn_at) == dates
    assert not Hold.objects.filter(case=case).exists()
    assert Hold.every.get(case=case).taken_back_at is not None
    letter = Letter.objects.get(subject_id=case.number, kind="special_procedure_notice")
    assert letter.revoked_reason == "点错了办件"
    assert held(case).state == State.SUSPENDED


def test_an_applicant_who_holds_the_notice_is_told_by_letter_that_the_clock_never_stopped_and_nobody_will_come() -> (
    None
):
    case = back(held(testing.examined()), town.zhao_gang(), held=True)
    told = Letter.objects.select_related("seal_use__seal").get(subject_id=case.number, kind="taking_back_notice")
    assert case.due_at is not None
    assert (told.facts["due"], told.seal_use and told.seal_use.seal.kind) == (case.due_at.isoformat(), "approval")
    assert "视为没有暂停" in told.facts["effect"]
    case = back(visits.arranged(), town.zhao_gang(), held=True)
    told = Letter.objects.get(subject_id=case.number, kind="taking_back_notice")
    assert "不用等候" in told.facts["effect"]
    assert "due" not in told.facts


def test_one_of_two_procedures_is_ended_and_not_taken_back() -> None:
    case = held(held(testing.examined()), "testing")
    with pytest.raises(NotToBeUndone, match="特别程序结束"):
        back(case, town.zhao_gang())


def test_a_request_for_more_time_is_taken_back_and_may_be_made_again() -> None:
    by = testing.officer(town.zhao_gang(), TUESDAY)
    case = extending.ask(case=testing.examined(), reason="需要核实", by=by, at=TUESDAY)
    case = back(case, town.zhao_gang())
    assert not Extension.objects.filter(case=case).exists()
    case = extending.ask(case=case, reason="需要向外省核实", by=by, at=TUESDAY + timedelta(hours=2))
    assert Extension.objects.get(case=case).reason == "需要向外省核实"


def test_an_extension_that_was_granted_stays_and_the_sentence_says_what_is_possible() -> None:
    by = testing.officer(town.zhao_gang(), TUESDAY)
    case = extending.ask(case=testing.examined(), reason="需要核实", by=by, at=TUESDAY)
    case = extending.grant(case=case, by=testing.officer(town.wu_jun(), TUESDAY), at=TUESDAY)
    with pytest.raises(NotToBeUndone, match="提前作出决定"):
        back(case, town.wu_jun())


def test_a_visit_that_nobody_made_is_taken_back_with_its_notice() -> None:
    case = back(visits.arranged(), town.zhao_gang())
    assert (case.state, Inspection.objects.get(case=case).state) == (State.EXAMINING, Inspection.State.DROPPED)
    assert Letter.objects.get(subject_id=case.number, kind="inspection_notice").revoked_at is not None


def test_acceptance_with_gaps_goes_back_to_the_window_with_both_letters_and_the_promise_stays_signed() -> None:
    case = back(testing.accepted_with_gaps(), town.liu_mei())
    promise = LaterPromise.objects.get(case=case)
    assert (case.state, promise.due_at, promise.effect) == (State.SUBMITTED, None, "")
    letters = queries.letters_of(case).filter(kind__in=["tolerance_promise", "acceptance_notice"])
    assert [letter.is_valid for letter in letters] == [False, False]
    at = testing.moment(hour=12)
    by = testing.officer(town.liu_mei(), at)
    assert tolerance.accept_with_gaps(case=case, credit_confirmed=True, by=by, at=at).state == State.ACCEPTED
