"""Opens one workbook and prints what stands in its cells. A program of its own, never in the web server or a worker.

    python -I opening.py FILE

Prints one line of JSON for each sheet: {"name", "hidden", "merged", "broken", "formulas", "rows": [[number, [cell, …]],
…]}, or one line {"refused": reason}. A cell is text, a number, true or false, or {"date": "2026-01-31"}. It imports
nothing of Yichuang and limits its own memory and time, because a hostile file may break any decoder.
"""

from __future__ import annotations

import datetime
import html
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import python_calamine as calamine

MEGABYTE: Final = 1024 * 1024
MEMORY: Final = 1536 * MEGABYTE
SECONDS: Final = 40
LARGEST_WITHIN: Final = 256 * MEGABYTE
MOST_PARTS: Final = 2000
MOST_SHEETS: Final = 60
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 500
LONGEST_CELL: Final = 40_000
MOST_TEXT: Final = 32 * MEGABYTE
"""Characters of all cells together: a text that stands once in a file may stand in every cell."""
_A_CELL: Final = 8
_TAG: Final = re.compile(rb'<c (r="([A-Z]{1,3}\d{1,7})"[^<>]{0,200})>')
_VALUE: Final = re.compile(rb"<v>([^<]{1,20})</v>")
_SHEET: Final = re.compile(r'<sheet\b[^>]*?\bname="([^"]*)"[^>]*?\br:id="([^"]*)"')
_RELATION: Final = re.compile(r"<Relationship\b[^>]*>")


class Unfit(Exception):
    """The file is not read; the argument is the reason, a key of `grid.SENTENCES`."""


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The sheets, one after the other. Raises Unfit."""
    where = _look_through(path)
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        listed = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(listed) > MOST_SHEETS:
            raise Unfit("sheets")
        budget = [MOST_TEXT]
        for sheet in listed:
            yield _sheet(book, sheet, budget, *where.get(sheet.name, ({}, 0)))
    except calamine.PasswordError:
        raise Unfit("password")
    except (calamine.CalamineError, OSError, ValueError):
        raise Unfit("damaged")


def _look_through(path: Path) -> dict[str, tuple[dict[str, str], int]]:
    """Unpack every part once, counting, before anything decodes it; cells that hold an error are found on the way."""
    total = 0
    texts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_WITHIN:
                raise Unfit("bomb")
            for part in parts:
                with archive.open(part) as stream:
                    while piece := stream.read(MEGABYTE):
                        total += len(piece)
                        if total > LARGEST_WITHIN:
                            raise Unfit("bomb")
                if part.filename.endswith(".rels") or part.filename == "xl/workbook.xml":
                    texts[part.filename] = archive.read(part)
            if "xl/workbook.xml" not in texts:
                raise Unfit("type")
            return {name: _marks(archive, target) for name, target in _targets(texts).items()}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        raise Unfit("damaged")
    except RuntimeError:  # the entries of the archive are encrypted
        raise Unfit("password")


def _targets(texts: dict[str, bytes]) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    relations = texts.get("xl/_rels/workbook.xml.rels", b"").decode("utf-8", "replace")
    by_id = {}
    for relation in _RELATION.findall(relations):
        named = dict(re.findall(r'(\w+)="([^"]*)"', relation))
        by_id[named.get("Id")] = named.get("Target", "")
    sheets = _SHEET.findall(texts["xl/workbook.xml"].decode("utf-8", "replace"))
    return {
        html.unescape(name): target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        for name, key in sheets
        if (target := by_id.get(key))
    }


def _marks(archive: zipfile.ZipFile, target: str) -> tuple[dict[str, str], int]:
    """The cells of a sheet that hold an error (#REF! …), and how many hold a formula."""
    try:
        text = archive.read(target)
    except KeyError:
        return {}, 0
    return dict(_errors(text)), len(re.findall(rb"<f[ >]", text))


def _errors(text: bytes) -> Iterator[tuple[str, str]]:
    """Place and error of each cell that holds one. Goes once through the text, however it is made."""
    value = -1
    for tag in _TAG.finditer(text):
        if b' t="e"' not in tag[1]:
            continue
        if value < tag.end():
            value = text.find(b"<v>", tag.end())
        if value < 0:
            return
        found = _VALUE.match(text, value) if text.find(b"<c ", tag.end(), value) < 0 else None
        if found is not None:
            yield tag[2].decode(), html.unescape(found[1].decode("utf-8", "replace"))


def _sheet(
    book: calamine.CalamineWorkbook,
    meta: calamine.SheetMetadata,
    budget: list[int],
    broken: dict[str, str],
    formulas: int,
) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(meta.name)
    end = sheet.end or (0, 0)
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    told: dict[str, Any] = {"name": meta.name, "hidden": hidden, "broken": broken, "formulas": formulas}
    told |= {"merged": [], "rows": []}
    if hidden:
        return told
    if end[0] >= MOST_ROWS:
        raise Unfit(f"rows:{end[0] + 1}:{meta.name}")
    first = sheet.start or (0, 0)
    told["merged"] = [[*start, *stop] for start, stop in sheet.merged_cell_ranges or [] if start[0] <= end[0]]
    for number, row in enumerate(sheet.iter_rows()):
        cells = [""] * first[1] + [_cell(value, number, meta.name) for value in row]
        while cells and cells[-1] == "":
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise Unfit(f"columns:{len(cells)}:{meta.name}")
        budget[0] -= sum(_A_CELL + len(cell) if isinstance(cell, str) else _A_CELL for cell in cells)
        if budget[0] < 0:
            raise Unfit("bomb")
        if cells:
            told["rows"].append([number + 1, cells])
    return told


def _cell(value: Any, row: int, sheet: str) -> Any:
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise Unfit(f"cell:{row + 1}:{sheet}")
        return value
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return {"date": value.isoformat()} if hasattr(value, "isoformat") else str(value)


def main() -> None:
    """Print the sheets of the file named on the command line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for sheet in read(Path(sys.argv[1])):
            print(json.dumps(sheet), flush=True)
    except Unfit as unfit:
        print(json.dumps({"refused": str(unfit)}), flush=True)
    except MemoryError:
        print(json.dumps({"refused": "bomb"}), flush=True)


if __name__ == "__main__":
    main()
