"""Days as a person counts them on a wall calendar: one after another, with a finger. Imports nothing of the program."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The State Council's notice: weekdays that are holidays, weekend days that are worked (放假办法, 2024-11-10)."""

    holidays: frozenset[date]
    worked: frozenset[date]
    closes: time

    def is_worked(self, day: date) -> bool:
        """A make-up day is worked and a holiday is not; otherwise Monday to Friday are."""
        if day in self.worked:
            return True
        return day not in self.holidays and day.weekday() < 5

    def end_of(self, day: date, like: datetime) -> datetime:
        """Business hours end the last day, not midnight (民法典 203)."""
        return datetime.combine(day, self.closes, tzinfo=like.tzinfo)


def last_day(calendar: Calendar, start: date, days: int, not_counted: Iterable[date] = ()) -> date:
    """The last day of a limit: the day it starts is not counted (民法典 201), nor is a day of rest (XKF 82)."""
    skipped = set(not_counted)
    day, left = start, days
    while left > 0:
        day += ONE_DAY
        if calendar.is_worked(day) and day not in skipped:
            left -= 1
    return day


def days_of_a_hold(start: date, end: date) -> list[date]:
    """The days that a special procedure took (XKF 45).

    Reading: the day on which it begins is one of them, for the department could no longer use it; the day on which it
    ends is not, for on it the clock goes on. One that ends on the day it began took none.
    """
    days, day = [], start
    while day < end:
        days.append(day)
        day += ONE_DAY
    return days
