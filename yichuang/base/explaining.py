"""A limit told day by day, so that anyone can check it against a wall calendar.

It counts on its own, one day after another, and a test holds it against `counting.due`.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yichuang.base.counting import (
    ZONE,
    DayCount,
    Limit,
    OfficeHours,
    Stop,
    StoppedDays,
    Unit,
    length_in_days,
    length_in_time,
    open_time,
    whole_days,
)
from yichuang.base.working_days import WorkingCalendar


def explain(
    start: datetime, limit: Limit, calendar: WorkingCalendar, stops: Sequence[Stop], office_hours: OfficeHours
) -> list[DayCount]:
    """Every day from `start` to the day the limit runs out, with the reason why it counts or not.

    Under an open stop the list ends with the first day of that stop. For limits in hours and minutes `number` is the
    minutes counted up to the end of the day. Raises OutsideCalendar.
    """
    begun = start.astimezone(ZONE)
    if limit.unit in (Unit.hours, Unit.minutes):
        return _explained_hours(begun, limit, calendar, stops, office_hours)
    if limit.unit == Unit.instant:
        return _explained_instant(begun, calendar, stops, office_hours)
    lines = [DayCount(begun.date(), False, None, _("起算日不计入"))]
    working_only = limit.unit == Unit.working_days
    length = limit.length if working_only else length_in_days(begun.date(), limit)
    stopped = whole_days(stops)
    number = 0
    while True:
        day = lines[-1].date + timedelta(days=1)
        known = calendar.explain(day)
        stop = _stop_on(day, stopped)
        if stop is not None:
            lines.append(DayCount(day, False, None, _stop_reason(stop)))
            if stop[1] is None:
                return lines
        elif number == length:
            reason = _("末日顺延至本日") if known.working else known.reason
            lines.append(DayCount(day, False, None, reason))
            if known.working:
                return lines
        elif working_only and not known.working:
            lines.append(DayCount(day, False, None, known.reason))
        else:
            number += 1
            lines.append(DayCount(day, True, number, known.reason))
            if number == length and known.working:
                return lines


def _stop_on(day: date, stopped: Sequence[StoppedDays]) -> StoppedDays | None:
    return next((stop for stop in stopped if stop[0] <= day and (stop[1] is None or day < stop[1])), None)


def _stop_reason(stop: StoppedDays) -> str:
    return _("%(reason)s，暂停计时") % {"reason": stop[2] or _("特别程序")}


def _explained_instant(
    begun: datetime, calendar: WorkingCalendar, stops: Sequence[Stop], office_hours: OfficeHours
) -> list[DayCount]:
    stopped = whole_days(stops)
    lines: list[DayCount] = []
    day = begun.date()
    while True:
        known, stop = calendar.explain(day), _stop_on(day, stopped)
        if stop is not None:
            lines.append(DayCount(day, False, None, _stop_reason(stop)))
            if stop[1] is None:
                return lines
        elif not known.working:
            lines.append(DayCount(day, False, None, known.reason))
        elif not lines and begun.time() >= office_hours.close:
            lines.append(DayCount(day, False, None, _("已过下班时间")))
        else:
            return [*lines, DayCount(day, True, 1, _("当日办结"))]
        day += timedelta(days=1)


def _explained_hours(
    begun: datetime, limit: Limit, calendar: WorkingCalendar, stops: Sequence[Stop], office_hours: OfficeHours
) -> list[DayCount]:
    left, total = length_in_time(limit), timedelta()
    per_day: dict[date, timedelta] = {}
    for since, until in open_time(begun, calendar, stops, office_hours):
        used = min(until - since, left - total)
        per_day[since.date()] = per_day.get(since.date(), timedelta()) + used
        total += used
        if total == left:
            break
    lines, total = [], timedelta()
    last = max(per_day, default=begun.date())
    for day in (begun.date() + timedelta(days=n) for n in range((last - begun.date()).days + 1)):
        known, used = calendar.explain(day), per_day.get(day, timedelta())
        if used:
            total += used
            reason = _("计 %(minutes)d 分钟") % {"minutes": used // timedelta(minutes=1)}
            lines.append(DayCount(day, True, total // timedelta(minutes=1), reason))
        else:
            lines.append(DayCount(day, False, None, _("办公时间外或暂停计时") if known.working else known.reason))
    return lines


def length_words(length: int, unit: str) -> str:
    """So many of a unit in words."""
    if unit == Unit.instant:
        return _("当场办结")
    if unit == Unit.working_days and length == 0:
        return _("当日办结")
    forms = {
        Unit.working_days: ngettext("%(n)d 个工作日", "%(n)d 个工作日", length),
        Unit.calendar_days: ngettext("%(n)d 日", "%(n)d 日", length),
        Unit.hours: ngettext("%(n)d 小时", "%(n)d 小时", length),
        Unit.minutes: ngettext("%(n)d 分钟", "%(n)d 分钟", length),
        Unit.months: ngettext("%(n)d 个月", "%(n)d 个月", length),
        Unit.years: ngettext("%(n)d 年", "%(n)d 年", length),
    }
    return forms[Unit(unit)] % {"n": length}
