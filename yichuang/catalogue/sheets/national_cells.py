"""The cells of the national exchange tables: national codes for our names, and back. Pure.

`data/sheets/national.json` tells for each column where its value comes from, its kind, and how long it may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from yichuang.base.numerals import folded, whole_number
from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.catalogue import bundled, kinds
from yichuang.catalogue.kinds import CODES, Way
from yichuang.catalogue.sheets import national_lists
from yichuang.catalogue.sheets.cells import LONGEST_CELL, choice_of
from yichuang.catalogue.sheets.merging import ENTRUSTED

TABLES: Final = "sheets/national"
ENUMERATIONS: Final[Mapping[str, type[TextChoices]]] = {
    "item_type": kinds.ItemType,
    "exercise_level": kinds.ExerciseLevel,
    "power_source": kinds.PowerSource,
    "body_kind": kinds.BodyKind,
    "service_objects": kinds.ServiceObject,
    "processing": kinds.Processing,
    "ways": kinds.Way,
    "cross_scopes": kinds.CrossScope,
    "depth": kinds.OnlineDepth,
    "source_kind": kinds.MaterialSource,
}
TOLD_ONLY: Final = ("told", "guid", "owner", "key", "order", "entered", "web", "status")
"""Kinds that are no words of the item: what knows a row again, and what the catalogue works out from its own state."""


def table() -> Mapping[str, Any]:
    """The mapping of the national tables."""
    return bundled.load(TABLES)


def write(value: Any, kind: str, field: str) -> str:
    """A value as the national tables carry it."""
    if value is None or value == "":
        return ""
    if kind in ("code", "codes"):
        values = value if kind == "codes" else [value]
        return ",".join(_code(field, one) for one in values)
    if kind == "unit":
        return str(table()["units"].get(value, ""))
    if kind in table()["codes"]:
        return str(table()["codes"][kind].get(str(value), ""))
    return _WRITERS[kind](value) if kind in _WRITERS else str(value)


def _code(field: str, value: Any) -> str:
    return CODES.get(ENUMERATIONS[field], {}).get(str(value), str(value))


_WRITERS: Final[Mapping[str, Any]] = {
    "flag": lambda value: "1" if value else "0",
    "web": lambda value: "1" if Way.WEB in value or Way.MOBILE in value else "0",
    "lines": national_lists.write_lines,
    "names": lambda value: national_lists.write_lines(one.name for one in value),
    "giver": lambda value: next((one.giver for one in reversed(value) if one.source in ENTRUSTED), ""),
    "conditions": lambda value: national_lists.write_conditions(one.text for one in value),
    "bases": lambda value: national_lists.write_bases([(one.law, one.article) for one in value]),
    "file": lambda value: value.digest,
    "date": lambda value: value.isoformat(),
}


def read(text: str, kind: str, field: str) -> Any:
    """The value that a national column tells. Raises Invalid."""
    if kind in ("code", "codes"):
        choice = choice_of(ENUMERATIONS[field])
        words = [word for word in folded(text).replace("^", ",").replace(";", ",").split(",") if word.strip()]
        values = [choice.read(word.strip()) for word in words]
        return values if kind == "codes" else values[0]
    if kind == "unit" or kind in table()["codes"]:
        return _coded(text, table()["units"] if kind == "unit" else table()["codes"][kind])
    if kind == "flag":
        if folded(text) not in ("0", "1"):
            raise Invalid(_("只能填写 1（是）或者 0（否），请改正。"))
        return folded(text) == "1"
    if kind in ("number", "count"):
        number = whole_number(text)
        if number is None:
            raise Invalid(_("应当是整数，请改正。"))
        return number
    if kind == "date":
        return _date(folded(text))
    written = clean(text, field=field, longest=LONGEST_CELL, multiline=True, label=field)
    return _READERS[kind](written) if kind in _READERS else written


def _coded(text: str, codes: Mapping[str, str]) -> str:
    """The first of our names that has the code: several may share one."""
    for name, code in codes.items():
        if folded(text) == code:
            return name
    raise Invalid(_("只能填写：%(words)s。请改正。") % {"words": "、".join(dict.fromkeys(codes.values()))})


def _date(text: str) -> date:
    """A day: 2026-01-31, 20260131, or the beginning of a moment."""
    try:
        return date.fromisoformat(text[:8] if text[:8].isdigit() else text[:10].replace("/", "-"))
    except ValueError:
        raise Invalid(_("应当是日期，例如 2026-01-31，请改正。"))


_READERS: Final[Mapping[str, Any]] = {
    "lines": national_lists.read_lines,
    "names": lambda text: [{"name": one} for one in national_lists.read_lines(text)],
    "conditions": lambda text: [{"text": one} for one in national_lists.read_conditions(text)],
    "bases": national_lists.read_bases,
    "file": lambda text: {"digest": text.lower()},
}
