"""Dates as people read them: `11月30日 周一（还有 5 个工作日）`, never a bare timestamp."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yichuang.base.calendar import WorkingCalendar

Tone = Literal["", "near", "overdue"]
NEAR_WORKING_DAYS = 1


def day_text(day: date, *, today: date) -> str:
    """`11月30日 周一`; with the year when it is another one."""
    weekday = _weekdays()[day.weekday()]
    parts = {
        "year": day.year,
        "month": _months()[day.month - 1],
        "day": day.day,
        "weekday": weekday,
    }
    if day.year == today.year:
        return _("%(month)s月%(day)d日 %(weekday)s") % parts
    return _("%(year)d年%(month)s月%(day)d日 %(weekday)s") % parts


def _months() -> list[str]:
    """What stands for a month in a date: its number in Chinese, its short name in English."""
    return pgettext("months", "1 2 3 4 5 6 7 8 9 10 11 12").split()


def _weekdays() -> tuple[str, ...]:
    """Short in every language; elsewhere in the house the same words are written out."""
    return (
        pgettext("short", "周一"),
        pgettext("short", "周二"),
        pgettext("short", "周三"),
        pgettext("short", "周四"),
        pgettext("short", "周五"),
        pgettext("short", "周六"),
        pgettext("short", "周日"),
    )


def moment_text(at: datetime, *, now: datetime) -> str:
    """`11月23日 周一 08:41` in the time of the centre; today and yesterday by their names."""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return _("今天 %(clock)s") % {"clock": clock}
    if local.date() == today - timedelta(days=1):
        return _("昨天 %(clock)s") % {"clock": clock}
    return _("%(day)s %(clock)s") % {"day": day_text(local.date(), today=today), "clock": clock}


@dataclass(frozen=True)
class Left:
    """How much time is left, in words, and how that should look."""

    words: str
    tone: Tone


def left(due: datetime, *, now: datetime, calendar: WorkingCalendar) -> Left:
    """What is left until `due`, in working days; the last day by its hour."""
    last, today = timezone.localtime(due).date(), timezone.localtime(now).date()
    if due < now:
        days = calendar.working_days_between(last, today)
        if days == 0:
            return Left(_("今天已到期，已超期"), "overdue")
        return Left(ngettext("已超期 %(days)d 个工作日", "已超期 %(days)d 个工作日", days) % {"days": days}, "overdue")
    if last == today:
        return Left(_("今天 %(clock)s 前") % {"clock": f"{timezone.localtime(due):%H:%M}"}, "near")
    days = calendar.working_days_between(today, last)
    tone: Tone = "near" if days <= NEAR_WORKING_DAYS else ""
    return Left(ngettext("还有 %(days)d 个工作日", "还有 %(days)d 个工作日", days) % {"days": days}, tone)


def due_text(due: datetime, *, now: datetime, calendar: WorkingCalendar) -> str:
    """`11月30日 周一（还有 5 个工作日）`."""
    day = day_text(timezone.localtime(due).date(), today=timezone.localtime(now).date())
    return _("%(day)s（%(left)s）") % {"day": day, "left": left(due, now=now, calendar=calendar).words}
