"""When a limit runs out, and why then. Pure functions over a working calendar.

The law: the day something begins is not counted, a limit in hours begins at its moment (民法典第二百零一条); months and
years end on the day of the same number (第二百零二条); a last day that is a day off moves to the next working day, and
the day ends with business (第二百零三条); limits of the licensing law are working days (行政许可法第八十二条), special
procedures do not count (第四十五条).

A day does not count when a stop begins on it or lasts through it; the day a stop ends counts again.
"""

import enum
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.base.working_days import WorkingCalendar

ZONE = ZoneInfo("Asia/Shanghai")
"""Days are days in Beijing time (国务院: one official time for the whole country)."""


class Unit(enum.StrEnum):
    """What a limit is counted in."""

    working_days = "working_days"
    calendar_days = "calendar_days"
    hours = "hours"
    minutes = "minutes"
    months = "months"
    years = "years"
    instant = "instant"


@dataclass(frozen=True)
class Limit:
    """So many units; an instant one has no length and means: before business closes."""

    length: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.length < 0 or (self.length == 0 and self.unit != Unit.instant):
            raise ValueError(f"no limit: {self.length} {self.unit}")


@dataclass(frozen=True)
class Stop:
    """A time that does not count: from a moment until another, or until further notice. `reason` is for people."""

    since: datetime
    until: datetime | None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError("a stop ends after it begins")


@dataclass(frozen=True)
class OfficeHours:
    """When business is done on a working day: spans in order, not overlapping, in Beijing time."""

    spans: tuple[tuple[time, time], ...]

    def __post_init__(self) -> None:
        flat = [moment for span in self.spans for moment in span]
        if not flat or any(a >= b for a, b in pairwise(flat)):
            raise ValueError("office hours are spans of time in order")

    @property
    def close(self) -> time:
        return self.spans[-1][1]


@dataclass(frozen=True)
class Due:
    """The moment a limit runs out. Provisional when it depends on a year whose days off are not published."""

    at: datetime
    provisional: bool


@dataclass(frozen=True)
class DayCount:
    """One line of an explanation. `number` counts the days that count, from 1."""

    date: date
    counted: bool
    number: int | None
    reason: str


class Stopped(Refused):
    """A limit under an open stop does not run out; there is no due date until the stop ends."""

    code = "limit_stopped"


StoppedDays = tuple[date, date | None, str]
"""A stop in whole days: the first that does not count, the first that counts again, the reason."""


def due(
    start: datetime, limit: Limit, calendar: WorkingCalendar, stops: Sequence[Stop], office_hours: OfficeHours
) -> Due:
    """When `limit`, begun at `start`, runs out. Time in `stops` does not count.

    Raises Stopped when a stop without end keeps the limit from running out, OutsideCalendar when the date is too far
    away.
    """
    begun = start.astimezone(ZONE)
    if limit.unit in (Unit.hours, Unit.minutes):
        at = _due_in_hours(begun, length_in_time(limit), calendar, stops, office_hours)
    else:
        at = datetime.combine(_due_day(begun, limit, calendar, stops, office_hours), office_hours.close, ZONE)
    years = range(begun.year, at.year + 1)
    return Due(at, any(calendar.is_provisional(date(year, 1, 1)) for year in years))


def _due_day(
    begun: datetime, limit: Limit, calendar: WorkingCalendar, stops: Sequence[Stop], office_hours: OfficeHours
) -> date:
    stopped = whole_days(stops)
    if limit.unit == Unit.instant:
        return _settled(_first_day(begun, office_hours), calendar, stopped)
    if limit.unit == Unit.working_days:
        return _counted(begun.date(), limit.length, stopped, calendar.working_days_between, calendar.add_working_days)
    length = length_in_days(begun.date(), limit)
    last = _counted(begun.date(), length, stopped, lambda a, b: (b - a).days, lambda a, n: a + timedelta(days=n))
    return _settled(last, calendar, stopped)


def _counted(
    after: date,
    length: int,
    stopped: Sequence[StoppedDays],
    between: Callable[[date, date], int],
    add: Callable[[date, int], date],
) -> date:
    """The `length`-th day after `after` that no stop covers; the work grows with the stops, not with the days."""
    for first, again, reason in stopped:
        free = between(after, max(after, first - timedelta(days=1)))
        if free >= length:
            break
        length -= free
        if again is None:
            raise _stopped(reason)
        after = max(after, again - timedelta(days=1))
    return add(after, length)


def _settled(day: date, calendar: WorkingCalendar, stopped: Sequence[StoppedDays]) -> date:
    """`day`, or the next working day that no stop covers."""
    day = calendar.next_working_day(day)
    for first, again, reason in stopped:
        if first <= day and again is None:
            raise _stopped(reason)
        if again is not None and first <= day < again:
            day = calendar.next_working_day(again)
    return day


def _first_day(begun: datetime, office_hours: OfficeHours) -> date:
    """The day on which something to be done at once is done: today until business closes, else tomorrow."""
    return begun.date() if begun.time() < office_hours.close else begun.date() + timedelta(days=1)


def length_in_days(begun: date, limit: Limit) -> int:
    """Months and years as days: up to the day of the same number, or the last day of a shorter month."""
    if limit.unit == Unit.calendar_days:
        return limit.length
    months = limit.length * (12 if limit.unit == Unit.years else 1)
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    month += 1
    return (date(year, month, min(begun.day, monthrange(year, month)[1])) - begun).days


def length_in_time(limit: Limit) -> timedelta:
    return timedelta(hours=limit.length) if limit.unit == Unit.hours else timedelta(minutes=limit.length)


def _due_in_hours(
    begun: datetime, left: timedelta, calendar: WorkingCalendar, stops: Sequence[Stop], office_hours: OfficeHours
) -> datetime:
    for since, until in open_time(begun, calendar, stops, office_hours):
        if until - since >= left:
            return since + left
        left -= until - since
    raise _stopped(next(stop.reason for stop in stops if stop.until is None))


def open_time(
    begun: datetime, calendar: WorkingCalendar, stops: Sequence[Stop], office_hours: OfficeHours
) -> Iterator[tuple[datetime, datetime]]:
    """The spans of business from `begun` on that no stop covers, in order; they end only with a stop without end."""
    day = begun.date()
    while True:
        day = calendar.next_working_day(day)
        for opens, closes in office_hours.spans:
            since = max(datetime.combine(day, opens, ZONE), begun)
            yield from _without(since, datetime.combine(day, closes, ZONE), stops)
        if any(stop.until is None and stop.since.astimezone(ZONE).date() <= day for stop in stops):
            return
        day += timedelta(days=1)


def _without(since: datetime, until: datetime, stops: Sequence[Stop]) -> Iterator[tuple[datetime, datetime]]:
    """The parts of one span that no stop covers."""
    for stop in sorted(stops, key=lambda stop: stop.since):
        stop_since = stop.since.astimezone(ZONE)
        if since < until and stop_since < until:
            if since < stop_since:
                yield since, stop_since
            since = until if stop.until is None else max(since, stop.until.astimezone(ZONE))
    if since < until:
        yield since, until


def whole_days(stops: Sequence[Stop]) -> list[StoppedDays]:
    """The stops in whole days, in order: each covers the day it begins and the days it lasts through."""
    days = []
    for stop in stops:
        first = stop.since.astimezone(ZONE).date()
        again = stop.until.astimezone(ZONE).date() if stop.until else None
        if again is None or first < again:
            days.append((first, again, stop.reason))
    return sorted(days, key=lambda stop: stop[0])


def _stopped(reason: str) -> Stopped:
    return Stopped(_("期限正在暂停（%(reason)s），暂停结束后才能算出截止时间。") % {"reason": reason or _("特别程序")})
