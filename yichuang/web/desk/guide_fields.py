"""The fields of a guide in the words of its editor, and whether each was seen in the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from yichuang.catalogue.content import Content, Fee, LegalBasis, Material, Situation, Step, TimeLimit
from yichuang.catalogue.forms import ordered_fields, title_of
from yichuang.catalogue.kinds import Need
from yichuang.catalogue.labels import CONTENT, PARTS

SHOWN: Final = (
    "item_type",
    "processing",
    "service_objects",
    "implementing_body",
    "cooperating_bodies",
    "exercise_level",
    "statutory",
    "promised",
    "situations",
    "conditions",
    "materials",
    "form",
    "steps",
    "special_procedures",
    "charged",
    "fees",
    "result",
    "legal_basis",
    "place",
    "hours",
    "phone",
    "contact_address",
    "town_name",
    "village_name",
    "visits",
    "channels",
    "acceptance_period",
)
"""The fields that the page of an item shows, in the order of a guide."""


@dataclass(frozen=True)
class Field:
    """One field: its name, its lines, and which parts of it were taken over without being seen in the source."""

    label: str
    lines: list[str]
    unverified: list[str]


def fields_of(content: Content) -> list[Field]:
    """Every field of the guide that has something in it or is known to be unverified, in the order of a guide."""
    found = [
        Field(str(CONTENT[name]), list(_lines(getattr(content, name))), _unverified(content, name)) for name in SHOWN
    ]
    return [field for field in found if field.lines or field.unverified]


def _unverified(content: Content, name: str) -> list[str]:
    """The paths below this field that are unverified: `materials[].form` and the like."""
    paths = [path for path in content.unverified if path.split(".")[0].split("[")[0] == name]
    return [_part(path) for path in paths]


def _part(path: str) -> str:
    """`materials[].copies` as 复印件份数; a whole field as 全部内容."""
    part = path.partition(".")[2]
    if not part:
        return _("全部内容")
    return str(PARTS[part]) if part in PARTS else part


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (title_of(piece, key) for key, piece in ordered_fields(value))
    elif isinstance(value, tuple):
        for part in value:
            yield from _lines(part)
    elif isinstance(value, bool):
        yield _("是") if value else _("否")
    elif value not in (None, ""):
        yield _words(value)


def _words(value: Any) -> str:
    match value:
        case TimeLimit():
            return value.text or f"{value.length} {value.unit}"
        case Material():
            return f"{value.name}（{Need(value.need).label}）"
        case Situation() | LegalBasis():
            return value.label if isinstance(value, Situation) else f"《{value.law}》{value.article}"
        case Step() | Fee():
            return value.name
        case _:
            return str(getattr(value, "label", "") or getattr(value, "text", "") or getattr(value, "name", "") or value)
