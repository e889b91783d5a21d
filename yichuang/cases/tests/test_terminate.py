"""Termination: nothing is left to decide, and whoever could decide says so."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import terminating, testing
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, Hold, State
from yichuang.cases.pausing import procedures
from yichuang.documents.models import Letter
from yichuang.offices.mandates import NoMandate
from yichuang.people import testing as town
from yichuang.people.models import Account

LATER = testing.moment(day=2)
LAW = "《河南省行政许可程序规定》"


def terminate(case: Case, by: Account, reason: str = "申请人已经注销", law: str = LAW) -> Case:
    return terminating.terminate(case=case, reason=reason, law=law, by=testing.officer(by, LATER), at=LATER)


@pytest.mark.parametrize("made", [testing.submitted, testing.accepted, testing.examined])
def test_an_undecided_case_ends_with_a_notice_that_says_why_and_by_what_law(made: object) -> None:
    case = terminate(made(), town.zhou_min())  # type: ignore[operator]
    assert (case.state, case.ended_at, case.due_at) == (State.TERMINATED, LATER, None)
    facts = Letter.objects.get(subject_id=case.number, kind="termination_notice").facts
    assert (facts["reasons"], facts["legal_basis"]) == ("申请人已经注销", [LAW])
    assert facts["court"]


def test_what_held_it_holds_it_no_longer() -> None:
    at = testing.moment(day=1)
    by = testing.officer(town.zhao_gang(), at)
    case = procedures.begin(case=testing.examined(), kind="auction", days=9, reason="拍卖", by=by, at=at)
    terminate(case, town.wu_jun())
    assert Hold.objects.get(case=case).until == LATER


def test_who_may_not_decide_may_not_end_it() -> None:
    with pytest.raises(NoMandate):
        terminate(testing.examined(), town.zhao_gang())
    with pytest.raises(NoMandate):
        terminate(testing.submitted(), town.liu_mei())


def test_a_decided_case_is_not_terminated() -> None:
    with pytest.raises(WrongState):
        terminate(testing.decided(), town.zhou_min())


@pytest.mark.parametrize(("reason", "law", "field"), [("", LAW, "reason"), ("注销", " ", "law")])
def test_it_says_why_and_by_what_law(reason: str, law: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        terminate(testing.examined(), town.zhou_min(), reason, law)
    assert refused.value.field == field
