"""Time limits as guides write them.

日 in a law is a calendar day; only the periods that the Administrative Licence Law itself sets are working days
(行政许可法第八十二条). So 日 is read as working days only where the text names that law. 当日 and 即时 both mean:
before business closes today.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from django.utils.translation import gettext as _

from yichuang.catalogue.content import Extension, TimeLimit, TimeUnit
from yichuang.catalogue.guides.notes import Notes

UNITS: dict[str, TimeUnit] = {
    "工作日": "working_days",
    "个工作日": "working_days",
    "日": "calendar_days",
    "天": "calendar_days",
    "自然日": "calendar_days",
    "日历日": "calendar_days",
    "月": "months",
    "个月": "months",
    "年": "years",
    "小时": "hours",
    "分钟": "minutes",
    "当日": "instant",
    "当场": "instant",
    "即时": "instant",
}
_MOST = 10_000
_TOTAL = re.compile(r"延长?至|最长")
_SPOKEN = ("suspend", "explain", "window_days", "source", "note")
_KNOWN = {
    *("text", "value", "unit", "instant_if_complete", "extend", "by_situation", "phases", "delivery", "excluded"),
    *("start", "basis", *_SPOKEN),
}
_LABELS = {"suspend": "暂停", "explain": "说明", "window_days": "办理日期", "source": "来源", "note": ""}


def read(path: str, raw: object, *, notes: Notes, key_of: Callable[[str], str | None]) -> TimeLimit | None:
    """The limit, or null when there is none that can be counted. `key_of` gives the key of a situation by its label."""
    found = notes.mapping(path, raw)
    if not found:
        return None
    notes.strangers(path, found, _KNOWN)
    text = notes.text(f"{path}.text", found.get("text"))
    by_situation = _by_situation(path, found.get("by_situation"), text, notes, key_of)
    amount = _amount(path, found, text, notes, quiet=bool(by_situation))
    if amount is None and "phases" in found:
        amount = _sum_of_phases(f"{path}.phases", found["phases"], notes)
    if amount is None and not by_situation:
        notes.leave(path, _("时限“%(text)s”没有可以计算的数值和单位，未采用") % {"text": text[:60]})
        return None
    return TimeLimit(
        length=amount[0] if amount else None,
        unit=amount[1] if amount else None,
        text=text,
        basis=notes.text(f"{path}.basis", found.get("basis")),
        start=notes.text(f"{path}.start", found.get("start")),
        note=_spoken(path, found, notes),
        on_the_spot_if_complete=found.get("instant_if_complete") is True,
        by_situation=by_situation,
        extension=_extension(f"{path}.extend", found.get("extend"), text, notes),
        delivery=_plain(f"{path}.delivery", found.get("delivery"), notes),
        excluded=tuple(notes.texts(f"{path}.excluded", found.get("excluded"))),
    )


def _plain(path: str, raw: object, notes: Notes) -> TimeLimit | None:
    """A limit without situations of its own."""
    found = notes.mapping(path, raw)
    if not found:
        return None
    notes.strangers(path, found, {"text", "value", "unit"})
    text = notes.text(f"{path}.text", found.get("text"))
    amount = _amount(path, found, text, notes)
    return TimeLimit(length=amount[0], unit=amount[1], text=text) if amount else None


def _by_situation(
    path: str, raw: object, text: str, notes: Notes, key_of: Callable[[str], str | None]
) -> dict[str, TimeLimit]:
    found: dict[str, TimeLimit] = {}
    for label, part in notes.mapping(f"{path}.by_situation", raw).items():
        here = f"{path}.by_situation.{label}"
        limit = _plain(here, part, notes)
        key = key_of(str(label))
        if limit is not None and key is not None:
            found[key] = limit
    return found


def _amount(
    path: str, found: dict[str, Any], text: str, notes: Notes, *, quiet: bool = False
) -> tuple[int, TimeUnit] | None:
    value, unit = found.get("value"), found.get("unit")
    if value is None:
        return None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST:
        if not quiet:
            reason = _("数值“%(value)s”不是 0 至 %(most)d 的整数（区间不能采用）")
            notes.leave(f"{path}.value", reason % {"value": str(value)[:40], "most": _MOST})
        return None
    if not isinstance(unit, str) or unit.strip() not in UNITS:
        notes.leave(f"{path}.unit", _("不认识的时限单位“%(unit)s”") % {"unit": str(unit)[:40]})
        return None
    known = UNITS[unit.strip()]
    if known == "calendar_days" and "行政许可法" in text:
        known = "working_days"
        notes.doubt(_("%(path)s 引用行政许可法，“日”按工作日计算（该法第八十二条）。") % {"path": path})
    if known == "instant" or value == 0:
        return 0, "instant"
    return value, known


def _sum_of_phases(path: str, raw: object, notes: Notes) -> tuple[int, TimeUnit] | None:
    amounts = []
    for here, phase in notes.mappings(path, raw):
        amount = _amount(here, phase, "", notes)
        if amount is None:
            return None
        amounts.append(amount)
    units = {unit for _length, unit in amounts if unit != "instant"}
    if len(units) > 1:
        notes.leave(path, _("各阶段的时限单位不同，不能相加"))
        return None
    return (sum(length for length, _unit in amounts), cast("TimeUnit", units.pop())) if units else None


def _extension(path: str, raw: object, text: str, notes: Notes) -> Extension | None:
    found = notes.mapping(path, raw)
    if not found:
        return None
    notes.strangers(path, found, {"text", "value", "unit", "approver", "condition"})
    said = notes.text(f"{path}.text", found.get("text"))
    amount = _amount(path, found, text, notes)
    if amount is None or amount[0] == 0:
        notes.leave(path, _("延长的时间没有数值和单位，未采用"))
        return None
    return Extension(
        length=amount[0],
        unit=amount[1],
        text=said,
        approver=notes.text(f"{path}.approver", found.get("approver")),
        condition=notes.text(f"{path}.condition", found.get("condition")),
        total=_TOTAL.search(said) is not None,
    )


def _spoken(path: str, found: dict[str, Any], notes: Notes) -> str:
    """What is said about a limit and cannot be counted, in one line."""
    parts = []
    for key in _SPOKEN:
        said = "；".join(notes.texts(f"{path}.{key}", found.get(key)))
        if said:
            parts.append(f"{_LABELS[key]}：{said}" if _LABELS[key] else said)
    return "；".join(parts)[:500]
