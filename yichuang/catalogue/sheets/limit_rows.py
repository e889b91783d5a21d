"""The rows of the sheet 时限 put together: a limit with those of its situations and of delivery. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yichuang.catalogue.sheets.entries import Entry
from yichuang.catalogue.sheets.layout import LIMIT_NAMES
from yichuang.catalogue.sheets.problems import Problems

if TYPE_CHECKING:
    from yichuang.catalogue.sheets.county import Line

_NAMED = {name: field for field, name in LIMIT_NAMES.items()}
_PROCEDURE = re.compile(r"特别程序(\d{1,3})")
_SITUATION = re.compile(r"情形\s*(\S+)")
DEEPEST = 20


def put(lines: Sequence[Line], entry: Entry, problems: Problems) -> None:
    """Lay the limits of one item into its entry."""
    entry.parts.update(dict.fromkeys(_NAMED.values()))
    for line in sorted(lines, key=lambda one: one.extra.count("/")):
        names = [name.strip() for name in line.extra.split("/")]
        if not _put_one(names, line.values, entry) or len(names) > DEEPEST:
            sentence = _("不认识的时限种类，或者上一级时限、特别程序不存在。请按“说明”表填写。")
            problems.add(line.place, line.extra, sentence, item=line.code)
        elif len(names) == 1 and names[0] in _NAMED:
            entry.places[_NAMED[names[0]]] = line.place


def _put_one(names: list[str], limit: dict[str, Any], entry: Entry) -> bool:
    """Put a limit where its names lead; false when they lead nowhere or something is there already."""
    *before, last = names
    if not before:
        holder, key = _first(last, entry)
    else:
        holder, key = _within(before, last, entry)
    if holder is None or holder.get(key) is not None:
        return False
    holder[key] = limit
    return True


def _first(name: str, entry: Entry) -> tuple[dict[str, Any] | None, str]:
    if name in _NAMED:
        return entry.parts, _NAMED[name]
    found = _PROCEDURE.fullmatch(name)
    procedures = entry.parts.get("special_procedures") or []
    if found and 1 <= int(found.group(1)) <= len(procedures):
        return procedures[int(found.group(1)) - 1], "limit"
    return None, ""


def _within(before: list[str], last: str, entry: Entry) -> tuple[dict[str, Any] | None, str]:
    holder, key = _first(before[0], entry) if len(before) == 1 else _within(before[:-1], before[-1], entry)
    limit = holder.get(key) if holder is not None else None
    if limit is None:
        return None, ""
    if last == "送达":
        return limit, "delivery"
    found = _SITUATION.fullmatch(last)
    return (limit.setdefault("by_situation", {}), found.group(1)) if found else (None, "")
