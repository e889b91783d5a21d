"""Where and when in the hall: zones with their windows, whether it is open now, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yichuang.base import calendar
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.queries import published
from yichuang.offices import opening as opening_of_the_hall
from yichuang.offices import windows as windows_of_the_hall
from yichuang.offices.models import Centre, Window, Zone
from yichuang.offices.queries import NoOfficeHours, office_hours
from yichuang.offices.windows import Asked
from yichuang.web.kit import times


@dataclass(frozen=True)
class Place:
    """One zone with those of its windows that take the item."""

    zone: Zone
    windows: Sequence[Window]


@dataclass(frozen=True)
class Opening:
    """The span of business that runs or comes next, in words. `since` is now when the hall is open."""

    at: datetime
    now: bool
    since: datetime
    until: datetime
    hours: Sequence[str]

    @property
    def words(self) -> str:
        """`现在开放，还有 1 小时 20 分`, or when it opens next."""
        if self.now:
            return _("现在开放，还有 %(left)s") % {"left": _length(int((self.until - self.at).total_seconds()) // 60)}
        return _("现在不开放，%(moment)s 开门") % {"moment": times.moment_text(self.since, now=self.at)}


def asked(item: Item) -> Asked:
    """The item as the rules of the hall see it."""
    return Asked(item_code=item.code, department_id=item.department_id, subject_area=item.subject_area)


def places(windows: Sequence[Window], *, area: str) -> list[Place]:
    """The windows by zone, in the order of the hall; where some are named for the item's area, those."""
    nearest = _nearest(windows, area=area)
    return [Place(zone, list(found)) for zone, found in groupby(nearest, key=lambda window: window.zone)]


def _nearest(windows: Sequence[Window], *, area: str) -> Sequence[Window]:
    return [window for window in windows if window.subject_area == area] or windows


def window(number: str, *, centre: Centre, on: date) -> Window | None:
    """The open window of that number, however it is written."""
    if not number.isalnum():
        return None
    return windows_of_the_hall.open_on(on).filter(zone__centre=centre, number__iexact=number).first()


def taken_at(number: str, *, centre: Centre, on: date) -> list[ItemVersion]:
    """The items in force whose guides lead to the window of that number. Three statements."""
    listed = list(published(on, centre=centre).defer("content"))
    taken = windows_of_the_hall.for_items([asked(one.item) for one in listed], centre=centre, on=on)
    return [
        one
        for one in listed
        if any(window.number == number for window in _nearest(taken[one.item.code], area=one.item.subject_area))
    ]


def opening(centre: Centre, *, at: datetime) -> Opening | None:
    """Whether the hall is open, with today's hours; None where no hours are entered."""
    try:
        hours = office_hours(centre.pk, timezone.localdate(at))
    except NoOfficeHours:
        return None
    found = opening_of_the_hall.opening(at, calendar=calendar.load(centre.region_code), hours=hours)
    spans = [f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours.spans]
    return Opening(at=at, now=found.now, since=found.since, until=found.until, hours=spans)


def _length(minutes: int) -> str:
    """`1 小时 20 分`."""
    whole, rest = divmod(max(minutes, 1), 60)
    parts = [ngettext("%(n)d 小时", "%(n)d 小时", whole) % {"n": whole}] if whole else []
    if rest or not whole:
        parts.append(ngettext("%(n)d 分钟", "%(n)d 分钟", rest) % {"n": rest})
    return " ".join(parts)
