"""A copy of the imported workbook in which the wrong cells are marked, with what is wrong as a comment on each."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from yichuang.catalogue.guides.importing import UnreadableFile
from yichuang.catalogue.models import ImportRun
from yichuang.catalogue.sheets import grid
from yichuang.catalogue.sheets.grid import Grid
from yichuang.catalogue.sheets.problems import Weight

_COLOURS = {Weight.ERROR: "#F8CBAD", Weight.DOUBT: "#FFE699", Weight.UNREAD: "#D9D9D9"}
_HEADERS = ("工作表", "单元格", "列", "原内容", "问题和办法", "程度", "事项")


def copy(run: ImportRun) -> bytes:
    """The problems as a sheet, and the sheets of the upload (when it is still there) with its cells marked."""
    problems = run.report.get("problems", [])
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        formats = {str(weight): book.add_format({"bg_color": colour}) for weight, colour in _COLOURS.items()}
        _list(book, problems, formats)
        for one in _sheets(run):
            _copy(book, one, [told for told in problems if told["sheet"] == one.name], formats)
    return out.getvalue()


def _list(book: Any, problems: Iterable[Mapping[str, Any]], formats: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet("问题清单")
    sheet.set_column(0, 3, 16)
    sheet.set_column(4, 4, 70)
    sheet.freeze_panes(1, 0)
    labels = {str(weight): str(weight.label) for weight in Weight}
    for at, header in enumerate(_HEADERS):
        sheet.write_string(0, at, header)
    for row, one in enumerate(problems, start=1):
        cells = (one["sheet"], one["address"], one["header"], one["value"], one["sentence"], labels[one["weight"]])
        for at, text in enumerate((*cells, one["item"])):
            sheet.write_string(row, at, text, formats[one["weight"]] if at == 1 else None)


def _sheets(run: ImportRun) -> list[Grid]:
    if run.file is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(bytes(run.file))
        try:
            return [one for one in grid.read(path) if not one.hidden]
        except UnreadableFile:  # JSON, or the national tables in a ZIP
            return []


def _copy(book: Any, told: Grid, problems: Iterable[Mapping[str, Any]], formats: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(f"{told.name[:27]} 标注")
    marked = {(one["row"], one["column"]): one for one in problems if one["row"] and one["column"]}
    for row in sorted({*told.rows, *(row for row, _column in marked)}):
        for column in range(1, len(told.rows.get(row, ())) + 1):
            text = told.cell(row, column).text
            if text and (row, column) not in marked:
                sheet.write_string(row - 1, column - 1, text[:32_000])
    for (row, column), one in marked.items():
        text = told.cell(row, column).text[:32_000]
        sheet.write_string(row - 1, column - 1, text, formats[one["weight"]]) if text else sheet.write_blank(
            row - 1, column - 1, None, formats[one["weight"]]
        )
        sheet.write_comment(row - 1, column - 1, one["sentence"], {"x_scale": 2})
