"""Reads the county workbook back: sheets into entries, every problem with its cell. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from yichuang.base.refusal import Refused
from yichuang.catalogue.content import Content, Part
from yichuang.catalogue.guides.keys import Keys
from yichuang.catalogue.sheets import layout, limit_rows
from yichuang.catalogue.sheets.entries import Entry
from yichuang.catalogue.sheets.grid import Cell, Grid
from yichuang.catalogue.sheets.layout import Column, Family
from yichuang.catalogue.sheets.outline import tree
from yichuang.catalogue.sheets.problems import Place, Problems, Weight
from yichuang.catalogue.sheets.sentences import invalid
from yichuang.catalogue.sheets.workbook import CONTINUED

_KEYS = {"situations": ("s", "label"), "materials": ("m", "name")}
_ONLY_TEXT = ("phone", "code", "digest", "key")


@dataclass(slots=True)
class Line:
    """One row that was read: the item, its number, its fields, and where each stands."""

    code: str
    place: Place
    values: dict[str, Any]
    places: dict[tuple[str, ...], Place]
    extra: str = ""


def is_county(grids: Sequence[Grid]) -> bool:
    """Whether the sheets are those of the county workbook."""
    return any(grid.name == layout.BASIC for grid in grids)


def read(grids: Sequence[Grid], problems: Problems) -> list[Entry]:
    """The items of the workbook."""
    reader = _Reader({grid.name: grid for grid in grids if not grid.hidden}, problems)
    for grid in grids:
        known = {layout.BASIC, layout.LIMITS, layout.FORMS, layout.MORE, layout.HELP}
        if grid.hidden:
            problems.add(Place(grid.name), "", _("隐藏的工作表没有读取；需要时请取消隐藏。"), weight=Weight.UNREAD)
        elif grid.name not in known | {family.sheet for family in layout.families()}:
            problems.add(Place(grid.name), "", _("不认识的工作表，没有读取。"), weight=Weight.UNREAD)
    return reader.entries()


@dataclass(slots=True)
class _Reader:
    grids: Mapping[str, Grid]
    problems: Problems
    longer: dict[str, str] = field(default_factory=dict)

    def entries(self) -> list[Entry]:
        self.longer = self._continued()
        entries: dict[str, Entry] = {}
        for line in self._lines(layout.basic()):
            if line.code in entries:
                first = entries[line.code].places["code"].address
                sentence = _("事项编码重复，%(first)s 已经有了。请改为不同的编码，或者删除一行。")
                self.problems.add(line.place, line.code, sentence % {"first": first}, item=line.code)
            else:
                entries[line.code] = self._entry(line)
        for family in layout.families():
            if family.sheet in self.grids:
                self._take(family, entries)
        if layout.FORMS in self.grids:
            self._take(layout.FORM, entries)
        if layout.LIMITS in self.grids:
            lines = self._of_items(layout.limits(), entries)
            for code, entry in entries.items():
                limit_rows.put(lines.get(code, []), entry, self.problems)
        return list(entries.values())

    def _entry(self, line: Line) -> Entry:
        item = {name: line.values.pop(f"item.{name}") for name in list(self._item_names(line))}
        places = {path[-1]: place for path, place in line.places.items()}
        entry = Entry(item={**item, "code": line.code}, parts=line.values, places={**places, "code": line.place})
        self._check(Content, line, entry.code)
        return entry

    def _item_names(self, line: Line) -> Iterator[str]:
        return (name.removeprefix("item.") for name in tuple(line.values) if name.startswith("item."))

    def _take(self, family: Family, entries: Mapping[str, Entry]) -> None:
        lines = self._of_items(family, entries)
        for code, entry in entries.items():
            found = lines.get(code, [])
            if found:
                entry.places[family.field] = found[0].place
            if family.nested:
                entry.parts[family.field] = tree(found, self.problems)
            elif family.many:
                entry.parts[family.field] = [line.values for line in found]
            else:
                self._one_only(found, family)
                values = found[0].values if found else None
                if family.field == "form":
                    values = (values or {}).get("form", {})
                if values is not None or family.field != "online":
                    entry.parts[family.field] = values
                else:
                    entry.parts[family.field] = {}

    def _one_only(self, found: Sequence[Line], family: Family) -> None:
        for line in found[1:]:
            sentence = _("“%(sheet)s”每个事项只能有一行，请合并或者删除。") % {"sheet": family.sheet}
            self.problems.add(line.place, line.code, sentence, item=line.code)

    def _of_items(self, family: Family, entries: Mapping[str, Entry]) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = defaultdict(list)
        keys = {code: Keys(_KEYS[family.field][0]) for code in entries} if family.field in _KEYS else {}
        for line in self._lines(family):
            if line.code not in entries:
                sentence = _("“基本信息”里没有这个事项编码，这一行没有读取，请核对编码。")
                self.problems.add(line.place, line.code, sentence)
                continue
            if keys:
                self._name(line, family, keys[line.code])
            self._check(family.part, line, line.code)
            found[line.code].append(line)
        return found

    def _name(self, line: Line, family: Family, keys: Keys) -> None:
        """Give a row without a key the one that its name sounds like."""
        label = str(line.values.get(_KEYS[family.field][1], ""))
        if not line.values.get("key"):
            line.values["key"] = keys.make(label)

    def _lines(self, family: Family) -> Iterator[Line]:
        grid = self.grids.get(family.sheet)
        if grid is None or not grid.rows:
            return
        top = min(grid.rows)
        columns, code_at, extra_at = self._columns(grid, top, family)
        if not code_at:
            self.problems.add(Place(grid.name, top), "", _("没有“事项编码”一列，整张表没有读取，请补上。"))
            return
        for number in sorted(grid.rows):
            if number > top:
                line = self._line(grid, number, columns, code_at, extra_at)
                if line is not None:
                    yield line

    def _columns(self, grid: Grid, top: int, family: Family) -> tuple[dict[int, Column], int, int]:
        known = {column.header: column for column in family.columns}
        found: dict[int, Column] = {}
        code_at = extra_at = 0
        seen: set[str] = set()
        for at in range(1, grid.width + 1):
            header = "".join(grid.cell(top, at).text.split())
            if not header:
                continue
            place = Place(grid.name, top, at, header)
            if header in seen:
                self.problems.add(place, header, _("列名重复，只读取了前一列。"), weight=Weight.UNREAD)
            elif header == layout.CODE:
                code_at = at
            elif header in (layout.ORDER, layout.WHICH) and family.sheet != layout.BASIC:
                extra_at = at
            elif header in known:
                found[at] = known[header]
            else:
                self.problems.add(place, header, _("不认识的列，没有读取。"), weight=Weight.UNREAD)
            seen.add(header)
        return found, code_at, extra_at

    def _line(self, grid: Grid, number: int, columns: Mapping[int, Column], code_at: int, extra_at: int) -> Line | None:
        code = grid.cell(number, code_at)
        place = Place(grid.name, number, code_at, layout.CODE)
        cells = {at: self._long(grid.cell(number, at)) for at in columns}
        if not code.text.strip():
            if any(cell.text for cell in cells.values()):
                self.problems.add(place, "", _("没有事项编码，这一行没有读取，请补上。"))
            return None
        line = Line(code.text.strip(), place, {}, {}, grid.cell(number, extra_at).text.strip() if extra_at else "")
        if code.was != "text":
            self._not_text(code, line.code, place)
        for at, column in columns.items():
            there = Place(grid.name, number, at, column.header)
            line.places[column.path] = there
            self._put(line, column, cells[at], there)
            if grid.name == layout.BASIC and column.path[0] != "item":  # a blank cell empties what was there
                line.values.setdefault(column.path[0], Content.model_fields[column.path[0]].get_default())
        return line

    def _put(self, line: Line, column: Column, cell: Cell, place: Place) -> None:
        name = ".".join(column.path) if column.path[0] == "item" else ""
        if not cell.text:
            if name:
                line.values[name] = ""
                self._missing(line, column, place)
            elif column.required and len(column.path) == 1 and column.path != ("key",):
                self._missing(line, column, place)
            return
        if cell.was in ("broken", "rounded") or (cell.was == "number" and column.path[-1].endswith(_ONLY_TEXT)):
            self._not_text(cell, line.code, place)
        try:
            value = column.kind.read(cell.text)
        except Refused as refused:
            self.problems.add(place, cell.text, str(refused), item=line.code)
            return
        if name:
            line.values[name] = value
        else:
            _set(line.values, column.path, value)

    def _missing(self, line: Line, column: Column, place: Place) -> None:
        if column.required:
            sentence = _("“%(header)s”没有填写，请补上。") % {"header": column.header}
            self.problems.add(place, "", sentence, item=line.code)

    def _not_text(self, cell: Cell, code: str, place: Place) -> None:
        if cell.was == "broken":
            self.problems.add(place, cell.text, _("单元格是公式错误，请改为文字后再导入。"), item=code)
        elif cell.was == "rounded":
            sentence = _("长编码存成了数字，已经丢失末尾的数位。请把单元格改为文本格式，重新填写。")
            self.problems.add(place, cell.text, sentence, item=code)
        else:
            sentence = _("编码或者电话存成了数字，开头的 0 可能已经丢失，请核对。")
            self.problems.add(place, cell.text, sentence, weight=Weight.DOUBT, item=code)

    def _check(self, model: type[Part] | None, line: Line, code: str) -> None:
        """Let the content itself look at the fields of a row; what it refuses is told at the cell."""
        if model is None or self.problems.is_wrong(line.place):
            return
        try:
            model.model_validate(line.values)
        except ValidationError as error:
            for part in error.errors():
                path = tuple(str(step) for step in part["loc"] if isinstance(step, str))
                place = line.places.get(path) or next(
                    (there for known, there in line.places.items() if known[: len(path)] == path), line.place
                )
                self.problems.add(place, part.get("input", ""), invalid(part), item=code)

    def _continued(self) -> dict[str, str]:
        grid = self.grids.get(layout.MORE)
        found: dict[str, str] = defaultdict(str)
        for number in sorted(grid.rows)[1:] if grid else []:
            piece = grid.cell(number, 2).text if grid else ""
            found[grid.cell(number, 1).text if grid else ""] += piece[1:-1]
        return found

    def _long(self, cell: Cell) -> Cell:
        if cell.text.startswith(CONTINUED):
            return Cell(self.longer.get(cell.text.removeprefix(CONTINUED), cell.text))
        return cell


def _set(values: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for name in path[:-1]:
        values = values.setdefault(name, {})
    values[path[-1]] = value
