"""A file as sheets of cells, whatever its format: XLSX by a program of its own (`opening`), CSV here."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from yichuang.catalogue.guides.importing import LARGEST_FILE, UnreadableFile
from yichuang.catalogue.sheets.problems import letters

OPENER: Final = Path(__file__).with_name("opening.py")
PATIENCE: Final = 60  # seconds
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 500
LONGEST_CELL: Final = 40_000
MOST_MERGED: Final = 2_000_000
"""Cells of a workbook that stand for a merged one."""
LONGEST_EXACT: Final = 10**15
"""Whole numbers from here on were rounded by the spreadsheet: it keeps 15 digits."""
SENTENCES: Final[dict[str, StrPromise]] = {
    "type": gettext_lazy("文件不是 XLSX 工作簿，也不是 CSV 表格。请用 Excel 或者 WPS 另存为 .xlsx 后再导入。"),
    "empty": gettext_lazy("文件是空的，请核对后再导入。"),
    "old": gettext_lazy("文件是旧格式 .xls，请用 Excel 或者 WPS 另存为 .xlsx 后再导入。"),
    "password": gettext_lazy("文件设有密码，请取消密码后再导入。"),
    "damaged": gettext_lazy("文件已损坏，无法打开。请用 Excel 或者 WPS 打开后另存一份再导入。"),
    "bomb": gettext_lazy("文件展开后过大或者过于复杂，无法安全打开。请只保留要导入的表格，另存一份再导入。"),
    "sheets": gettext_lazy("工作表太多，最多 60 张，请分成几个文件再导入。"),
    "rows": gettext_lazy(
        "工作表“%(sheet)s”有 %(number)s 行，最多 50000 行。请分成几个文件，或者删除多余的空行再导入。"
    ),
    "columns": gettext_lazy("工作表“%(sheet)s”有 %(number)s 列，最多 500 列。请删除多余的列再导入。"),
    "cell": gettext_lazy("工作表“%(sheet)s”第 %(number)s 行有单元格超过 40000 字，请缩短后再导入。"),
    "text": gettext_lazy("文件不是 UTF-8 或者 GB18030 编码的文字，请用 Excel 或者 WPS 另存为 .xlsx 后再导入。"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, as text, and what it was: text, number, rounded, date, truth, broken (#REF! …)."""

    text: str
    was: str = "text"


NOTHING: Final = Cell("")


@dataclass(slots=True)
class Grid:
    """One sheet: its rows by number (from 1), each with its cells from the first column on. Merged cells are filled."""

    name: str
    rows: dict[int, list[Any]]
    hidden: bool = False
    formulas: int = 0
    broken: dict[str, str] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> Cell:
        """The cell of that row and column (both from 1)."""
        cells = self.rows.get(row, ())
        value = cells[column - 1] if column <= len(cells) else ""
        if value == "" and self.broken:
            error = self.broken.get(f"{letters(column)}{row}")
            return Cell(error, "broken") if error else NOTHING
        return as_text(value)

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(cells) for cells in self.rows.values()), default=0)


def as_text(value: Any) -> Cell:
    """A raw value as a cell."""
    if isinstance(value, str):
        return Cell(value) if value.strip() else NOTHING
    if isinstance(value, bool):
        return Cell("是" if value else "否", "truth")
    if isinstance(value, dict):
        return Cell(value.get("date", ""), "date")
    if not -LONGEST_EXACT < value < LONGEST_EXACT:  # true of what is no number, too
        return Cell(repr(value), "rounded")
    return Cell(str(int(value)) if value == int(value) else repr(value), "number")


def read(path: Path) -> list[Grid]:
    """The sheets of a file. Raises UnreadableFile saying what is wrong with it and what to do."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(65536)
    except OSError as error:
        raise UnreadableFile(_("文件打不开：%(reason)s。请核对路径和权限。") % {"reason": error.strerror or error})
    if size > LARGEST_FILE:
        raise UnreadableFile(_("文件超过 20 MB，请分成几个文件再导入。"))
    if not size:
        raise unreadable("empty")
    if head.startswith(b"PK"):
        return _workbook(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
        raise unreadable("password" if locked else "old")
    if b"\x00" in head or head.startswith((b"%PDF", b"{", b"<")):
        raise unreadable("type")
    return [Grid("CSV", dict(csv_rows(path.read_bytes())))]


def unreadable(reason: str) -> UnreadableFile:
    """The refusal of a file: a key of `SENTENCES`, or `rows:NUMBER:SHEET` and the like."""
    key, _sep, rest = reason.partition(":")
    number, _sep, sheet = rest.partition(":")
    return UnreadableFile(SENTENCES.get(key, SENTENCES["damaged"]) % {"number": number, "sheet": sheet})


def _workbook(path: Path) -> list[Grid]:
    try:
        done = subprocess.run(  # noqa: S603 - our own program, with a path that we were given
            [sys.executable, "-I", str(OPENER), str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise unreadable("bomb")
    if done.returncode:
        raise unreadable("bomb")
    sheets = [json.loads(line) for line in done.stdout.splitlines()]
    for sheet in sheets:
        if "refused" in sheet:
            raise unreadable(sheet["refused"])
    budget = [MOST_MERGED]
    return [_grid(sheet, budget) for sheet in sheets]


def _grid(sheet: dict[str, Any], budget: list[int]) -> Grid:
    """The sheet with its merged cells filled. Raises UnreadableFile when they are more than the budget."""
    rows: dict[int, list[Any]] = dict(sheet["rows"])
    grid = Grid(sheet["name"], rows, sheet["hidden"], sheet["formulas"], sheet["broken"])
    last, width = max(rows, default=0), min(grid.width, MOST_COLUMNS)
    for top, left, bottom, right in sheet["merged"]:
        first = rows.get(top + 1, [])
        value = first[left] if left < len(first) else ""
        if value == "":
            continue
        stop, end = min(right + 1, width), min(bottom + 1, last)
        budget[0] -= max(end - top, 0) * max(stop - left, 0)
        if budget[0] < 0:
            raise unreadable("bomb")
        for number in range(top + 1, end + 1):
            cells = rows.setdefault(number, [])
            cells.extend([""] * (stop - len(cells)))
            cells[left:stop] = [value] * (stop - left)
    return grid


def csv_rows(raw: bytes) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a CSV file by number, in UTF-8 or GB18030. Raises UnreadableFile."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise unreadable("text")
    if "\x00" in text:
        raise unreadable("text")
    csv.field_size_limit(LONGEST_CELL)
    yield from _lines(text)


def _lines(text: str) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a CSV text by number; tab, semicolon or comma, whichever its first lines use most."""
    begin = text[:4000]
    delimiter = max(",\t;", key=begin.count)
    number = 0
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:  # a field is longer than a cell may be
            raise unreadable(f"cell:{number}:CSV")
        if number > MOST_ROWS:
            raise unreadable(f"rows:{number}:CSV")
        if len(row) > MOST_COLUMNS:
            raise unreadable(f"columns:{len(row)}:CSV")
        if any(cell.strip() for cell in row):
            yield number, list(row)
