"""Which windows take an item (domain rows 6–8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yichuang.offices.mandates import running
from yichuang.offices.models import AreaRule, Centre, Window


@dataclass(frozen=True)
class Asked:
    """An item as far as its windows depend on it."""

    item_code: str
    department_id: int
    subject_area: str


def for_item(*, item_code: str, department_id: int, subject_area: str, on: date) -> list[Window]:
    """The windows open on `on` that take the item, in order of their numbers. Two statements.

    A rule for the item itself goes before one for its department, that before one for its subject area, and the
    residual rule takes what is left. A rule all of whose windows are closed that day gives way to the next.
    """
    grounds = Q(item_code=item_code) | Q(department=department_id) | Q(subject_area=subject_area) | Q(residual=True)
    rules = list(AreaRule.objects.filter(grounds, running(on), centre__departments=department_id))
    places = Q(pk__in=[rule.window_id for rule in rules]) | Q(zone__in=[rule.zone_id for rule in rules])
    return _taking(rules, list(open_on(on).filter(places) if rules else []))


def for_items(items: Iterable[Asked], *, centre: Centre, on: date) -> dict[str, list[Window]]:
    """The same for many items of one centre, by code. Two statements, however many there are."""
    rules = list(AreaRule.objects.filter(running(on), centre=centre))
    found = list(open_on(on).filter(zone__centre=centre))
    return {asked.item_code: _taking([rule for rule in rules if _fits(rule, asked)], found) for asked in items}


def _fits(rule: AreaRule, asked: Asked) -> bool:
    return rule.residual or (
        rule.item_code == asked.item_code
        or rule.department_id == asked.department_id
        or rule.subject_area == asked.subject_area
    )


def _taking(rules: Sequence[AreaRule], found: Sequence[Window]) -> list[Window]:
    """The windows of the nearest rule that has one open."""
    for rank in range(4):
        chosen = [rule for rule in rules if rank_of(rule) == rank]
        taken = [window for window in found if any(_takes(rule, window) for rule in chosen)]
        if taken:
            return taken
    return []


def rank_of(rule: AreaRule) -> int:
    """0 by item, 1 by department, 2 by subject area, 3 the rest."""
    if rule.item_code is not None:
        return 0
    if rule.department_id is not None:
        return 1
    return 2 if rule.subject_area is not None else 3


def open_on(on: date) -> QuerySet[Window]:
    """Windows open on `on`, with their zones."""
    open_then = Window.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), opened_on__lte=on)
    return open_then.select_related("zone").order_by("zone__code", "number")


def _takes(rule: AreaRule, window: Window) -> bool:
    return window.pk == rule.window_id or (rule.zone_id is not None and window.zone_id == rule.zone_id)
