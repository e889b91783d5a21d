"""The sheets and columns of the county workbook, taken from the content's own fields: what is added there appears here.

Only the Chinese headers stand in a file (`data/sheets/county.json`); a field without one is shown under its own name.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from django.db.models import TextChoices
from django.utils import translation

from yichuang.catalogue import bundled
from yichuang.catalogue.content import Content, Extension, File, Part, Span, TimeLimit
from yichuang.catalogue.kinds import HandleKind
from yichuang.catalogue.sheets.cells import (
    Choice,
    Choices,
    Json,
    Kind,
    Lines,
    Money,
    Number,
    Text,
    YesNo,
    choice_among,
    choice_of,
)

CODE: Final = "事项编码"
ORDER: Final = "序号"
WHICH: Final = "时限种类"
BASIC, LIMITS, FORMS, MORE, HELP = "基本信息", "时限", "表单", "续文", "说明"
LIMIT_NAMES: Final = {"statutory": "法定办结时限", "promised": "承诺办结时限", "applicant_deadline": "申请期限"}
_WITHIN_A_ROW: Final = (File, Span, Extension)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the path of the field in its part, the header, what it means, how it is written."""

    path: tuple[str, ...]
    header: str
    help: str
    kind: Kind
    required: bool


@dataclass(frozen=True, slots=True)
class Family:
    """One sheet: the parts of one field of the content, a row each. `many`: an item may have several."""

    sheet: str
    field: str
    columns: tuple[Column, ...]
    part: type[Part] | None = None
    many: bool = True
    nested: bool = False


@cache
def basic() -> Family:
    """The sheet with one row an item: what the catalogue keeps of the item, then the plain fields of its content."""
    with translation.override("zh-hans"):
        named = _words()["columns"]["Item"]
        item = [_item_column(name, named[name]) for name in named]
        plain = [column for column in columns_of(Content) if len(column.path) == 1]
    return Family(BASIC, "", (*item, *plain))


@cache
def families() -> tuple[Family, ...]:
    """The sheets with the parts of an item, in the order of the content."""
    with translation.override("zh-hans"):
        return tuple(_families())


@cache
def limits() -> Family:
    """The sheet of all limits, one row each, also those of a situation and of delivery."""
    with translation.override("zh-hans"):
        return Family(LIMITS, "", tuple(columns_of(TimeLimit)), TimeLimit)


FORM: Final = Family(
    FORMS, "form", (Column(("form",), "表单", "JSON Schema，由事项编辑页生成", Json(), True),), many=False
)


def parts_in(annotation: Any) -> type[Part] | None:
    """The kind of part that a field holds, alone or in a tuple; null when it holds none."""
    found = [one for one in _alternatives(annotation) if isinstance(one, type) and issubclass(one, Part)]
    return found[0] if found else None


def columns_of(model: type[Part], *, within: tuple[str, ...] = (), before: str = "") -> Iterator[Column]:
    """The columns of a kind of part; small parts within it (a file, a span) become columns of their own."""
    for name, field in model.model_fields.items():
        header, told = _header(model.__name__, name)
        path, header = (*within, name), f"{before}{header}"
        part = parts_in(field.annotation)
        if part in _WITHIN_A_ROW:
            yield from columns_of(part, within=path, before=header)
        elif part is None:
            kind = _kind(name, field.annotation)
            if kind is not None:
                yield Column(path, header, told, kind, field.is_required())


def _families() -> Iterator[Family]:
    sheets = _words()["families"]
    for name, field in Content.model_fields.items():
        part = parts_in(field.annotation)
        if part is not None and part is not TimeLimit:
            many = get_origin(field.annotation) is tuple
            nested = part in {parts_in(own.annotation) for own in part.model_fields.values()}
            yield Family(sheets.get(name, name), name, tuple(columns_of(part)), part, many, nested)


def _item_column(name: str, said: str | list[str]) -> Column:
    header, told = (said, "") if isinstance(said, str) else said
    kind: Kind = choice_of(HandleKind) if name == "handle_kind" else Text()
    return Column(("item", name), header, told, kind, name in ("code", "name", "department"))


def _header(part: str, field: str) -> tuple[str, str]:
    said = _words()["columns"].get(part, {}).get(field, field)
    return (said, "") if isinstance(said, str) else (said[0], said[1])


def _words() -> Mapping[str, Any]:
    return bundled.load("sheets/county")


def _kind(name: str, annotation: Any) -> Kind | None:
    """How a field stands in a cell; null for the form and the limits of situations, which have sheets of their own."""
    found = _alternatives(annotation)
    chosen = _choice(found)
    if get_origin(annotation) is dict:
        return None
    if get_origin(annotation) is tuple:
        return Choices(chosen) if chosen else Lines()
    if chosen:
        return chosen
    if bool in found:
        return YesNo(known=types.NoneType in found)
    if int in found:
        return Money() if name == "fen" else Number()
    return Text()


def _choice(found: list[Any]) -> Choice | None:
    for one in found:
        if isinstance(one, type) and issubclass(one, TextChoices):
            return choice_of(one)
    values = [value for one in found if get_origin(one) is Literal for value in get_args(one)]
    return choice_among(values, _words()["words"]) if any(values) else None


def _alternatives(annotation: Any) -> list[Any]:
    """The types that a field may hold, without Annotated, Optional and tuple around them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _alternatives(get_args(annotation)[0])
    if origin in (Union, types.UnionType, tuple):
        return [inner for one in get_args(annotation) if one is not Ellipsis for inner in _alternatives(one)]
    return [annotation]
