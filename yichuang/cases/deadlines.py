"""The clocks of a case, computed and explained. Pure: no database, no clock on the wall.

The decision's clock starts at acceptance (行政许可法第四十二条); the day of acceptance is not counted
(民法典第二百零一条); days are working days where the limit says so (行政许可法第八十二条); special procedures do not
count (第四十五条).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from yichuang.base.limits import Due, Limit, OfficeHours, Stop, due
from yichuang.base.working_days import WorkingCalendar

FARTHEST: Final = timedelta(days=366)
"""No hearing or visit is arranged farther ahead, and nothing was recorded longer ago: it is a slip of the hand."""


@dataclass(frozen=True)
class Clocks:
    """When the decision is due by law and by promise. None where no limit is published."""

    statutory: Due | None
    promised: Due | None

    @property
    def next(self) -> Due | None:
        """The earlier of the two: what the staff must meet."""
        known = [d for d in (self.promised, self.statutory) if d is not None]
        return min(known, key=lambda d: d.at) if known else None


def clocks(
    *,
    statutory: Limit | None,
    promised: Limit | None,
    accepted_at: datetime,
    calendar: WorkingCalendar,
    hours: OfficeHours,
    stops: Sequence[Stop] = (),
) -> Clocks:
    """Both clocks of a case accepted at `accepted_at`, with the time of `stops` left out."""

    def run(limit: Limit | None) -> Due | None:
        return due(accepted_at, limit, calendar, stops, hours) if limit else None

    return Clocks(statutory=run(statutory), promised=run(promised))


def extended(statutory: Limit, by: Limit, *, total: bool) -> Limit | None:
    """The statutory limit with an extension (行政许可法第四十二条): `by` more, or `by` in all when it is the `total`.

    None when the two are counted in different units and cannot be added.
    """
    if total:
        return by
    return Limit(statutory.length + by.length, by.unit) if statutory.unit == by.unit else None


def warning_before(when: datetime, *, days: int, calendar: WorkingCalendar) -> datetime:
    """The same time of day, `days` working days before `when`."""
    day = calendar.add_working_days(when.date(), -days)
    return when.replace(year=day.year, month=day.month, day=day.day)
