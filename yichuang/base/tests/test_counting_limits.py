"""Limits: the law by example, and the calculator against a recount day by day and minute by minute."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.base import notices
from yichuang.base.limits import Due, Limit, OfficeHours, Stop, Stopped, Unit, due, explain
from yichuang.base.testing import moment
from yichuang.base.working_days import OutsideCalendar, WorkingCalendar

CALENDAR = WorkingCalendar(fact for year in notices.read(notices.BUNDLED).values() for fact in year.facts)
HOURS = OfficeHours(((time(8, 30), time(12, 0)), (time(14, 0), time(17, 30))))


def ends(start: str, length: int, unit: Unit, *stops: Stop) -> str:
    return f"{due(moment(start), Limit(length, unit), CALENDAR, stops, HOURS).at:%Y-%m-%d %H:%M}"


def stop(since: str, until: str | None, reason: str = "听证") -> Stop:
    return Stop(moment(since), moment(until) if until else None, reason)


@pytest.mark.parametrize(
    ("start", "length", "unit", "expected"),
    [
        # The day of acceptance is not counted (民法典第二百零一条).
        ("2026-11-23 09:00", 1, Unit.working_days, "2026-11-24 17:30"),
        ("2026-11-20 16:00", 5, Unit.working_days, "2026-11-27 17:30"),
        # Acceptance at night or on a Sunday changes nothing about that.
        ("2026-11-22 23:30", 1, Unit.working_days, "2026-11-23 17:30"),
        # Over the national holiday with its makeup days: 9/28, 29, 30, 10/8, 9, 10(makeup).
        ("2026-09-27 10:00", 6, Unit.working_days, "2026-10-10 17:30"),
        ("2026-04-24 10:00", 20, Unit.working_days, "2026-05-26 17:30"),
        # Calendar days run through holidays; a last day off moves to the next working day (第二百零三条).
        ("2026-09-24 10:00", 10, Unit.calendar_days, "2026-10-08 17:30"),
        ("2026-11-16 10:00", 3, Unit.calendar_days, "2026-11-19 17:30"),
        ("2026-11-18 10:00", 3, Unit.calendar_days, "2026-11-23 17:30"),
        # Months end on the day of the same number, or the last of a shorter month (第二百零二条).
        ("2026-01-31 10:00", 1, Unit.months, "2026-02-28 17:30"),
        ("2025-11-30 10:00", 3, Unit.months, "2026-02-28 17:30"),
        ("2024-02-29 10:00", 1, Unit.years, "2025-02-28 17:30"),
        ("2026-06-23 10:00", 5, Unit.months, "2026-11-23 17:30"),
        # Hours and minutes begin at their moment and run while business is done.
        ("2026-11-23 11:30", 2, Unit.hours, "2026-11-23 15:30"),
        ("2026-11-23 17:00", 60, Unit.minutes, "2026-11-24 09:00"),
        ("2026-11-21 09:00", 1, Unit.hours, "2026-11-23 09:30"),
        ("2026-11-23 11:00", 60, Unit.minutes, "2026-11-23 12:00"),
        ("2026-11-27 16:30", 8, Unit.hours, "2026-11-30 17:30"),
        # At once means before business closes.
        ("2026-11-23 09:00", 0, Unit.instant, "2026-11-23 17:30"),
        ("2026-11-20 17:30", 0, Unit.instant, "2026-11-23 17:30"),
        ("2026-11-22 10:00", 0, Unit.instant, "2026-11-23 17:30"),
    ],
)
def test_the_law_by_example(start: str, length: int, unit: Unit, expected: str) -> None:
    assert ends(start, length, unit) == expected


@pytest.mark.parametrize(
    ("unit", "length", "stops", "expected"),
    [
        (Unit.working_days, 5, [("2026-11-24 10:00", "2026-11-26 09:00")], "2026-12-02 17:30"),
        # A stop begun on the last day keeps it from running out.
        (Unit.working_days, 1, [("2026-11-24 16:00", "2026-11-30 09:00")], "2026-11-30 17:30"),
        # A stop that ends on the day it began takes no day.
        (Unit.working_days, 5, [("2026-11-24 10:00", "2026-11-24 16:00")], "2026-11-30 17:30"),
        # Two that overlap are counted once.
        (
            Unit.working_days,
            5,
            [("2026-11-24 10:00", "2026-11-26 09:00"), ("2026-11-25 10:00", "2026-11-27 09:00")],
            "2026-12-03 17:30",
        ),
        (Unit.calendar_days, 10, [("2026-11-25 10:00", "2026-12-05 09:00")], "2026-12-14 17:30"),
        (Unit.calendar_days, 5, [("2026-11-30 10:00", "2026-12-03 09:00")], "2026-12-03 17:30"),
        (Unit.months, 1, [("2026-11-25 10:00", "2026-12-05 09:00")], "2027-01-04 17:30"),
        (Unit.hours, 2, [("2026-11-23 09:30", "2026-11-23 15:00")], "2026-11-23 16:30"),
        (Unit.instant, 0, [("2026-11-23 09:30", "2026-11-25 15:00")], "2026-11-25 17:30"),
        # What was stopped and over before it began is no matter.
        (Unit.working_days, 1, [("2026-11-02 09:30", "2026-11-20 15:00")], "2026-11-24 17:30"),
    ],
)
def test_stops_do_not_count(unit: Unit, length: int, stops: list[tuple[str, str]], expected: str) -> None:
    assert ends("2026-11-23 09:00", length, unit, *(stop(*one) for one in stops)) == expected


@pytest.mark.parametrize("unit", [unit for unit in Unit if unit is not Unit.instant])
def test_under_an_open_stop_nothing_runs_out(unit: Unit) -> None:
    with pytest.raises(Stopped, match="听证"):
        ends("2026-11-23 09:00", 40, unit, stop("2026-11-23 09:30", None))


@pytest.mark.parametrize(
    ("unit", "since"),
    [
        (Unit.working_days, "2026-11-25 09:00"),
        (Unit.calendar_days, "2026-11-25 09:00"),
        (Unit.minutes, "2026-11-23 10:00"),
        (Unit.instant, "2026-11-24 10:00"),
    ],
)
def test_a_stop_after_the_end_is_no_matter(unit: Unit, since: str) -> None:
    length = 0 if unit is Unit.instant else 1
    assert ends("2026-11-23 09:00", length, unit, stop(since, None)) == ends("2026-11-23 09:00", length, unit)


def test_a_limit_that_needs_an_unpublished_year_is_provisional() -> None:
    limit = Limit(20, Unit.working_days)
    assert not due(moment("2026-11-23 09:00"), limit, CALENDAR, (), HOURS).provisional
    assert due(moment("2026-12-23 09:00"), limit, CALENDAR, (), HOURS) == Due(moment("2027-01-21 17:30"), True)


def test_a_limit_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(OutsideCalendar):
        ends("2026-11-23 09:00", 200, Unit.years)


@pytest.mark.parametrize(("length", "unit"), [(0, Unit.working_days), (-1, Unit.hours)])
def test_a_limit_has_a_length(length: int, unit: Unit) -> None:
    with pytest.raises(ValueError):
        Limit(length, unit)


def test_office_hours_are_in_order() -> None:
    with pytest.raises(ValueError):
        OfficeHours(((time(14), time(17)), (time(8), time(12))))
    with pytest.raises(ValueError):
        OfficeHours(())


def test_a_stop_ends_after_it_begins() -> None:
    with pytest.raises(ValueError):
        stop("2026-11-23 09:00", "2026-11-22 09:00")


class TestExplain:
    def test_names_each_day_and_its_reason(self) -> None:
        lines = explain(
            moment("2026-09-18 09:00"),
            Limit(5, Unit.working_days),
            CALENDAR,
            [stop("2026-09-21 09:00", "2026-09-22 15:00", "特别程序（听证）")],
            HOURS,
        )
        assert [(f"{line.date:%m-%d}", line.number, line.reason) for line in lines] == [
            ("09-18", None, "起算日不计入"),
            ("09-19", None, "周六"),
            ("09-20", 1, "调休上班（国庆节，国务院办公厅关于2026年部分节假日安排的通知）"),
            ("09-21", None, "特别程序（听证），暂停计时"),
            ("09-22", 2, "周二"),
            ("09-23", 3, "周三"),
            ("09-24", 4, "周四"),
            ("09-25", None, "中秋节（国务院办公厅关于2026年部分节假日安排的通知）"),
            ("09-26", None, "中秋节（国务院办公厅关于2026年部分节假日安排的通知）"),
            ("09-27", None, "中秋节（国务院办公厅关于2026年部分节假日安排的通知）"),
            ("09-28", 5, "周一"),
        ]

    def test_tells_that_the_last_day_moved(self) -> None:
        lines = explain(moment("2026-11-18 10:00"), Limit(3, Unit.calendar_days), CALENDAR, (), HOURS)
        assert [(line.counted, line.reason) for line in lines[3:]] == [
            (True, "周六"),
            (False, "周日"),
            (False, "末日顺延至本日"),
        ]

    def test_ends_with_an_open_stop(self) -> None:
        lines = explain(
            moment("2026-11-20 10:00"), Limit(9, Unit.working_days), CALENDAR, [stop("2026-11-24 09:00", None)], HOURS
        )
        assert [line.counted for line in lines] == [False, False, False, True, False]

    def test_counts_minutes(self) -> None:
        lines = explain(moment("2026-11-20 17:00"), Limit(2, Unit.hours), CALENDAR, (), HOURS)
        assert [(line.number, line.reason) for line in lines] == [
            (30, "计 30 分钟"),
            (None, "周六"),
            (None, "周日"),
            (120, "计 90 分钟"),
        ]

    def test_tells_why_at_once_is_not_today(self) -> None:
        lines = explain(moment("2026-11-20 18:00"), Limit(0, Unit.instant), CALENDAR, (), HOURS)
        assert [line.reason for line in lines] == ["已过下班时间", "周六", "周日", "当日办结"]


# --- The recount ---------------------------------------------------------------------------------------------------

starts = st.integers(0, 1060 * 1440).map(lambda minutes: moment("2024-01-01 00:00") + timedelta(minutes=minutes))


@st.composite
def some_stops(draw: st.DrawFn, begin: datetime) -> list[Stop]:
    made = []
    for _ in range(draw(st.integers(0, 4))):
        since = begin + timedelta(minutes=draw(st.integers(-3 * 1440, 40 * 1440)))
        made.append(Stop(since, since + timedelta(minutes=draw(st.integers(0, 12 * 1440)))))
    return made


def stopped_on(day: date, stops: list[Stop]) -> bool:
    return any(one.since.date() <= day < one.until.date() for one in stops if one.until)


def recounted(start: datetime, limit: Limit, stops: list[Stop]) -> date:
    day, left = start.date(), limit.length
    if limit.unit in (Unit.months, Unit.years):
        months = start.month - 1 + limit.length * (12 if limit.unit is Unit.years else 1)
        year, month = start.year + months // 12, months % 12 + 1
        left = (date(year, month, min(start.day, monthrange(year, month)[1])) - day).days
    if limit.unit is Unit.instant:
        left = 0 if start.time() < HOURS.close else 1
    working_only = limit.unit is Unit.working_days
    while left:
        day += timedelta(days=1)
        stops_it = stopped_on(day, stops) and limit.unit is not Unit.instant
        if not stops_it and (CALENDAR.is_working_day(day) or not working_only):
            left -= 1
    while not CALENDAR.is_working_day(day) or stopped_on(day, stops):
        day += timedelta(days=1)
    return day


@given(st.data(), starts, st.sampled_from([u for u in Unit if u not in (Unit.hours, Unit.minutes)]))
@settings(max_examples=300)
def test_days_agree_with_a_recount(data: st.DataObject, start: datetime, unit: Unit) -> None:
    longest = {Unit.working_days: 60, Unit.calendar_days: 90, Unit.months: 6, Unit.years: 2}.get(unit, 0)
    limit = Limit(data.draw(st.integers(1, longest)) if longest else 0, unit)
    stops = data.draw(some_stops(start))
    found = due(start, limit, CALENDAR, stops, HOURS)
    assert found.at == datetime.combine(recounted(start, limit, stops), HOURS.close, found.at.tzinfo)
    lines = explain(start, limit, CALENDAR, stops, HOURS)
    assert lines[-1].date == found.at.date()
    assert [line.date for line in lines] == [start.date() + timedelta(days=n) for n in range(len(lines))]
    numbers = [line.number for line in lines if line.counted]
    assert numbers == list(range(1, len(numbers) + 1))


@given(st.data(), starts, st.sampled_from([Unit.hours, Unit.minutes]))
@settings(max_examples=60)
def test_minutes_agree_with_a_recount(data: st.DataObject, start: datetime, unit: Unit) -> None:
    limit = Limit(data.draw(st.integers(1, 24 if unit is Unit.hours else 600)), unit)
    stops = data.draw(some_stops(start))
    left, at = limit.length * (60 if unit is Unit.hours else 1), start
    while left:
        working = CALENDAR.is_working_day(at.date()) and any(a <= at.time() < b for a, b in HOURS.spans)
        if working and not any(one.since <= at < one.until for one in stops if one.until):
            left -= 1
        at += timedelta(minutes=1)
    assert due(start, limit, CALENDAR, stops, HOURS).at == at
    lines = explain(start, limit, CALENDAR, stops, HOURS)
    assert (lines[-1].date, lines[-1].number) == (at.date(), limit.length * (60 if unit is Unit.hours else 1))
