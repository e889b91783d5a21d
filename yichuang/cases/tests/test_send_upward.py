"""Sending upward: reviewed here, decided above, and the applicant hands in nothing twice (XKF 35, 43)."""

from datetime import date

import pytest
from django.utils import timezone

from yichuang.base.refusal import Invalid
from yichuang.cases import applying, deciding, examining, queries, reckoning, testing
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, CaseStep, Forwarding, Hold, Outcome, State
from yichuang.cases.pausing import hearing, upward
from yichuang.cases.steps.way import NotExamined
from yichuang.documents.models import Letter
from yichuang.people import testing as town
from yichuang.people.models import Role

TUESDAY, FRIDAY, LATER = testing.moment(day=1), testing.moment(day=4), testing.moment(day=14)


def sent(case: Case | None = None, to_body: str = "安阳市市场监督管理局") -> Case:
    by = testing.officer(town.zhao_gang(), TUESDAY)
    return upward.send(
        case=case or testing.examined(), to_body=to_body, opinion="材料齐全，建议准予", days=10, by=by, at=TUESDAY
    )


def received(case: Case) -> Case:
    by = testing.officer(town.zhao_gang(), FRIDAY)
    return upward.note_receipt(case=case, receipt_number="收12号", by=by, at=FRIDAY)


def answered(case: Case, answer: str = Outcome.GRANTED) -> Case:
    by = testing.officer(town.zhao_gang(), LATER)
    return upward.record_answer(case=case, answer=answer, answer_number="安市监许〔2026〕3号", by=by, at=LATER)


def test_opinion_and_materials_go_up_and_the_clock_here_stands_still() -> None:
    case = sent()
    assert (case.state, case.statutory_due_at) == (State.FORWARDED, None)
    assert timezone.localdate(case.due_at) == date(2026, 3, 17)
    letter = Letter.objects.get(subject_id=case.number, kind="forwarding_letter")
    assert letter.facts["documents"] == ["申请书", "身份证明"]
    assert letter not in queries.letters_shown(case)
    assert not queries.history(case).get(act="case.send_upward").detail["late"]
    assert "lower_review" in {one.key for one in reckoning.of(case)}


def test_it_comes_back_with_the_answer_and_the_decision_follows_it() -> None:
    case = answered(received(sent()), Outcome.REFUSED)
    assert (case.state, case.forwarding.answer) == (State.EXAMINING, Outcome.REFUSED)
    assert timezone.localdate(case.promised_due_at) == date(2026, 3, 20)
    by = testing.officer(town.zhou_min(), LATER)
    with pytest.raises(deciding.NotHeard, match="一致"):
        deciding.decide(case=case, outcome=Outcome.GRANTED, by=by, at=LATER)
    case = deciding.decide(case=case, outcome=Outcome.REFUSED, reasons="上级机关不予许可", by=by, at=LATER)
    assert case.outcome == Outcome.REFUSED


def test_what_came_back_waits_for_whoever_decides_and_meanwhile_it_does_not() -> None:
    head = testing.officer(town.zhou_min(), LATER)

    def waiting(role: Role) -> list[str]:
        return [one.number for one in queries.work_list(head, role=role, at=LATER).cases]

    case = received(sent())
    assert case.number not in waiting(Role.CHIEF_APPROVER)
    assert not case.steps.filter(state=CaseStep.State.OPEN, due_at__isnull=False).exists()
    case = answered(case)
    assert case.number in waiting(Role.CHIEF_APPROVER)
    assert case.steps.get(state=CaseStep.State.OPEN).due_at == case.due_at


def test_nothing_is_decided_here_while_it_lies_above() -> None:
    by = testing.officer(town.zhou_min(), FRIDAY)
    with pytest.raises(WrongState, match="已转报"):
        deciding.decide(case=sent(), outcome=Outcome.GRANTED, by=by, at=FRIDAY)


def test_two_officers_have_reviewed_before_it_goes_up() -> None:
    with pytest.raises(NotExamined):
        sent(testing.examined(opinions=1))


def test_the_body_is_named_and_the_steps_follow_each_other() -> None:
    with pytest.raises(Invalid) as refused:
        sent(to_body="")
    assert refused.value.field == "to_body"
    case = sent(testing.examined(testing.licence("other")))
    with pytest.raises(upward.NotForwarded, match="签收"):
        answered(case)
    case = received(case)
    with pytest.raises(upward.NotForwarded):
        received(case)
    with pytest.raises(Invalid):
        answered(case, "perhaps")
    case = answered(case)
    with pytest.raises(upward.NotForwarded):
        sent(case)


def test_the_applicant_may_still_withdraw() -> None:
    case = applying.withdraw(case=sent(), by=testing.applicant(FRIDAY), at=FRIDAY)
    assert (case.state, Hold.objects.get(case=case).until) == (State.WITHDRAWN, FRIDAY)
    assert Forwarding.objects.get(case=case).answered_at is None


def test_nothing_goes_up_while_a_paper_is_owed_for_all_materials_go() -> None:
    case = testing.accepted_with_gaps()
    at = testing.moment(hour=14)
    case = examining.begin(case=case, by=testing.officer(town.zhao_gang(), at), at=at)
    case = testing.says(case, town.zhao_gang(), town.sun_li())
    with pytest.raises(queries.PapersOwed):
        sent(case)


def test_whoever_may_still_be_heard_here_is_not_passed_over() -> None:
    by = testing.officer(town.zhao_gang(), TUESDAY)
    case = hearing.tell_rights(case=testing.examined(), matter="与相邻住户的采光", by=by, at=TUESDAY)
    with pytest.raises(deciding.NotHeard, match="还没有届满"):
        sent(case)
