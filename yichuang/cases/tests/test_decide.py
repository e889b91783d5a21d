"""Examining and deciding: two officers, another person decides, by the power he holds."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import deciding, examining, testing
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, Outcome, State
from yichuang.cases.standing import SamePerson
from yichuang.cases.steps.way import NotExamined
from yichuang.documents.models import Letter
from yichuang.documents.reasoning import NoReason
from yichuang.offices import testing as offices
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty, Mandate, MandateKind
from yichuang.people import testing as town
from yichuang.people.models import Account, Role

LATER = testing.moment(day=1)


def decide(case: Case, by: Account, outcome: str = Outcome.GRANTED, reasons: str = "") -> Case:
    return deciding.decide(case=case, outcome=outcome, reasons=reasons, by=testing.officer(by, LATER), at=LATER)


def test_the_chief_approver_of_level_one_decides() -> None:
    case = decide(testing.examined(), town.zhou_min())
    assert (case.state, case.outcome, case.decided_at) == (State.DECIDED, Outcome.GRANTED, LATER)
    assert Letter.objects.filter(subject_id=case.number, kind="granting_decision").exists()


def test_the_head_decides_by_the_departments_own_power() -> None:
    case = decide(testing.examined(), town.wu_jun())
    assert case.decision.mandate is None


def test_one_opinion_is_not_enough() -> None:
    with pytest.raises(NotExamined, match="两名"):
        decide(testing.examined(opinions=1), town.zhou_min())


def test_the_same_officer_cannot_give_both_opinions() -> None:
    case = testing.examined(opinions=1)
    with pytest.raises(SamePerson):
        examining.give_opinion(
            case=case, recommends=Outcome.GRANTED, text="同意", by=testing.officer(town.zhao_gang(), LATER), at=LATER
        )


def test_an_examiner_does_not_decide() -> None:
    with pytest.raises(NoMandate):
        decide(testing.examined(), town.zhao_gang())


def test_a_refusal_needs_reasons() -> None:
    with pytest.raises(Invalid, match="理由"):
        decide(testing.examined(), town.zhou_min(), Outcome.REFUSED, "  ")


def test_a_phrase_is_no_reason_and_nothing_is_written() -> None:
    case = testing.examined()
    with pytest.raises(NoReason, match="没有写明事实"):
        decide(case, town.zhou_min(), Outcome.REFUSED, "不符合法定条件、标准，不予许可。")
    assert Case.objects.get(pk=case.pk).state == State.EXAMINING
    assert not Letter.objects.filter(subject_id=case.number, kind="refusing_decision").exists()


def test_a_refusal_names_reasons_and_remedies() -> None:
    case = decide(testing.examined(), town.zhou_min(), Outcome.REFUSED, "场所不符合条件")
    letter = Letter.objects.get(subject_id=case.number, kind="refusing_decision")
    assert letter.facts["reasons"] == "场所不符合条件"
    assert case.department.review_body == "小城县人民政府"


def test_a_revoked_instrument_stops_the_decision() -> None:
    case = testing.examined()
    Mandate.objects.filter(kind="approval").update(revoked_at=testing.moment(), revoked_reason="收回")
    with pytest.raises(NoMandate, match="审批服务授权委托书"):
        decide(case, town.zhou_min())
    assert Case.objects.get(pk=case.pk).state == State.EXAMINING


def test_level_two_proposes_and_the_head_decides() -> None:
    case = testing.examined()
    Mandate.objects.filter(kind="approval").update(revoked_at=testing.moment(), revoked_reason="改为初审")
    offices.mandate(case.department, MandateKind.APPROVAL, to=town.zhou_min(), level=2)
    with pytest.raises(NoMandate):
        decide(case, town.zhou_min())
    case = deciding.propose(
        case=case, recommends=Outcome.GRANTED, text="拟准予", by=testing.officer(town.zhou_min(), LATER), at=LATER
    )
    assert case.state == State.EXAMINING
    assert decide(case, town.wu_jun()).state == State.DECIDED


def test_an_instant_item_is_granted_on_the_spot() -> None:
    case = testing.accepted(testing.licence("instant", instant=True))
    assert decide(case, town.zhou_min()).state == State.DECIDED


def test_a_promised_item_is_not_granted_before_it_was_examined() -> None:
    with pytest.raises(WrongState):
        decide(testing.accepted(), town.zhou_min())


def test_who_accepted_does_not_decide() -> None:
    both = town.staff("bo.th", "博通", Role.CLERK, Role.CHIEF_APPROVER, Role.HEAD)
    case = testing.examined()
    Case.objects.filter(pk=case.pk).update(accepted_by=both)

    offices.posting(both, Duty.HEAD, department=case.department)
    with pytest.raises(SamePerson, match="由您受理"):
        decide(case, both)
