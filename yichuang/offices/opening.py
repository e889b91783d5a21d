"""Whether the hall is open at a moment. Pure: the calendar and the hours of business are given."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.base.counting import ZONE, OfficeHours, open_time
from yichuang.base.working_days import WorkingCalendar


@dataclass(frozen=True)
class Opening:
    """One span of business: it runs now, or it is the next one."""

    now: bool
    since: datetime
    until: datetime


def opening(at: datetime, *, calendar: WorkingCalendar, hours: OfficeHours) -> Opening:
    """The span of business that `at` lies in, or the next one. Raises OutsideCalendar."""
    moment = at.astimezone(ZONE)
    since, until = next(open_time(moment, calendar, (), hours))
    return Opening(now=since == moment, since=since, until=until)
