"""What a centre rules about a way of delivery, on the day on which it is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from yichuang.base import calendar as calendars
from yichuang.base.limits import Limit, Unit, due
from yichuang.delivery.models import Term
from yichuang.offices.models import Centre
from yichuang.offices.queries import office_hours


def in_force(centre_id: int, *, at: datetime) -> dict[str, Term]:
    """The rules of that day by kind. One statement."""
    today = timezone.localdate(at)
    rows = Term.objects.filter(Q(until__isnull=True) | Q(until__gt=today), centre=centre_id, since__lte=today)
    return {row.kind: row for row in rows.order_by("since")}


def term(centre_id: int, kind: Term.Kind, *, at: datetime) -> Term | None:
    """The rule of that kind, or None where the centre has none. One statement."""
    return in_force(centre_id, at=at).get(kind)


def ends(found: Term, centre: Centre, *, at: datetime) -> datetime:
    """When a period begun now is over. Hours run day and night, as a locker stands open; days are those of the
    centre's calendar and end at close of business."""
    if found.unit == Unit.hours:
        return at + timedelta(hours=found.length)
    hours = office_hours(centre.pk, timezone.localdate(at))
    return due(at, Limit(found.length, Unit(found.unit)), calendars.load(centre.region_code), (), hours).at
