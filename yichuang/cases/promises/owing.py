"""What is owed after an acceptance with gaps: what is missing, until when, and what default does (AY 24; HN 35)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import calendar as calendars
from yichuang.base.limits import Limit, OfficeHours, Unit, due
from yichuang.base.refusal import Refused
from yichuang.base.working_days import WorkingCalendar
from yichuang.cases import deadlines, timing
from yichuang.cases.models import Case, LaterPromise, Rule
from yichuang.offices.queries import office_hours


class NothingOwed(Refused):
    """Nothing is missing that was promised for later."""

    code = "nothing_owed"


class NoTolerance(Refused):
    """The centre or the item leaves no room for what is to follow."""

    code = "no_tolerance"


def open_promise(case: Case) -> LaterPromise:
    """The promise to bring more of which something is still missing; refuses when there is none."""
    # Read anew: what a lock was waited for may have changed since the case was read with it.
    found = LaterPromise.objects.filter(case=case, completed_at__isnull=True).first()
    if found is None:
        raise NothingOwed(_("这件办件没有承诺后补的材料，请按一般方式受理。"))
    return found


def settle(promise: LaterPromise, case: Case, *, decided_by: datetime | None, at: datetime) -> None:
    """Give the promise its last day and what default does, by the item and the centre's rule of the day."""
    rule = timing.rule(case, Rule.Kind.TOLERANCE, at=at)
    within = case.item_version.parsed.tolerance
    if rule is None or within is None:
        raise NoTolerance(_("本中心还没有设定容缺受理的规则，不能容缺受理。请联系中心管理员设定，或者告知补正。"))
    latest = last_day(
        within=Limit(within.within.length, Unit(within.within.unit)),
        rule=rule,
        decided_by=decided_by,
        calendar=calendars.load(case.centre.region_code),
        hours=office_hours(case.centre_id, timezone.localdate(at)),
        at=at,
    )
    if latest <= at:
        raise NoTolerance(_("承诺办结时限太短，来不及等待后补的材料，请收齐后受理，或者告知补正。"))
    promise.due_at, promise.effect, promise.basis = latest, rule.effect, rule.basis
    promise.save(update_fields=["due_at", "effect", "basis"])


def last_day(
    *,
    within: Limit,
    rule: Rule,
    decided_by: datetime | None,
    calendar: WorkingCalendar,
    hours: OfficeHours,
    at: datetime,
) -> datetime:
    """Until when what is missing must be there: as the item says, and so much before the decision as the rule says."""
    latest = due(at, within, calendar, (), hours).at
    return latest if decided_by is None else min(latest, _before(decided_by, rule, calendar))


def _before(when: datetime, rule: Rule, calendar: WorkingCalendar) -> datetime:
    """So much before `when`: the papers must be there in time for the decision."""
    if not rule.length:
        return when
    if rule.unit == Unit.calendar_days:
        return when - timedelta(days=rule.length)
    return deadlines.warning_before(when, days=rule.length, calendar=calendar)
