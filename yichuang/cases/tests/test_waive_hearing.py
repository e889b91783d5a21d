"""A hearing waived: the decision need not wait for the end of the five days once everybody has declared so (XKF 47)."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import deciding, life_cycle, offers, queries, testing
from yichuang.cases.models import Case, Outcome, State
from yichuang.cases.pausing import hearing, interested, waiving
from yichuang.cases.standing import NotTheApplicant
from yichuang.offices import testing as offices
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty
from yichuang.people import testing as town

TUESDAY = testing.moment(day=1)
FRIDAY = testing.moment(day=4)
AFTERWARDS = testing.moment(day=9)


def touched() -> Case:
    """A case of which the neighbour was told, and the rights to a hearing too."""
    by = testing.officer(town.zhao_gang(), TUESDAY)
    neighbour = town.wang_fang().party
    assert neighbour is not None
    case = interested.tell(case=testing.examined(), party=neighbour, interest="相邻采光", days=5, by=by, at=TUESDAY)
    return hearing.tell_rights(case=case, matter="相邻采光", by=by, at=TUESDAY)


def told() -> Case:
    by = testing.officer(town.zhao_gang(), TUESDAY)
    return hearing.tell_rights(case=testing.examined(), matter="相邻采光", by=by, at=TUESDAY)


def waive(case: Case) -> Case:
    return waiving.waive(case=case, by=testing.applicant(FRIDAY), at=FRIDAY)


def on_paper(case: Case, of: int | None = None) -> Case:
    return waiving.take_waiver(case=case, of=of, by=testing.officer(town.sun_li(), FRIDAY), at=FRIDAY)


def decide(case: Case) -> Case:
    by = testing.officer(town.zhou_min(), FRIDAY)
    return deciding.decide(case=case, outcome=Outcome.GRANTED, by=by, at=FRIDAY)


def test_the_decision_need_not_wait_once_the_applicant_has_waived() -> None:
    case = waive(told())
    assert case.hearing.waived_at == FRIDAY
    entry = queries.history(case).get(act="case.waive_hearing")
    assert (entry.who_kind, entry.detail["side"]) == ("public", "applicant")
    assert decide(case).state == State.DECIDED


def test_it_waits_until_everybody_who_was_named_has_waived() -> None:
    case = waive(touched())
    with pytest.raises(deciding.NotHeard, match="放弃听证"):
        decide(case)
    case = on_paper(case, of=case.interested.get().pk)
    assert queries.history(case).get(act="case.take_hearing_waiver").detail["side"] == "interested"
    with pytest.raises(deciding.NotHeard, match="陈述申辩"):
        decide(case)
    said = {"place": "大厅", "statements": "不要挡住窗户"}
    by = testing.officer(town.sun_li(), FRIDAY)
    case = interested.record_statement(case=case, of=case.interested.get().pk, **said, by=by, at=FRIDAY)
    assert decide(case).state == State.DECIDED


def test_whoever_has_waived_cannot_ask_any_more_and_the_others_can() -> None:
    case = on_paper(touched())
    with pytest.raises(hearing.NoHearing, match="放弃"):
        hearing.ask(case=case, by=testing.applicant(FRIDAY), at=FRIDAY)
    by = testing.officer(town.sun_li(), FRIDAY)
    with pytest.raises(hearing.NoHearing, match="放弃"):
        hearing.take_request(case=case, side="applicant", by=by, at=FRIDAY)
    case = hearing.take_request(case=case, side="interested", by=by, at=FRIDAY)
    with pytest.raises(deciding.NotHeard, match="举行"):
        decide(case)


def test_nobody_waives_twice_or_what_he_was_not_told_of_or_what_is_over() -> None:
    with pytest.raises(hearing.NoHearing, match="没有告知"):
        waive(testing.examined())
    case = waive(told())
    with pytest.raises(hearing.NoHearing, match="已经声明"):
        waive(case)
    with pytest.raises(hearing.NoHearing, match="已经声明"):
        on_paper(case)
    late = waiving.take_waiver
    with pytest.raises(hearing.NoHearing, match="届满"):
        late(case=case, of=None, by=testing.officer(town.sun_li(), AFTERWARDS), at=AFTERWARDS)


def test_only_somebody_of_this_case_is_taken_down_and_once() -> None:
    case = touched()
    of = case.interested.get().pk
    with pytest.raises(Invalid) as refused:
        on_paper(case, of=of + 1)
    assert refused.value.field == "of"
    case = on_paper(case, of=of)
    with pytest.raises(hearing.NoHearing):
        on_paper(case, of=of)


def test_a_stranger_and_a_clerk_waive_nothing() -> None:
    case = told()
    with pytest.raises(NotTheApplicant):
        waiving.waive(case=case, by=town.actor(town.wang_fang(), at=FRIDAY), at=FRIDAY)
    offices.posting(town.chen_jie(), Duty.CLERK, department=offices.department())
    with pytest.raises(NoMandate):
        waiving.take_waiver(case=case, of=None, by=testing.officer(town.chen_jie(), FRIDAY), at=FRIDAY)
    with pytest.raises(life_cycle.WrongState):
        waive(testing.submitted(testing.licence("other")))


def test_once_everybody_has_waived_no_request_is_taken_or_offered() -> None:
    case, by = on_paper(told()), testing.officer(town.sun_li(), FRIDAY)
    with pytest.raises(hearing.NoHearing, match="都已经声明放弃"):
        hearing.take_request(case=case, side="interested", by=by, at=FRIDAY)
    offered = {one.act for one in offers.acts_for(case, by, at=FRIDAY) if one.allowed}
    assert not offered & {"take_hearing_request", "take_hearing_waiver"}
