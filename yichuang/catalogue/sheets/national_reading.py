"""The national exchange tables into entries: what a province sends down (`dn_…`), or what we sent up. Pure.

An item is known again by its row_guid or its 业务办理项编码. The tables tell little of a part, so what the catalogue
knows of a part of that name stays.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import ValidationError

from yichuang.base.refusal import Refused
from yichuang.catalogue.content import Content
from yichuang.catalogue.guides.importing import UnreadableFile
from yichuang.catalogue.guides.keys import Keys
from yichuang.catalogue.revising.writing import CODE
from yichuang.catalogue.sheets import national_cells as cells
from yichuang.catalogue.sheets.by_hand import made_code
from yichuang.catalogue.sheets.entries import Entry
from yichuang.catalogue.sheets.grid import MOST_COLUMNS, MOST_ROWS, Grid, csv_rows, unreadable
from yichuang.catalogue.sheets.problems import Place, Problems, Weight
from yichuang.catalogue.sheets.sentences import invalid
from yichuang.catalogue.sheets.storable import must_be_storable

LARGEST: Final = 64 * 1024 * 1024
BASIC: Final = "task_general_basic"
_WRITTEN: Final = ("text", "lines", "conditions", "bases")
"""Kinds that are free text, whose length the column limits."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column, and where they stand."""

    cells: Mapping[str, str]
    places: Mapping[str, Place]

    @property
    def place(self) -> Place:
        return next(iter(self.places.values()))


def is_national(grids: Sequence[Grid]) -> bool:
    """Whether the sheets are national tables."""
    return any(_bare(grid.name) == BASIC for grid in grids)


def unpack(path: Path) -> list[Grid]:
    """The tables of a ZIP, a CSV or JSON file each. Raises UnreadableFile."""
    grids = []
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if _bare(Path(part.filename).stem) in cells.table()["tables"]]
            if sum(part.file_size for part in parts) > LARGEST:
                raise unreadable("bomb")
            for part in parts:
                with archive.open(part) as stream:
                    raw = stream.read(LARGEST + 1)
                grids.append(_grid(part.filename, raw))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, csv.Error):
        raise unreadable("damaged")
    except RuntimeError:  # the entries of the archive are encrypted
        raise unreadable("password")
    return grids


def _grid(name: str, raw: bytes) -> Grid:
    stem = Path(name).stem
    if not name.endswith(".json"):
        return Grid(stem, dict(csv_rows(raw)))
    try:
        rows = json.loads(raw.decode("utf-8-sig"))
        must_be_storable(rows)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        if len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS:
            many = f"rows:{len(rows)}" if len(rows) > MOST_ROWS else f"columns:{len(columns)}"
            raise unreadable(f"{many}:{name}")
        return Grid(
            stem, {1: columns} | {n: [_text(row.get(c)) for c in columns] for n, row in enumerate(rows, start=2)}
        )
    except (UnicodeDecodeError, ValueError, TypeError, AttributeError, RecursionError):
        raise UnreadableFile(_("%(name)s 不是有效的 JSON 列表，请重新导出后再导入。") % {"name": name})


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _bare(name: str) -> str:
    return next((name.removeprefix(one) for one in cells.table()["prefixes"] if name.startswith(one)), name)


def read(grids: Sequence[Grid], problems: Problems, *, known: Mapping[str, str]) -> list[Entry]:
    """The items of the tables. `known`: the code of each row_guid and 业务办理项编码 that the catalogue has."""
    tables = {_bare(grid.name): grid for grid in grids}
    entries: dict[str, Entry] = {}
    owners: dict[str, str] = {}
    for row in _rows(tables[BASIC], BASIC, problems):
        entry = _begin(row, known, problems)
        if entry is None or entry.code in entries:
            continue
        entries[entry.code] = entry
        owners |= {row.cells.get(column, ""): entry.code for column in ("row_guid", "task_handle_item")}
        _fill(entry, row, BASIC, problems)
    for table, told in cells.table()["tables"].items():
        if table in tables and told["rows"] not in ("basic",) and table != BASIC:
            _take(table, tables[table], told["rows"], entries, owners, problems)
    for entry in entries.values():
        _settle(entry, problems)
    return list(entries.values())


def _rows(grid: Grid, table: str, problems: Problems) -> Iterator[Row]:
    if not grid.rows:
        return
    top = min(grid.rows)
    columns = {at: name for at in range(1, grid.width + 1) if (name := grid.cell(top, at).text.strip().lower())}
    known = {*cells.table()["tables"][table]["columns"], *cells.table()["every"]}
    for at, name in columns.items():
        if name not in known:
            problems.add(Place(grid.name, top, at, name), name, _("不认识的列，没有读取。"), weight=Weight.UNREAD)
    for number in sorted(grid.rows):
        if number > top:
            texts = {name: grid.cell(number, at).text for at, name in columns.items()}
            places = {name: Place(grid.name, number, at, name) for at, name in columns.items()}
            yield Row(texts, places)


def _begin(row: Row, known: Mapping[str, str], problems: Problems) -> Entry | None:
    told = row.cells
    name, handle = told.get("task_name", "").strip(), told.get("task_handle_item", "").strip()
    if not name:
        problems.add(row.place, "", _("没有事项名称，这一行没有读取，请补上。"))
        return None
    if told.get("cd_operation", "").upper() == "D":
        sentence = _("这一行要求删除，没有执行；需要时请在目录中取消事项。")
        problems.add(row.place, name, sentence, weight=Weight.UNREAD)
        return None
    code = known.get(told.get("row_guid", "")) or known.get(handle)
    code = code or (handle if CODE.fullmatch(handle) else made_code(name, told.get("dept_name", "")))
    entry = Entry(item={"code": code, "department": told.get("dept_name", "").strip()}, by_name=True)
    entry.places["code"] = row.places.get("task_handle_item", row.place)
    return entry


def _fill(entry: Entry, row: Row, table: str, problems: Problems) -> None:
    """Lay the cells of a row into the fields that the mapping names."""
    for column, (source, kind, longest) in cells.table()["tables"][table]["columns"].items():
        text = row.cells.get(column, "").strip()
        if not text or kind in (*cells.ONE_WAY, "key"):
            continue
        _put(entry.item, entry.parts, source, _value(text, kind, source, longest, row.places[column], entry, problems))
        entry.places.setdefault(source.split(".")[1], row.places[column])


def _value(text: str, kind: str, source: str, longest: int, place: Place, entry: Entry, problems: Problems) -> Any:
    try:
        if len(text) > longest and kind in _WRITTEN:
            raise Refused(_("太长，最多 %(most)s 个字，请缩短。") % {"most": longest})
        return cells.read(text, kind, source.rpartition(".")[2])
    except Refused as refused:
        problems.add(place, text, str(refused), item=entry.code)
        return None


def _put(item: dict[str, str], holder: dict[str, Any], source: str, value: Any) -> None:
    if value is None:
        return
    where, *path = source.split(".")
    if where == "item":
        item[path[0]] = str(value)
        return
    for name in path[:-1]:
        holder = holder.setdefault(name, {})
    holder[path[-1]] = value


def _take(
    table: str, grid: Grid, rows: str, entries: Mapping[str, Entry], owners: Mapping[str, str], problems: Problems
) -> None:
    keys = {code: Keys("m") for code in entries}
    if rows != "item":
        for entry in entries.values():
            entry.parts.setdefault(rows, [])
    for row in _rows(grid, table, problems):
        code = owners.get(row.cells.get("task_guid", "")) or owners.get(row.cells.get("task_handle_item", ""))
        if not code:
            sentence = _("“%(table)s”里没有这个事项，这一行没有读取，请核对 task_guid 或者 task_handle_item。")
            problems.add(row.place, "", sentence % {"table": BASIC})
        elif rows == "item":
            _fill(entries[code], row, table, problems)
        else:
            entries[code].parts[rows].append(_part(entries[code], row, table, rows, keys[code], problems))
            entries[code].places.setdefault(rows, row.place)


def _part(entry: Entry, row: Row, table: str, rows: str, keys: Keys, problems: Problems) -> dict[str, Any]:
    part: dict[str, Any] = {}
    for column, (source, kind, longest) in cells.table()["tables"][table]["columns"].items():
        text = row.cells.get(column, "").strip()
        if text and source.startswith("part.") and kind not in cells.ONE_WAY:
            _put({}, part, source, _value(text, kind, source, longest, row.places[column], entry, problems))
    return {"key": keys.make(part.get("name", "")), **part} if rows == "materials" else part


def _settle(entry: Entry, problems: Problems) -> None:
    """Drop limits without a number and results without a name, and let the content look at the rest."""
    for name in ("statutory", "promised"):
        if "length" not in entry.parts.get(name, {"length": 0}):
            entry.parts.pop(name)
    if "name" not in entry.parts.get("result", {"name": ""}):
        entry.parts.pop("result")
    try:
        Content.model_validate(entry.parts)
    except ValidationError as error:
        for part in error.errors()[:10]:
            problems.add(entry.place_of(str(part["loc"][0])), part.get("input", ""), invalid(part), item=entry.code)
