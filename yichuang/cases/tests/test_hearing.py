"""Hearings: asked for in five days, held in twenty, notice seven days before, another in the chair (XKF 46–48)."""

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from yichuang.base.refusal import Invalid
from yichuang.cases import applying, deciding, queries, reckoning, testing
from yichuang.cases.models import Case, CaseStep, Hearing, Hold, Outcome, State
from yichuang.cases.pausing import hearing, interested, procedures, waiving
from yichuang.cases.standing import NotTheApplicant, SamePerson
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Account

TUESDAY = testing.moment(day=1)
FRIDAY = testing.moment(day=4)
HELD = testing.moment(day=15)
"""Tuesday two weeks later."""


def told(case: Case | None = None, *, at: datetime = TUESDAY) -> Case:
    by = testing.officer(town.zhao_gang(), at)
    return hearing.tell_rights(case=case or testing.examined(), matter="与相邻住户的采光", by=by, at=at)


def asked(*, at: datetime = FRIDAY) -> Case:
    return hearing.ask(case=told(), by=testing.applicant(at), at=at)


def call(case: Case, *, at: datetime = FRIDAY, held_at: datetime = HELD, **said: Any) -> Case:
    by = testing.officer(town.zhao_gang(), at)
    chair = said.pop("chair", None) or town.wu_jun()
    return hearing.call(case=case, held_at=held_at, place="中心二楼会议室", chair=chair, by=by, at=at, **said)


def record(case: Case, *, by: Account | None = None, at: datetime = HELD) -> Case:
    who = testing.officer(by or town.wu_jun(), at)
    return hearing.record(case=case, attendees=["applicant", "body"], statements="双方陈述意见。", by=who, at=at)


def decide(case: Case, at: datetime) -> Case:
    by = testing.officer(town.zhou_min(), at)
    return deciding.decide(case=case, outcome=Outcome.GRANTED, by=by, at=at)


def letters_of(case: Case, kind: str) -> list[Letter]:
    return list(Letter.objects.filter(subject_id=case.number, kind=kind).order_by("issued_at", "id"))


def test_from_the_rights_to_the_record_and_the_decision_follows_it() -> None:
    case = asked()
    assert timezone.localdate(case.hearing.organise_by) == date(2026, 4, 3)
    case = call(case)
    assert (case.state, case.statutory_due_at, case.due_at) == (State.SUSPENDED, None, HELD)
    assert letters_of(case, "hearing_notice")[0].facts["place"] == "中心二楼会议室"
    assert letters_of(case, "hearing_announcement")
    case = record(case)
    assert case.state == State.EXAMINING
    assert case.statutory_due_at is not None
    number = Hearing.objects.get(case=case).record_number
    case = decide(case, HELD)
    assert f"听证笔录（{number}）" in letters_of(case, "granting_decision")[0].facts["legal_basis"]


def test_the_days_from_notice_to_record_do_not_count() -> None:
    case = record(call(asked()))
    # Six working days from Friday to the Friday after, and the Monday: seven do not count.
    statutory = next(one for one in reckoning.of(case) if one.key == "statutory")
    assert timezone.localdate(case.statutory_due_at) == date(2026, 4, 8)
    assert sum("听证" in one.reason for one in statutory.days) == 11
    assert {"hearing_request", "hearing_organising"} <= {one.key for one in reckoning.of(case)}


def test_nothing_is_decided_while_a_hearing_may_still_be_asked_for_or_is_owed() -> None:
    case = told()
    with pytest.raises(deciding.NotHeard, match="届满"):
        decide(case, FRIDAY)
    late = testing.moment(day=9)
    assert decide(case, late).state == State.DECIDED
    other = hearing.ask(case=told(testing.examined(testing.licence("other"))), by=testing.applicant(FRIDAY), at=FRIDAY)
    with pytest.raises(deciding.NotHeard, match="举行"):
        decide(other, late)


def test_it_is_asked_for_within_five_days_by_the_applicant_or_on_paper() -> None:
    case, late = told(), testing.moment(day=9)
    with pytest.raises(hearing.NoHearing, match="届满"):
        hearing.ask(case=case, by=testing.applicant(late), at=late)
    with pytest.raises(NotTheApplicant):
        hearing.ask(case=case, by=town.actor(town.wang_fang(), at=FRIDAY), at=FRIDAY)
    by = testing.officer(town.sun_li(), FRIDAY)
    with pytest.raises(Invalid):
        hearing.take_request(case=case, side="somebody", by=by, at=FRIDAY)
    case = hearing.take_request(case=case, side="interested", by=by, at=FRIDAY)
    assert Hearing.objects.get(case=case).asked_by == "interested"
    with pytest.raises(hearing.NoHearing, match="已经申请"):
        hearing.ask(case=case, by=testing.applicant(FRIDAY), at=FRIDAY)


def test_without_rights_told_nobody_asks_and_they_are_told_once() -> None:
    case = testing.examined()
    with pytest.raises(hearing.NoHearing):
        hearing.ask(case=case, by=testing.applicant(FRIDAY), at=FRIDAY)
    case = told(case)
    with pytest.raises(hearing.NoHearing):
        told(case)


def test_notice_less_than_seven_days_before_is_refused_with_the_first_day_that_would_do() -> None:
    with pytest.raises(Invalid, match="2026-03-17") as refused:
        call(asked(), held_at=testing.moment(day=14))
    assert refused.value.field == "held_at"


def test_it_is_held_within_twenty_days_of_the_request() -> None:
    with pytest.raises(Invalid, match="2026-04-03"):
        call(asked(), held_at=testing.moment(day=33))


def test_who_examined_or_accepted_the_case_does_not_chair_and_who_chairs_does_not_examine() -> None:
    case = asked()
    for chair in (town.zhao_gang(), town.sun_li(), town.liu_mei()):
        with pytest.raises(Invalid) as refused:
            call(case, chair=chair)
        assert refused.value.field == "chair"
    Account.objects.filter(pk=town.wu_jun().pk).update(party=case.applicant)
    with pytest.raises(Invalid, match="回避"):
        call(case, chair=Account.objects.get(pk=town.wu_jun().pk))
    case = record(call(case, chair=town.zhou_min()), by=town.zhou_min())
    CaseStep.objects.filter(case=case, kind="examine").update(state="open", officers=3)
    with pytest.raises(SamePerson, match="听证"):
        testing.says(case, town.zhou_min(), at=HELD)


def test_only_the_chair_makes_the_record_and_not_before_the_hour() -> None:
    case = call(asked())
    with pytest.raises(hearing.NoHearing, match="主持人"):
        record(case, by=town.zhao_gang())
    with pytest.raises(hearing.NoHearing, match="时间"):
        record(case, at=FRIDAY)
    with pytest.raises(Invalid):
        hearing.record(case=case, attendees=[], statements="x", by=testing.officer(town.wu_jun(), HELD), at=HELD)
    by = testing.officer(town.zhao_gang(), HELD)
    with pytest.raises(procedures.NotASpecialProcedure):
        procedures.end(case=case, hold=Hold.objects.get(case=case).pk, result="x", by=by, at=HELD)


def test_the_body_holds_one_of_its_own_accord_and_says_about_what() -> None:
    case = testing.examined()
    with pytest.raises(Invalid) as refused:
        call(case)
    assert refused.value.field == "matter"
    case = call(case, matter="涉及公共利益", is_public=False)
    assert not letters_of(case, "hearing_announcement")
    with pytest.raises(hearing.NoHearing):
        call(case, matter="再来一次")


def test_another_procedure_goes_on_after_the_hearing() -> None:
    by = testing.officer(town.zhao_gang(), FRIDAY)
    case = procedures.begin(case=call(asked()), kind="appraisal", days=30, reason="鉴定", by=by, at=FRIDAY)
    case = record(case)
    assert (case.state, case.statutory_due_at) == (State.SUSPENDED, None)


def test_an_applicant_withdraws_while_a_hearing_is_called() -> None:
    case = applying.withdraw(case=call(asked()), by=testing.applicant(HELD), at=HELD)
    assert Hold.objects.get(case=case).until == HELD


def test_whoever_is_touched_is_told_heard_and_invited() -> None:
    case = testing.examined()
    by = testing.officer(town.zhao_gang(), TUESDAY)
    neighbour = town.wang_fang().party
    assert neighbour is not None
    case = interested.tell(case=case, party=neighbour, interest="相邻采光", days=5, by=by, at=TUESDAY)
    notice = letters_of(case, "interested_party_notice")[0]
    assert (notice.addressee, notice.facts["answer_by"][:10]) == (neighbour, "2026-03-10")
    assert notice not in queries.letters_shown(case), "a letter to somebody else is not the applicant's"
    with pytest.raises(interested.AlreadyTold):
        interested.tell(case=case, party=neighbour, interest="相邻采光", days=5, by=by, at=TUESDAY)
    with pytest.raises(interested.AlreadyTold):
        interested.tell(case=case, party=case.applicant, interest="自己", days=5, by=by, at=TUESDAY)
    of = case.interested.get().pk
    case = interested.record_statement(case=case, of=of, place="中心", statements="不同意", by=by, at=TUESDAY)
    case = interested.record_statement(case=case, of=None, place="中心", statements="符合间距", by=by, at=TUESDAY)
    assert [one.addressee for one in letters_of(case, "statement_record")] == [neighbour, case.applicant]
    with pytest.raises(Invalid):
        interested.record_statement(case=case, of=of + 1, place="中心", statements="x", by=by, at=TUESDAY)
    case = told(case)
    assert {one.addressee for one in letters_of(case, "hearing_rights")} == {neighbour, case.applicant}


def test_a_clerk_does_none_of_it() -> None:
    offices.posting(town.chen_jie(), Duty.CLERK, department=offices.department())
    by = testing.officer(town.chen_jie(), TUESDAY)
    with pytest.raises(NoMandate):
        hearing.tell_rights(case=testing.examined(), matter="x", by=by, at=TUESDAY)


def test_the_five_days_run_whatever_else_goes_on_so_he_may_ask_or_waive_while_a_procedure_holds_the_clock() -> None:
    def held(code: str) -> Case:
        by = testing.officer(town.zhao_gang(), TUESDAY)
        case = told(testing.examined(testing.licence(code)))
        return procedures.begin(case=case, kind="testing", days=3, reason="需要检测", by=by, at=TUESDAY)

    case = hearing.ask(case=held("one-licence"), by=testing.applicant(FRIDAY), at=FRIDAY)
    assert (case.state, case.hearing.asked_at) == (State.SUSPENDED, FRIDAY)
    case = waiving.waive(case=held("another-licence"), by=testing.applicant(FRIDAY), at=FRIDAY)
    assert (case.state, case.hearing.waived_at) == (State.SUSPENDED, FRIDAY)
    on_paper = held("third-licence")
    by = testing.officer(town.zhao_gang(), FRIDAY)
    assert hearing.take_request(case=on_paper, side="applicant", by=by, at=FRIDAY).state == State.SUSPENDED


def test_what_was_asked_for_is_not_counted_from_the_request_on() -> None:
    """行政许可法第四十五条: the twenty days to organise it are time that the hearing needs."""
    by = testing.officer(town.zhao_gang(), testing.moment())
    case = hearing.tell_rights(case=testing.examined(), matter="相邻采光", by=by, at=testing.moment(hour=15))
    asked = testing.moment(day=1)
    case = hearing.ask(case=case, by=testing.applicant(asked), at=asked)
    called = testing.moment(day=3)
    by = testing.officer(town.zhao_gang(), called)
    case = hearing.call(
        case=case, held_at=testing.moment(day=16, hour=15), place="二楼", chair=town.wu_jun(), by=by, at=called
    )
    assert case.hearing.hold is not None
    assert case.hearing.hold.since == asked
