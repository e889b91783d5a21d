"""Whether the hall is open, and until when: lunch, evenings, weekends and make-up days."""

from datetime import date, datetime, time

import pytest

from yichuang.base.counting import ZONE, OfficeHours
from yichuang.base.working_days import HOLIDAY, MAKEUP, DayFact, WorkingCalendar
from yichuang.offices.opening import opening

HOURS = OfficeHours(((time(8, 30), time(12)), (time(14), time(17, 30))))
CALENDAR = WorkingCalendar(
    [DayFact(date(2026, 10, 1), HOLIDAY, "国庆节"), DayFact(date(2026, 10, 10), MAKEUP, "国庆节")]
)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "now", "since", "until"),
    [
        (at(11, 23, 10, 40), True, at(11, 23, 10, 40), at(11, 23, 12)),
        (at(11, 23, 8, 30), True, at(11, 23, 8, 30), at(11, 23, 12)),
        (at(11, 23, 12, 0), False, at(11, 23, 14), at(11, 23, 17, 30)),
        (at(11, 23, 6), False, at(11, 23, 8, 30), at(11, 23, 12)),
        (at(11, 27, 17, 30), False, at(11, 30, 8, 30), at(11, 30, 12)),
        (at(10, 1, 9), False, at(10, 2, 8, 30), at(10, 2, 12)),
        (at(10, 10, 9), True, at(10, 10, 9), at(10, 10, 12)),
    ],
    ids=["morning", "the very minute", "lunch", "too early", "Friday evening", "holiday", "make-up Saturday"],
)
def test_the_hall_is_open_or_opens_next(moment: datetime, now: bool, since: datetime, until: datetime) -> None:
    found = opening(moment, calendar=CALENDAR, hours=HOURS)

    assert (found.now, found.since, found.until) == (now, since, until)
