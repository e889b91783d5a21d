"""Special procedures: the clock stands still between their start and their end, and at no other time."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from yichuang.base.refusal import Invalid
from yichuang.cases import applying, queries, reckoning, testing
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, Hold, Procedure, Rule, State
from yichuang.cases.pausing import listing, procedures
from yichuang.cases.standing import OwnCase
from yichuang.catalogue.content import SpecialProcedure, TimeLimit
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Account

TUESDAY = testing.moment(day=1)


def begin(case: Case, *, at: datetime = TUESDAY, by: Account | None = None, **said: Any) -> Case:
    told: dict[str, Any] = {"kind": "expert_review", "days": 3, "reason": "工艺复杂，需要专家意见"} | said
    return procedures.begin(case=case, by=testing.officer(by or town.zhao_gang(), at), at=at, **told)


def end(case: Case, hold: Hold, *, at: datetime) -> Case:
    by = testing.officer(town.zhao_gang(), at)
    return procedures.end(case=case, hold=hold.pk, result="专家组认为符合条件", by=by, at=at)


def day(when: datetime | None) -> date | None:
    return timezone.localdate(when) if when else None


def test_the_clock_stops_and_the_applicant_is_told_in_writing_how_long() -> None:
    case = begin(testing.examined())
    assert (case.state, case.statutory_due_at, case.promised_due_at) == (State.SUSPENDED, None, None)
    assert day(case.due_at) == date(2026, 3, 6)
    letter = Letter.objects.get(subject_id=case.number, kind="special_procedure_notice")
    assert (letter.facts["procedure"], letter.facts["time_needed"]) == ("专家评审", "3个工作日")
    assert letter.facts["legal_basis"] == ["《行政许可法》第四十五条"]


def test_after_the_end_both_dates_are_later_by_the_days_that_did_not_count() -> None:
    case = testing.examined()
    before = (day(case.promised_due_at), day(case.statutory_due_at))
    assert before == (date(2026, 3, 9), date(2026, 3, 30))
    case = begin(case)
    case = end(case, Hold.objects.get(case=case), at=testing.moment(day=4))
    assert case.state == State.EXAMINING
    # Tuesday, Wednesday and Thursday do not count; Friday, on which it ended, does.
    assert (day(case.promised_due_at), day(case.statutory_due_at)) == (date(2026, 3, 12), date(2026, 4, 2))
    assert case.due_at == case.promised_due_at
    assert day(case.warn_at) == date(2026, 3, 11)
    days = next(one.days for one in reckoning.of(case) if one.key == "promised")
    assert [one.reason for one in days if one.date == date(2026, 3, 4)] == [
        "专家评审（《行政许可法》第四十五条），暂停计时"
    ]


def test_the_pause_is_in_the_history_with_the_dates_that_it_moved() -> None:
    case = begin(testing.examined())
    entry = queries.history(case).filter(act="case.suspend").get()
    assert entry.detail["procedure"] == Procedure.EXPERT_REVIEW
    assert entry.detail["moved"]["statutory_due_at"][0].startswith("2026-03-30")
    assert entry.detail["moved"]["statutory_due_at"][1] == ""


def test_the_clock_stands_still_while_any_of_several_runs() -> None:
    case = begin(begin(testing.examined()), kind="testing", days=2, reason="抽样检测")
    first, second = Hold.objects.filter(case=case).order_by("id")
    case = end(case, first, at=testing.moment(day=2))
    assert (case.state, case.statutory_due_at) == (State.SUSPENDED, None)
    case = end(case, second, at=testing.moment(day=3))
    assert (case.state, day(case.promised_due_at)) == (State.EXAMINING, date(2026, 3, 11))


def test_the_same_procedure_does_not_run_twice_at_once() -> None:
    case = begin(testing.examined())
    with pytest.raises(procedures.AlreadyHeld, match="专家评审"):
        begin(case)


@pytest.mark.parametrize("kind", ["site_inspection", "technical_review"])
def test_inspection_and_technical_review_do_not_stop_the_clock(kind: str) -> None:
    with pytest.raises(procedures.NotASpecialProcedure, match="第三十七条"):
        begin(testing.examined(), kind=kind)


def test_a_dated_local_rule_lets_an_inspection_stop_the_clock_for_so_long_at_most() -> None:
    case = testing.examined()
    Rule.objects.create(
        centre=case.centre,
        kind=Rule.Kind.SITE_INSPECTION,
        length=5,
        unit="working_days",
        basis="《小城县政务服务规定》第八条",
        since=testing.MONDAY,
    )
    with pytest.raises(Invalid, match="1 到 5"):
        begin(case, kind="site_inspection", days=6)
    assert begin(case, kind="site_inspection", days=5).state == State.SUSPENDED
    assert Hold.objects.get(case=case).basis == "《小城县政务服务规定》第八条"


@pytest.mark.parametrize("kind", ["coffee", "hearing", "of_the_item:不存在", ""])
def test_nothing_else_stops_the_clock(kind: str) -> None:
    with pytest.raises(procedures.NotASpecialProcedure):
        begin(testing.examined(), kind=kind)


def test_the_item_names_its_own_procedures_and_their_longest_time() -> None:
    named = (
        SpecialProcedure(name="机构评审", limit=TimeLimit(length=15, unit="working_days"), basis="《某条例》第三条"),
        SpecialProcedure(name="现场踏勘"),
        SpecialProcedure(name="计入时限的公示", counted=True),
        SpecialProcedure(name="组织专家评审"),
    )
    case = testing.examined(testing.licence(special_procedures=named))
    kinds = procedures.kinds_for(case, at=TUESDAY)
    assert list(kinds)[:2] == ["of_the_item:机构评审", "expert_review:组织专家评审"]
    assert "expert_review" not in kinds
    assert not any("踏勘" in key or "公示" in key for key in kinds)
    with pytest.raises(Invalid, match="1 到 15"):
        begin(case, kind="of_the_item:机构评审", days=16)
    assert begin(case, kind="of_the_item:机构评审", days=15).state == State.SUSPENDED


@pytest.mark.parametrize(
    ("field", "said"), [("reason", {"reason": " "}), ("days", {"days": 0}), ("days", {"days": 251})]
)
def test_it_says_why_and_how_long(field: str, said: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        begin(testing.examined(), **said)
    assert refused.value.field == field


def test_only_an_examiner_and_nobody_in_his_own_case() -> None:
    case = testing.examined()
    with pytest.raises(NoMandate):
        begin(case, by=town.liu_mei())
    town.zhao_gang().__class__.objects.filter(pk=town.zhao_gang().pk).update(party=case.applicant)
    with pytest.raises(OwnCase):
        begin(case)


def test_it_begins_while_the_case_is_examined_and_at_no_other_time() -> None:
    with pytest.raises(WrongState):
        begin(testing.accepted())


def test_a_result_that_is_not_written_down_ends_nothing() -> None:
    case = begin(testing.examined())
    by = testing.officer(town.zhao_gang(), TUESDAY)
    with pytest.raises(Invalid, match="结果"):
        procedures.end(case=case, hold=Hold.objects.get(case=case).pk, result="", by=by, at=TUESDAY)
    with pytest.raises(Invalid, match="选择"):
        procedures.end(case=case, hold=0, result="合格", by=by, at=TUESDAY)


def test_what_the_applicant_withdraws_is_held_no_longer() -> None:
    case = begin(testing.examined())
    at = testing.moment(day=2)
    case = applying.withdraw(case=case, by=testing.applicant(at), at=at)
    hold = Hold.objects.get(case=case)
    assert (case.state, hold.until) == (State.WITHDRAWN, at)
    with pytest.raises(WrongState):
        end(case, hold, at=at)


def test_a_hold_without_its_end_in_sight_cannot_be_kept() -> None:
    case = testing.examined()
    with pytest.raises(IntegrityError):
        Hold.objects.create(case=case, kind="special_procedure", basis="x", stops_clock=True, since=TUESDAY)


def test_a_pause_over_a_holiday_leaves_only_working_days_out() -> None:
    offices.centre()
    case = begin(testing.examined(), days=8)
    case = end(case, Hold.objects.get(case=case), at=testing.moment(day=14))
    assert timezone.localdate(case.promised_due_at) == date(2026, 3, 20)
    assert case.promised_due_at is not None
    assert case.promised_due_at - testing.moment(day=14) < timedelta(days=5)


def test_supervision_sees_every_pause_and_which_runs_longer_than_was_told() -> None:
    case = begin(begin(testing.examined()), kind="testing", days=20, reason="抽样检测")
    first, second = Hold.objects.filter(case=case).order_by("id")
    at = testing.moment(day=9)
    supervisor = testing.officer(town.he_jian(), at)
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    assert list(listing.pauses(supervisor, at=at)) == [first, second]
    assert list(listing.pauses(supervisor, at=at, which="overdue")) == [first]
    end(case, first, at=at)
    assert list(listing.pauses(supervisor, at=at, which="ended")) == [first]
    assert list(listing.pauses(testing.officer(town.system_admin(), at), at=at)) == []
