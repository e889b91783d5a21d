"""The ledger of what has come into the hall (应进必进): acts on its dated rows, and the rate with its definition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.catalogue.models import Item, ItemVersion, Presence
from yichuang.catalogue.revising.writing import note
from yichuang.offices.models import Centre, Department
from yichuang.people.actors import Actor
from yichuang.people.models import Role

Standing = Presence.Standing
DEFINITION: Final = gettext_lazy(
    "进驻率 = 已进驻事项数 ÷ 应进驻事项数。应进驻事项是台账中的全部事项，减去写明理由不进驻的事项；"
    "已进驻是当天在大厅窗口受理的事项。"
)


class NoPresence(Refused):
    """The item does not stand in the ledger that day."""

    code = "no_presence"


@dataclass(frozen=True, slots=True)
class Rate:
    """What came in and what should have, of one department or of all (`department` is null)."""

    department: Department | None
    entered: int
    due: int
    exempt: int

    @property
    def should(self) -> int:
        """应进: what is in and what is still to come; what is exempt does not count."""
        return self.entered + self.due

    @property
    def percent(self) -> float | None:
        """进驻率 in percent, one decimal; null when nothing should come in."""
        return round(100 * self.entered / self.should, 1) if self.should else None


def record(
    *, item: Item, standing: Presence.Standing, since: date | None = None, reason: str = "", by: Actor, at: datetime
) -> Presence:
    """From a day on (today unless said) the item is due, in the hall, or exempt; what held until then ends that day.

    Only the installation itself may write of days past. Raises NotAllowed, and Invalid without a reason for an
    exemption, for a day before today or before the row that holds, or when the same already holds.
    """
    by.must_have(Role.MANAGER)
    begins = since or timezone.localdate(at)
    why = clean(reason, field="reason", longest=500, label=_("理由"))
    if standing == Standing.EXEMPT and not why:
        raise Invalid(_("不进驻的，请写明理由。"), field="reason")
    with transaction.atomic():
        held = Item.objects.select_for_update().get(pk=item.pk)
        _end(held, begins, by=by, at=at, unless=standing)
        row = Presence.objects.create(
            item=held, standing=standing, since=begins, reason=why, recorded_by=by.account, recorded_at=at
        )
        detail = {"since": begins.isoformat(), "reason": why}
        note(f"catalogue.entry_{standing}", held, by=by, at=at, detail=detail)
    return row


def end(*, item: Item, until: date | None = None, reason: str, by: Actor, at: datetime) -> Presence:
    """Take the item out of the ledger from a day on (today unless said). Raises NotAllowed, NoPresence, Invalid."""
    by.must_have(Role.MANAGER)
    ends = until or timezone.localdate(at)
    why = clean(reason, field="reason", longest=500, label=_("理由"))
    if not why:
        raise Invalid(_("请写明理由。"), field="reason")
    with transaction.atomic():
        held = Item.objects.select_for_update().get(pk=item.pk)
        row = _end(held, ends, by=by, at=at)
        if row is None:
            raise NoPresence(_("事项“%(code)s”现在不在进驻台账里，请刷新后再看。") % {"code": held.code})
        note("catalogue.entry_ended", held, by=by, at=at, detail={"until": ends.isoformat(), "reason": why})
    return row


def on(day: date, *, centre: Centre) -> QuerySet[Presence]:
    """The rows that hold on a day, by department and code."""
    rows = Presence.objects.filter(_running(day), item__centre=centre)
    names = Prefetch("item__versions", ItemVersion.objects.defer("content"))
    found = rows.select_related("item__department", "recorded_by").prefetch_related(names)
    return found.order_by("item__department__code", "item__code")


def away(day: date) -> set[int]:
    """The items that the ledger knows as not in the hall on a day. One statement."""
    rows = Presence.objects.filter(_running(day)).exclude(standing=Standing.IN)
    return set(rows.values_list("item_id", flat=True))


def unrecorded(centre: Centre, day: date) -> QuerySet[Item]:
    """Items with a version in force of which the ledger says nothing."""
    known = Presence.objects.filter(_running(day)).values("item")
    begun = Q(versions__effective_from__lte=day) & (
        Q(versions__effective_until__isnull=True) | Q(versions__effective_until__gt=day)
    )
    found = Item.objects.filter(begun, centre=centre, versions__published_at__isnull=False).exclude(pk__in=known)
    return found.select_related("department").distinct().order_by("code")


def rates(rows: Iterable[Presence]) -> list[Rate]:
    """The rate of all, then of each department in the order of the rows."""
    counted: dict[int, dict[str, int]] = {}
    departments: dict[int, Department] = {}
    for row in rows:
        department = departments.setdefault(row.item.department_id, row.item.department)
        of = counted.setdefault(department.pk, dict.fromkeys(Standing.values, 0))
        of[row.standing] += 1
    total = {value: sum(of[value] for of in counted.values()) for value in Standing.values}
    every = [_rate(None, total), *(_rate(departments[pk], of) for pk, of in counted.items())]
    return every


def _rate(department: Department | None, counted: dict[str, int]) -> Rate:
    return Rate(department, counted[Standing.IN], counted[Standing.DUE], counted[Standing.EXEMPT])


def _running(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def _end(item: Item, day: date, *, by: Actor, at: datetime, unless: str = "") -> Presence | None:
    """End the open row on a day. Raises Invalid for a day in the past, or when the row already says the same."""
    if day < timezone.localdate(at) and not by.is_system:
        raise Invalid(_("日期不能早于今天，台账不能倒签。"), field="since")
    row = Presence.objects.filter(item=item, until__isnull=True).first()
    if row is None:
        return None
    if row.standing == unless:
        raise Invalid(
            _("台账里已经是“%(standing)s”，不用再记。") % {"standing": row.get_standing_display()}, field="standing"
        )
    if day < row.since:
        sentence = _("日期不能早于上一条记录的 %(since)s，请修改。")
        raise Invalid(sentence % {"since": row.since}, field="since")
    row.until = day
    row.save(update_fields=["until"])
    return row
