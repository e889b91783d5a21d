"""Every date explains itself, and the account agrees with the date."""

from datetime import date, datetime, time, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.base import calendar as calendars
from yichuang.base.counting import ZONE
from yichuang.base.limits import Limit, OfficeHours, Stop, Unit
from yichuang.base.working_days import HOLIDAY, MAKEUP, DayFact, WorkingCalendar
from yichuang.cases import correcting, deadlines, queries, reckoning, recounting, testing
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case
from yichuang.cases.pausing import extending, procedures
from yichuang.people import actors
from yichuang.people import testing as town

LATER = testing.moment(day=1)


def keyed(case: Case) -> dict[str, reckoning.Reckoning]:
    return {one.key: one for one in reckoning.of(case)}


def held(case: Case) -> Case:
    by = testing.officer(town.zhao_gang(), LATER)
    return procedures.begin(case=case, kind="appraisal", days=3, reason="鉴定", by=by, at=LATER)


def test_each_account_ends_on_the_date_that_the_case_holds() -> None:
    case = testing.examined()
    found = keyed(case)
    assert (found["statutory"].due, found["promised"].due) == (case.statutory_due_at, case.promised_due_at)
    assert (found["statutory"].counted, found["promised"].counted) == (20, 5)
    assert found["statutory"].start == case.accepted_at
    assert "优化营商环境条例" in found["promised"].note


def test_every_date_of_the_way_has_its_account() -> None:
    assert list(keyed(testing.submitted())) == ["review"]
    case = testing.submitted(testing.licence())
    clerk = testing.officer(town.liu_mei(), LATER)
    case = correcting.ask_correction(
        case=case, defects=[Defect(reason="没有签字", material_key="application")], by=clerk, at=LATER
    )
    assert keyed(case)["correction-1"].due == case.due_at
    completed = testing.completed(testing.licence("other"))
    assert keyed(completed)["delivery"].due == completed.due_at


def test_under_an_open_procedure_the_clocks_say_that_they_stand_still() -> None:
    case = held(testing.examined())
    found = keyed(case)
    hold = case.holds.get()
    assert (found["statutory"].due, found["promised"].due) == (None, None)
    assert "鉴定" in found["statutory"].note
    assert found[f"hold-{hold.pk}"].due == hold.expected_until


def test_an_extension_is_told_in_the_account() -> None:
    at = testing.moment(day=2)
    case = extending.ask(case=testing.examined(), reason="复杂", by=testing.officer(town.zhao_gang(), LATER), at=LATER)
    case = extending.grant(case=case, by=testing.officer(town.wu_jun(), at), at=at)
    account = keyed(case)["statutory"]
    assert (account.counted, account.due) == (30, case.statutory_due_at)
    assert "延长" in account.note


def holidays(*days: date) -> None:
    facts = [DayFact(day, HOLIDAY, "地方放假", "小政发〔2026〕1号") for day in days]
    calendars.replace(facts, since=days[0], until=days[-1], region="410522", at=LATER)


def test_a_new_holiday_moves_the_open_cases_and_each_says_so_once() -> None:
    case, closed = testing.examined(), testing.decided(testing.licence("other"))
    before = case.promised_due_at
    holidays(date(2026, 3, 5), date(2026, 3, 6))
    report = recounting.recount_all(centre=case.centre, by=actors.SYSTEM, at=LATER)
    assert (report.seen, report.moved) == (1, 1)
    case.refresh_from_db()
    assert timezone.localdate(before) == date(2026, 3, 9)
    assert timezone.localdate(case.promised_due_at) == date(2026, 3, 11)
    entry = queries.history(case).get(act="case.recounted")
    assert [day[:10] for day in entry.detail["moved"]["promised_due_at"]] == ["2026-03-09", "2026-03-11"]
    assert recounting.recount_all(centre=case.centre, by=actors.SYSTEM, at=LATER).moved == 0
    assert Case.objects.get(pk=closed.pk).promised_due_at == closed.promised_due_at
    found = reckoning.of(case)
    assert any(one.reason.startswith("地方放假（小政发〔2026〕1号）") for one in keyed(case)["promised"].days)
    assert reckoning.sources(found, case) == ["小政发〔2026〕1号"]


def test_what_an_open_procedure_was_told_to_take_is_not_moved() -> None:
    case = held(testing.examined())
    before = case.due_at
    holidays(date(2026, 3, 4), date(2026, 3, 5))
    assert recounting.recount_all(centre=case.centre, by=actors.SYSTEM, at=LATER).moved == 0
    case.refresh_from_db()
    assert case.due_at == before


HOURS = OfficeHours(((time(9), time(12)), (time(13), time(17))))
FIRST = date(2026, 3, 2)
DAYS = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
MOMENTS = st.tuples(DAYS, st.integers(0, 23)).map(lambda two: datetime.combine(two[0], time(two[1]), ZONE))


@given(
    length=st.integers(1, 45),
    unit=st.sampled_from([Unit.working_days, Unit.calendar_days]),
    start=MOMENTS,
    stops=st.lists(st.tuples(MOMENTS, MOMENTS).map(sorted), max_size=4),
    off=st.sets(DAYS, max_size=12),
    made_up=st.sets(DAYS, max_size=6),
)
@settings(max_examples=300, deadline=None)
def test_the_due_date_is_that_of_a_naive_recount_day_by_day(
    length: int, unit: Unit, start: datetime, stops: list[list[datetime]], off: set[date], made_up: set[date]
) -> None:
    facts = {day: DayFact(day, HOLIDAY, "假", "x") for day in off} | {
        day: DayFact(day, MAKEUP, "班", "x") for day in made_up
    }
    held = [Stop(since, until) for since, until in stops]
    both = deadlines.clocks(
        statutory=Limit(length, unit),
        promised=None,
        accepted_at=start,
        calendar=WorkingCalendar(facts.values()),
        hours=HOURS,
        stops=held,
    )
    assert both.statutory is not None
    assert both.statutory.at == datetime.combine(naive(length, unit, start, held, facts), time(17), ZONE)


def naive(length: int, unit: Unit, start: datetime, stops: list[Stop], facts: dict[date, DayFact]) -> date:
    """One day after another on a wall calendar, with a pencil."""

    def works(day: date) -> bool:
        return facts[day].kind == MAKEUP if day in facts else day.weekday() < 5

    def stopped(day: date) -> bool:
        return any(one.until and one.since.date() <= day < one.until.date() for one in stops)

    day, count = start.date(), 0
    while True:
        day += timedelta(days=1)
        if stopped(day):
            continue
        if count < length and (unit == Unit.calendar_days or works(day)):
            count += 1
        if count == length and works(day):
            return day


def test_the_account_costs_the_same_however_often_a_case_was_paused() -> None:
    case = testing.examined()
    costs = []
    for turn in range(3):
        if turn:
            by = testing.officer(town.zhao_gang(), LATER)
            case = procedures.begin(case=case, kind="appraisal", days=3, reason="鉴定", by=by, at=LATER)
            case = procedures.end(case=case, hold=case.holds.latest("id").pk, result="合格", by=by, at=LATER)
        fresh = queries.with_context().get(pk=case.pk)
        with CaptureQueriesContext(connection) as asked:
            reckoning.of(fresh)
        costs.append(len(asked))
    assert len(set(costs[1:])) == 1, costs
    assert costs[0] <= costs[1] <= costs[0] + 1
