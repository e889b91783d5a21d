"""What was promised for later comes, in time and all of it, before anything is decided."""

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Refusals
from yichuang.cases import deciding, examining, queries, testing
from yichuang.cases.models import Case, CaseMaterial, LaterPromise, Outcome
from yichuang.cases.promises import supplementing
from yichuang.cases.promises.owing import NothingOwed
from yichuang.cases.queries import PapersOwed
from yichuang.cases.standing import NotTheApplicant
from yichuang.people import testing as town


def examined_with_gap() -> Case:
    at = testing.moment(hour=14)
    case = examining.begin(case=testing.accepted_with_gaps(), by=testing.officer(town.zhao_gang(), at), at=at)
    for account in (town.zhao_gang(), town.sun_li()):
        by = testing.officer(account, at)
        case = examining.give_opinion(case=case, recommends=Outcome.GRANTED, text="符合条件", by=by, at=at)
    return case


def bring(case: Case, *keys: str, day: int = 1) -> Case:
    at = testing.moment(day=day)
    by = testing.applicant(at)
    return supplementing.supplement(case=case, materials=testing.scans(*(keys or ("plan",)), by=by), by=by, at=at)


def test_all_of_it_came_and_nothing_is_due_any_more() -> None:
    case = bring(testing.accepted_with_gaps())
    assert queries.owed_by(case) == []
    assert case.deemed_at is None
    assert LaterPromise.objects.get(case=case).completed_at == testing.moment(day=1)
    assert CaseMaterial.objects.filter(case=case, key="plan").exists()


def test_it_stands_in_the_history_and_moves_nothing() -> None:
    before = testing.accepted_with_gaps()
    case = bring(before)
    last = journal.history(journal.Subject("case", case.number)).last()
    assert last is not None
    assert (last.act, last.detail["materials"], last.detail["left"]) == ("case.supplement", ["plan"], [])
    assert case.state == before.state


def test_the_clerk_takes_it_in_on_paper() -> None:
    at = testing.moment(day=1)
    case = supplementing.supplement_at_counter(
        case=testing.accepted_with_gaps(),
        materials=testing.papers("plan"),
        by=testing.officer(town.liu_mei(), at),
        at=at,
    )
    assert queries.owed_by(case) == []


def test_nothing_else_is_taken_in_this_way() -> None:
    with pytest.raises(Refusals, match="不在承诺后补的材料之内"):
        bring(testing.accepted_with_gaps(), "plan", "identity")


def test_too_late_is_too_late() -> None:
    with pytest.raises(NothingOwed, match="视为撤回"):
        bring(testing.accepted_with_gaps(), day=4)


def test_it_comes_once() -> None:
    case = bring(testing.accepted_with_gaps())
    with pytest.raises(NothingOwed):
        bring(case, day=2)


def test_only_the_applicants_side_brings_it() -> None:
    at = testing.moment(day=1)
    stranger = town.actor(town.wang_fang(), at=at)
    with pytest.raises(NotTheApplicant):
        supplementing.supplement(
            case=testing.accepted_with_gaps(), materials=testing.scans("plan", by=stranger), by=stranger, at=at
        )


def test_no_decision_before_it_is_complete_and_the_sentence_names_what_is_missing() -> None:
    case, at = examined_with_gap(), testing.moment(day=1, hour=9)
    head = testing.officer(town.wu_jun(), at)
    with pytest.raises(PapersOwed, match="平面布局图"):
        deciding.decide(case=case, outcome=Outcome.GRANTED, by=head, at=at)
    case = bring(case)
    decided = deciding.decide(case=case, outcome=Outcome.GRANTED, by=head, at=testing.moment(day=2))
    assert decided.outcome == Outcome.GRANTED
