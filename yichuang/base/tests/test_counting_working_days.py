"""Working days: the index against counting on one's fingers, and the notices against known dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.base import notices
from yichuang.base.working_days import HOLIDAY, MAKEUP, PROVISIONAL, DayFact, OutsideCalendar, WorkingCalendar

FACTS = [fact for year in notices.read(notices.BUNDLED).values() for fact in year.facts]
CALENDAR = WorkingCalendar(FACTS)

days = st.dates(date(2023, 6, 1), date(2028, 6, 1))


def works(day: date) -> bool:
    known = {fact.date: fact.kind for fact in FACTS}
    return known.get(day, "makeup" if day.weekday() < 5 else "holiday") == "makeup"


def walk(day: date, number: int) -> date:
    step = timedelta(days=1 if number > 0 else -1)
    while number:
        day += step
        number -= (1 if number > 0 else -1) * works(day)
    return day


@given(days)
def test_a_day_works_when_the_notice_says_so(day: date) -> None:
    assert CALENDAR.is_working_day(day) == works(day)
    assert CALENDAR.explain(day).working == works(day)


@given(days, st.integers(-300, 300))
def test_adding_days_is_walking(day: date, number: int) -> None:
    assert CALENDAR.add_working_days(day, number) == walk(day, number)


@given(days, days)
def test_days_between_are_those_one_meets(a: date, b: date) -> None:
    met = sum(works(a + timedelta(days=n)) for n in range(1, (b - a).days + 1))
    if a <= b:
        assert CALENDAR.working_days_between(a, b) == met
        assert CALENDAR.working_days_between(b, a) == -met


@given(days, st.integers(1, 300))
def test_between_undoes_adding(day: date, number: int) -> None:
    assert CALENDAR.working_days_between(day, CALENDAR.add_working_days(day, number)) == number


@given(days)
def test_the_next_working_day_is_today_or_the_first_after(day: date) -> None:
    expected = day if works(day) else walk(day, 1)
    assert CALENDAR.next_working_day(day) == expected


def test_over_the_national_holiday_of_2026() -> None:
    assert CALENDAR.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert CALENDAR.add_working_days(date(2026, 10, 9), 1) == date(2026, 10, 10)
    assert CALENDAR.is_working_day(date(2026, 9, 20))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2024-10-01", "国庆节（国办发明电〔2023〕7号）"),
        ("2024-10-12", "调休上班（国庆节，国办发明电〔2023〕7号）"),
        ("2026-11-28", "周六"),
        ("2026-11-27", "周五"),
        ("2027-02-06", "春节（全国年节及纪念日放假办法第二条）（当年放假安排未公布，暂定）"),
        ("2029-03-05", "周一（当年放假安排未公布，暂定）"),
    ],
)
def test_each_day_has_a_reason(day: str, reason: str) -> None:
    assert CALENDAR.explain(date.fromisoformat(day)).reason == reason


def test_years_without_a_notice_are_provisional() -> None:
    assert CALENDAR.official_until == date(2026, 12, 31)
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    assert CALENDAR.is_provisional(date(2027, 1, 1))
    assert CALENDAR.is_provisional(date(2003, 1, 1))


def test_a_calendar_without_facts_knows_weekends_only() -> None:
    empty = WorkingCalendar([])
    assert empty.add_working_days(date(2010, 1, 1), 1) == date(2010, 1, 4)
    assert empty.official_until < empty.first
    assert empty.is_provisional(date(2010, 1, 1))


def test_a_later_fact_lies_over_an_earlier_one() -> None:
    day = date(2026, 11, 28)
    lying = WorkingCalendar([DayFact(day, MAKEUP, "a"), DayFact(day, HOLIDAY, "b", "c", PROVISIONAL)])
    assert not lying.is_working_day(day)


def test_dates_too_far_away_are_refused() -> None:
    for wrong in (
        lambda: CALENDAR.add_working_days(date(2026, 1, 1), 10**6),
        lambda: CALENDAR.add_working_days(date(2026, 1, 1), -(10**6)),
        lambda: CALENDAR.is_working_day(date(1800, 1, 1)),
        lambda: CALENDAR.next_working_day(date(2800, 1, 1)),
        lambda: CALENDAR.next_working_day(date(1800, 1, 1)),
        lambda: CALENDAR.add_working_days(date(1800, 1, 1), 0),
    ):
        with pytest.raises(OutsideCalendar, match="工作日历"):
            wrong()
