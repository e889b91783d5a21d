"""Questions about the house: somebody's desk, a centre's hours and departments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache, lru_cache
from itertools import groupby

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yichuang.base import limits, plain
from yichuang.base.refusal import Refused
from yichuang.offices.mandates import running
from yichuang.offices.models import Centre, Department, OfficeHours, Posting, Window, Zone
from yichuang.people.models import Account


class NoOfficeHours(Refused):
    """No hours are entered for the centre, so no limit can be counted."""

    code = "no_office_hours"


@dataclass(frozen=True)
class Desk:
    """Where somebody works on one day: his posts, with their departments and windows, and the centre."""

    postings: list[Posting]
    departments: list[Department]
    windows: list[Window]
    centre: Centre | None


def take_turns(centre: Centre) -> None:
    """From here to the end of the transaction nobody else sets anything of the centre: two who set the same at once
    would each not see the other's row. One statement."""
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)


def centre_of(account: Account | None, on: date) -> Centre | None:
    """The centre in which `account` is posted on `on`; None for whoever has no post. One statement."""
    return desk_of(account, on).centre if account else None


def desk_of(account: Account, on: date) -> Desk:
    """The desk of `account` on `on`; empty when nothing is posted. One statement."""
    found = Posting.objects.filter(running(on), account=account)
    postings = list(found.select_related("department", "window__zone", "centre").order_by("pk"))
    departments = {post.department.pk: post.department for post in postings if post.department is not None}
    windows = {post.window.pk: post.window for post in postings if post.window is not None}
    return Desk(
        postings=postings,
        departments=list(departments.values()),
        windows=list(windows.values()),
        centre=postings[0].centre if postings else None,
    )


def window_of(account: Account, on: date) -> Window | None:
    """The window at which `account` sits on `on`, with its zone; None when nobody posted him at one. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_window_sql(), {"account": account.pk, "on": on})
        found = cursor.fetchone()
    if found is None:
        return None
    window = plain.built(Window, found[: plain.width(Window)])
    window.zone = plain.built(Zone, found[plain.width(Window) :])
    return window


@cache
def _window_sql() -> str:
    return f"""
SELECT {plain.columns(Window, "w")}, {plain.columns(Zone, "z")}
FROM offices_posting p JOIN offices_window w ON w.id = p.window_id JOIN offices_zone z ON z.id = w.zone_id
WHERE p.account_id = %(account)s AND p.since <= %(on)s AND (p.until IS NULL OR p.until > %(on)s)
ORDER BY p.id LIMIT 1
"""  # noqa: S608 - names of columns of our own models


@lru_cache(maxsize=1000)
def office_hours(centre_id: int, on: date) -> limits.OfficeHours:
    """The spans of business of a working day at `on`, for counting limits. One statement, once in a process.

    Hours change by a new row from a later day, so what held on a day may be kept. A working day made up on a weekend
    keeps the hours of the first weekday entered. Raises NoOfficeHours.
    """
    rows = list(OfficeHours.objects.filter(running(on), centre=centre_id).order_by("start"))
    weekday = on.isoweekday()
    if not any(weekday in row.weekdays for row in rows) and rows:
        weekday = min(day for row in rows for day in row.weekdays)
    spans = tuple((row.start, row.end) for row in rows if weekday in row.weekdays)
    if not spans:
        raise NoOfficeHours(_("中心没有登记这一天适用的办公时间，无法计算期限。请联系中心管理员登记办公时间。"))
    return limits.OfficeHours(spans)


@dataclass(frozen=True)
class WindowPlan:
    """A window, and who is posted to it today or later."""

    window: Window
    postings: list[Posting]


@dataclass(frozen=True)
class ZonePlan:
    """A zone and its windows that are open, or will be."""

    zone: Zone
    windows: list[WindowPlan]


@dataclass(frozen=True)
class Plan:
    """How a centre is arranged: its zones, and by unit whoever has a post but no window."""

    zones: list[ZonePlan]
    others: list[tuple[str, list[Posting]]]


def plan_of(centre: Centre, on: date) -> Plan:
    """The arrangement of `centre` from `on` onwards. Three statements."""
    to_come = Q(until=None) | Q(until__gt=on)
    found = Posting.objects.filter(to_come, centre=centre).select_related("account", "department", "centre")
    postings = list(found.order_by("department__code", "duty", "since", "pk"))
    open_ = Window.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), zone__centre=centre)
    windows = list(open_.select_related("department").order_by("number"))
    at_window = {window.pk: [p for p in postings if p.window_id == window.pk] for window in windows}
    zones = [
        ZonePlan(zone, [WindowPlan(w, at_window[w.pk]) for w in windows if w.zone_id == zone.pk])
        for zone in Zone.objects.filter(centre=centre).order_by("code")
    ]
    elsewhere = [posting for posting in postings if posting.window_id not in at_window]
    units = groupby(elsewhere, key=lambda posting: str(posting.department or posting.centre))
    return Plan(zones, [(unit, list(group)) for unit, group in units])


@lru_cache(maxsize=1000)
def week(centre_id: int, on: date) -> tuple[tuple[tuple[int, ...], time, time], ...]:
    """The hours of an ordinary week at `on`: ISO weekdays with when business begins and ends. One statement, kept."""
    rows = OfficeHours.objects.filter(running(on), centre=centre_id).order_by("start")
    return tuple((tuple(row.weekdays), row.start, row.end) for row in rows)


def departments_of(centre: Centre) -> QuerySet[Department]:
    """The departments that receive people in `centre`, by code."""
    return Department.objects.filter(centre=centre).order_by("code")


def stands_in_for(account: Account, *, among: Sequence[Account], on: date) -> Account | None:
    """Which of these colleagues `account` substitutes (AB角) on `on`; None when none of them. One statement."""
    post = (
        Posting.objects.filter(running(on), account=account, substitute_for__account__in=among)
        .select_related("substitute_for__account")
        .order_by("pk")
        .first()
    )
    return post.substitute_for.account if post is not None and post.substitute_for is not None else None


def account_of_posting(posting_id: int) -> Account:
    """Whose post it is. One statement."""
    return Posting.objects.select_related("account").get(pk=posting_id).account
