"""The national exchange tables into entries: what a province sends down (`dn_…`), or what we sent up. Pure.

An item is known again by its row_guid or its 业务办理项编码. The tables tell little of a part, so what the catalogue
knows of a part of that name stays.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from yichuang.catalogue.content import File
from yichuang.catalogue.guides.importing import UnreadableFile
from yichuang.catalogue.sheets import national_cells as cells
from yichuang.catalogue.sheets.entries import Entry
from yichuang.catalogue.sheets.grid import MOST_COLUMNS, MOST_ROWS, Grid, csv_rows, unreadable
from yichuang.catalogue.sheets.national_entries import BASIC, OUR_OWN, Reading, Row, settle
from yichuang.catalogue.sheets.problems import Place, Problems, Weight
from yichuang.catalogue.sheets.storable import must_be_storable

LARGEST: Final = 64 * 1024 * 1024


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


def read(
    grids: Sequence[Grid], problems: Problems, *, known: Mapping[str, str], files: Mapping[str, File]
) -> list[Entry]:
    """The items of the tables.

    `known`: the code of each row_guid and 业务办理项编码 that the catalogue has; `files`: its files by digest.
    """
    tables = {_bare(grid.name): grid for grid in grids}
    reading = Reading(problems, files, whole=tables[BASIC].name.startswith(OUR_OWN))
    for row in _rows(tables[BASIC], BASIC, problems):
        reading.begin(row, known)
    for table, told in cells.table()["tables"].items():
        if table in tables and told["rows"] == "basic":
            reading.take_directory(_rows(tables[table], table, problems))
        elif table in tables and table != BASIC:
            reading.take(table, _rows(tables[table], table, problems), told["rows"])
    for entry in reading.entries.values():
        settle(entry, problems)
    return list(reading.entries.values())


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
