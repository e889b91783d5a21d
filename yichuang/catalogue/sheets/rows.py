"""An item as rows of the county workbook. Pure: the words of each cell, not yet the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yichuang.catalogue.content import Content, Material, Part, TimeLimit
from yichuang.catalogue.sheets import layout
from yichuang.catalogue.sheets.cells import Text
from yichuang.catalogue.sheets.layout import Column, Family

Row = tuple[str, list[str]]
"""A row of a sheet: the sheet's name, and its cells."""
_EMPTY = "\\-"


def rows_of(item: Mapping[str, str], content: Content) -> Iterator[Row]:
    """All rows of an item, sheet by sheet."""
    code = item["code"]
    yield layout.BASIC, [_basic(column, item, content) for column in layout.basic().columns]
    for family in layout.families():
        for order, part in _parts(content, family):
            yield family.sheet, [code, *([order] if family.nested else []), *cells_of(part, family.columns)]
    for which, limit in _limits(content):
        yield layout.LIMITS, [code, which, *cells_of(limit, layout.limits().columns)]
    if content.form:
        yield layout.FORMS, [code, layout.FORM.columns[0].kind.write(content.form)]


def headers_of(family: Family) -> list[str]:
    """The headers of a sheet, in the order in which `rows_of` writes its cells."""
    if family.sheet == layout.BASIC:
        return [column.header for column in family.columns]
    key = [layout.CODE]
    key += [layout.ORDER] if family.nested else [layout.WHICH] if family.sheet == layout.LIMITS else []
    return [*key, *(column.header for column in family.columns)]


def cells_of(part: Part, columns: Sequence[Column]) -> list[str]:
    """A part as the cells of its columns."""
    return [_cell(part, column) for column in columns]


def _cell(part: Part, column: Column) -> str:
    value: Any = part
    for name in column.path:
        if value is None:
            return ""
        value = getattr(value, name)
    text = column.kind.write(value)
    return _EMPTY if not text and column.required and isinstance(column.kind, Text) else text


def _basic(column: Column, item: Mapping[str, str], content: Content) -> str:
    if column.path[0] == "item":
        return column.kind.write(item.get(column.path[1], ""))
    return _cell(content, column)


def _parts(content: Content, family: Family) -> Iterator[tuple[str, Part]]:
    """The parts of a field with their number: 1, 2, 2.1 …; a single part that says nothing is not written."""
    found = getattr(content, family.field)
    if family.nested:
        yield from numbered(found)
    elif family.many:
        yield from ((str(number), part) for number, part in enumerate(found, start=1))
    elif found is not None and found != type(content).model_fields[family.field].default:
        yield "1", found


def numbered(materials: Sequence[Material], before: str = "") -> Iterator[tuple[str, Material]]:
    """Materials with their parts, numbered like an outline."""
    for number, material in enumerate(materials, start=1):
        order = f"{before}{number}"
        yield order, material
        yield from numbered(material.children, f"{order}.")


def _limits(content: Content) -> Iterator[tuple[str, TimeLimit]]:
    named = [(name, getattr(content, field)) for field, name in layout.LIMIT_NAMES.items()]
    named += [(f"特别程序{number}", one.limit) for number, one in enumerate(content.special_procedures, start=1)]
    for name, limit in named:
        if limit is not None:
            yield from _with_its_own(name, limit)


def _with_its_own(name: str, limit: TimeLimit) -> Iterator[tuple[str, TimeLimit]]:
    """A limit, then those within it: `承诺办结时限/情形 s_ab`, `承诺办结时限/送达`."""
    yield name, limit
    for key, one in limit.by_situation.items():
        yield from _with_its_own(f"{name}/情形 {key}", one)
    if limit.delivery is not None:
        yield from _with_its_own(f"{name}/送达", limit.delivery)
