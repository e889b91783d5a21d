"""How a case ends: issued and handed over, withdrawn, declined."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import accepting, applying, deciding, issuing, testing
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import State
from yichuang.cases.standing import NotTheApplicant
from yichuang.documents.models import Letter
from yichuang.people import testing as town

LATER = testing.moment(day=1)


def test_issuing_completes_the_case_and_makes_the_result() -> None:
    case = issuing.issue(case=testing.decided(), by=testing.officer(town.zhao_gang(), LATER), at=LATER)
    assert case.state == State.COMPLETED
    letter = Letter.objects.get(subject_id=case.number, kind="result")
    assert letter.facts["result_name"] == "食品经营许可证"


def test_the_result_must_be_delivered_in_ten_working_days_from_the_decision() -> None:
    case = testing.completed()
    assert case.due_at == testing.moment(day=14, hour=17)


def test_a_certificate_may_be_in_the_making_first() -> None:
    case = issuing.begin_making(case=testing.decided(), by=testing.officer(town.zhao_gang(), LATER), at=LATER)
    assert case.state == State.ISSUING
    assert issuing.issue(case=case, by=testing.officer(town.zhao_gang(), LATER), at=LATER).state == State.COMPLETED


def test_nothing_is_made_after_a_refusal() -> None:
    case = testing.examined()
    case = deciding.decide(
        case=case, outcome="refused", reasons="操作间没有冷藏设备", by=testing.officer(town.zhou_min(), LATER), at=LATER
    )
    with pytest.raises(WrongState, match="开始制证"):
        issuing.begin_making(case=case, by=testing.officer(town.zhao_gang(), LATER), at=LATER)
    assert issuing.issue(case=case, by=testing.officer(town.zhao_gang(), LATER), at=LATER).state == State.COMPLETED


@pytest.mark.parametrize("make", [testing.submitted, testing.accepted, testing.examined])
def test_the_applicant_withdraws_before_the_decision(make: object) -> None:
    case = applying.withdraw(case=make(), by=testing.applicant(LATER), at=LATER)  # type: ignore[operator] # one of the three builders
    assert (case.state, case.ended_at, case.due_at) == (State.WITHDRAWN, LATER, None)
    assert Letter.objects.filter(subject_id=case.number, kind="withdrawal_notice").exists()


def test_after_the_decision_it_is_too_late_to_withdraw() -> None:
    with pytest.raises(WrongState, match="已决定"):
        applying.withdraw(case=testing.decided(), by=testing.applicant(LATER), at=LATER)


def test_a_stranger_does_not_withdraw_it() -> None:
    with pytest.raises(NotTheApplicant):
        applying.withdraw(case=testing.submitted(), by=town.actor(town.wang_fang(), at=LATER), at=LATER)


def test_declining_names_reasons_and_the_competent_body() -> None:
    case = accepting.decline(
        case=testing.submitted(),
        reasons="不属于本机关职权",
        competent_body="小城市市场监督管理局",
        by=testing.officer(town.liu_mei(), LATER),
        at=LATER,
    )
    assert case.state == State.DECLINED
    letter = Letter.objects.get(subject_id=case.number, kind="declining_decision")
    assert letter.facts["competent_body"] == "小城市市场监督管理局"


def test_declining_without_reasons_is_refused() -> None:
    with pytest.raises(Invalid, match="理由"):
        accepting.decline(case=testing.submitted(), reasons="", by=testing.officer(town.liu_mei(), LATER), at=LATER)


def test_telling_that_no_licence_is_needed_ends_the_case() -> None:
    case = accepting.tell_not_required(
        case=testing.submitted(), reasons="该经营活动无需许可", by=testing.officer(town.liu_mei(), LATER), at=LATER
    )
    assert case.state == State.NOT_REQUIRED
