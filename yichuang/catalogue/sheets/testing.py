"""Builders for tests of tables: a county workbook with one item, changed cell by cell, and other files by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import Content
from yichuang.catalogue.guides.importing import Departments
from yichuang.catalogue.sheets import layout, workbook
from yichuang.catalogue.sheets.problems import Problem, TableReport
from yichuang.catalogue.sheets.rows import headers_of, rows_of
from yichuang.catalogue.sheets.taking_over import Mode, Setting, take_over_file
from yichuang.offices import testing as offices
from yichuang.people import actors

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ITEM = {"code": "t-1", "name": "小店设立登记", "department": "market"}
Cells = dict[str, list[list[Any]]]


def cells(content: Content | None = None, **item: str) -> Cells:
    """The county workbook as lists: by sheet, the rows from the header on."""
    sheets: Cells = {family.sheet: [headers_of(family)] for family in workbook.all_families()}
    for sheet, row in rows_of(ITEM | item, catalogue.content() if content is None else content):
        sheets[sheet].append(list(row))
    return sheets


def put(sheets: Cells, sheet: str, header: str, value: Any, *, row: int = 2) -> Cells:
    """Change one cell, found by its header."""
    sheets[sheet][row - 1][sheets[sheet][0].index(header)] = value
    return sheets


def write(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], *, merged: Sequence[Any] = ()) -> Path:
    """A workbook with these cells, as a person would leave it: numbers as numbers. `merged`: (sheet, range, value)."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for at, value in enumerate(row):
                _write_cell(sheet, number, at, value)
        for which, place, value in merged:
            if which == name:
                sheet.merge_range(place, value)
    book.close()
    return path


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, str) and value.startswith("#"):
        sheet.write_formula(row, column, "=A1", None, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)


def setting(**options: Any) -> Setting:
    """An import by the installation into the small town, as drafts."""
    department = offices.department()
    usual: dict[str, Any] = {
        "centre": department.centre,
        "departments": Departments({department.code: department}, {}),
        "mode": Mode.DRAFT,
        "by": actors.SYSTEM,
        "at": AT,
    }
    return Setting(**(usual | options))


def run(path: Path, **options: Any) -> TableReport:
    """Import a file."""
    return take_over_file(path, setting=setting(**options))


def at(report: TableReport, address: str, sheet: str = layout.BASIC) -> list[Problem]:
    """The problems of one cell."""
    return [one for one in report.problems if (one.place.sheet, one.place.address) == (sheet, address)]
