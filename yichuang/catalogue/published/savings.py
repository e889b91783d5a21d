"""减环节、减材料、减时限、减跑动: what a version asks for, before the reform and now. Pure.

How it was stands in `Content.former`; how it is, is counted from the content itself. What is not known on either side
is not compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from yichuang.catalogue.content import Content, Span
from yichuang.catalogue.rules import calendar_days, must_be_handed_in

LABELS: Final[dict[str, StrPromise]] = {
    "steps": _("环节"),
    "materials": _("材料"),
    "visits": _("跑动次数"),
    "time": _("时限（工作日）"),
}
_DAY: Final = 7 / 5
"""Calendar days in a working day, as `rules.calendar_days` counts them."""


@dataclass(frozen=True, slots=True)
class Saving:
    """One measure: how many before, how many now. Limits of other units are told in working days, one decimal."""

    key: str
    before: float
    after: float

    @property
    def label(self) -> str:
        return str(LABELS[self.key])

    @property
    def saved(self) -> float:
        """How many less; negative when there are more now."""
        return round(self.before - self.after, 1)

    @property
    def percent(self) -> int | None:
        """How many percent less; null when there was nothing before."""
        return round(100 * self.saved / self.before) if self.before else None


def savings(content: Content) -> list[Saving]:
    """What is known of both sides, in the order of the labels."""
    former = content.former
    if former is None:
        return []
    needed = [one for one in content.materials if must_be_handed_in(one)]
    sides: list[tuple[str, float | None, float | None]] = [
        ("steps", former.steps, len(content.steps) or None),
        ("materials", former.materials, len(needed)),
        ("visits", former.visits, content.visits),
        ("time", _former_days(former.time), _promised_days(content)),
    ]
    return [Saving(key, before, after) for key, before, after in sides if before is not None and after is not None]


def totals(every: Iterable[list[Saving]]) -> list[Saving]:
    """The sums over many items, measure by measure; a measure that no item knows is left out."""
    found = [one for savings_ in every for one in savings_]
    return [
        Saving(key, round(sum(one.before for one in of), 1), round(sum(one.after for one in of), 1))
        for key in LABELS
        if (of := [one for one in found if one.key == key])
    ]


def _former_days(time: Span | None) -> float | None:
    if time is None:
        return None
    return round(calendar_days(time) / _DAY, 1)


def _promised_days(content: Content) -> float | None:
    limit = content.promised
    if limit is None or limit.length is None or limit.unit is None:
        return None
    return round(calendar_days(limit) / _DAY, 1)
