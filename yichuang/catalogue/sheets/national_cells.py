"""The cells of the national exchange tables: national codes for our names, and back. Pure.

`data/sheets/national.json` tells for each column where its value comes from, its kind, and how long it may be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from yichuang.base.numerals import folded, whole_number
from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.catalogue import bundled, kinds
from yichuang.catalogue.kinds import CODES, Way
from yichuang.catalogue.sheets import phrases
from yichuang.catalogue.sheets.cells import choice_of

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
ONE_WAY: Final = ("told", "guid", "owner", "yes", "web", "giver", "names", "nothing", "status")
"""Kinds that are only written; what comes in under them is not taken over."""


def table() -> Mapping[str, Any]:
    """The mapping of the national tables."""
    return bundled.load(TABLES)


def write(value: Any, kind: str, field: str) -> str:
    """A value as the national tables carry it."""
    if value is None or value == "" or kind == "nothing":
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
    "yes": lambda value: "1",
    "web": lambda value: "1" if Way.WEB in value or Way.MOBILE in value else "0",
    "lines": lambda value: ";".join(value),
    "names": lambda value: ";".join(one.name for one in value),
    "giver": lambda value: value[-1].giver if value else "",
    "conditions": lambda value: "\n".join(one.text for one in value),
    "bases": lambda value: "\n".join(f"《{one.law}》{one.article}" for one in value),
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
    if kind == "number":
        number = whole_number(text)
        if number is None:
            raise Invalid(_("应当是整数，请改正。"))
        return number
    written = clean(text, field=field, longest=20_000, multiline=True, label=field)
    return _READERS[kind](written) if kind in _READERS else written


def _coded(text: str, codes: Mapping[str, str]) -> str:
    """The first of our names that has the code: several may share one."""
    for name, code in codes.items():
        if folded(text) == code:
            return name
    raise Invalid(_("只能填写：%(words)s。请改正。") % {"words": "、".join(dict.fromkeys(codes.values()))})


def _lines(text: str) -> Sequence[str]:
    return [one.strip() for one in text.replace("\n", ";").replace("；", ";").split(";") if one.strip()]


_READERS: Final[Mapping[str, Any]] = {
    "lines": _lines,
    "conditions": lambda text: [{"text": one} for one in phrases.listed(text, semicolons=False)],
    "bases": phrases.bases,
}
