"""What was promised for later does not come: what follows is the rule of the place on the day of the promise."""

import pytest

from yichuang.cases import deeming, examining, testing
from yichuang.cases.models import Effect, Rule, State
from yichuang.cases.overdue import NotYet
from yichuang.cases.promises import defaulting
from yichuang.documents.models import Letter
from yichuang.people import testing as town

LAST_MOMENT = testing.moment(day=3, hour=17)
ZHEJIANG = "《浙江省保障“最多跑一次”改革规定》第十一条"


def test_in_anyang_the_application_is_deemed_withdrawn() -> None:
    case = testing.accepted_with_gaps()
    with pytest.raises(NotYet):
        defaulting.default_on_gaps(case=case, at=testing.moment(day=3, hour=16))
    case = defaulting.default_on_gaps(case=case, at=LAST_MOMENT)
    assert (case.state, case.ended_at, case.due_at) == (State.LAPSED, LAST_MOMENT, None)
    letter = Letter.objects.get(subject_id=case.number, kind="lapse_notice")
    assert "平面布局图" in str(letter.facts["reasons"])
    assert letter.facts["legal_basis"] == [testing.TOLERANCE_LAW]


def test_by_a_rule_like_zhejiangs_the_acceptance_is_revoked_with_reasons_and_remedies() -> None:
    Rule.objects.filter(kind=Rule.Kind.TOLERANCE).delete()
    testing.rule(Rule.Kind.TOLERANCE, 2, effect=Effect.ACCEPTANCE_REVOKED, basis=ZHEJIANG)
    case = defaulting.default_on_gaps(case=testing.accepted_with_gaps(), at=LAST_MOMENT)
    assert case.state == State.TERMINATED
    letter = Letter.objects.get(subject_id=case.number, kind="termination_notice")
    assert (letter.facts["legal_basis"], bool(letter.facts["court"])) == ([ZHEJIANG], True)


def test_a_rule_that_changes_meanwhile_changes_nothing_for_who_promised_before() -> None:
    case = testing.accepted_with_gaps()
    Rule.objects.filter(kind=Rule.Kind.TOLERANCE).update(until=testing.moment(day=1).date())
    since = testing.moment(day=1).date()
    testing.rule(Rule.Kind.TOLERANCE, 2, effect=Effect.ACCEPTANCE_REVOKED, basis=ZHEJIANG, since=since)
    assert defaulting.default_on_gaps(case=case, at=LAST_MOMENT).state == State.LAPSED


def test_the_run_finds_it_wherever_the_case_stands() -> None:
    at = testing.moment(hour=14)
    case = examining.begin(case=testing.accepted_with_gaps(), by=testing.officer(town.zhao_gang(), at), at=at)
    assert case.deemed_at == LAST_MOMENT
    assert deeming.deem_all(at=LAST_MOMENT).done == 1
    case.refresh_from_db()
    assert case.state == State.LAPSED
