"""A copy of the imported workbook in which the wrong cells are marked, with what is wrong as a comment on each."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

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
            _copy(book, one, [told for told in _every_cell(problems) if told["sheet"] == one.name], formats)
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
        addresses, items = (_("、").join(dict.fromkeys(told)) for told in _cells_and_items(one))
        cells = (one["sheet"], addresses, one["header"], one["value"], one["sentence"], labels[one["weight"]], items)
        for at, text in enumerate(cells):
            sheet.write_string(row, at, text[:32_000], formats[one["weight"]] if at == 1 else None)


def _cells_and_items(problem: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The cells of a problem and its items, each with all of which the same is said."""
    spots = problem.get("also", [])
    here = [f"{one['sheet']}!{one['address']}" if one["sheet"] != problem["sheet"] else one["address"] for one in spots]
    return [problem["address"], *here], [problem["item"], *(one["item"] for one in spots)]


def _every_cell(problems: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The problems, each once for every cell."""
    for one in problems:
        yield dict(one)
        yield from ({**one, **spot} for spot in one.get("also", ()))


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
    marked: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for one in problems:
        if one["row"] and one["column"]:
            marked.setdefault((one["row"], one["column"]), []).append(one)
    for row in sorted({*told.rows, *(row for row, _column in marked)}):
        for column in range(1, len(told.rows.get(row, ())) + 1):
            text = told.cell(row, column).text
            if text and (row, column) not in marked:
                sheet.write_string(row - 1, column - 1, text[:32_000])
    for (row, column), found in marked.items():
        gravest = min((one["weight"] for one in found), key=list(formats).index)
        text = told.cell(row, column).text[:32_000]
        sheet.write_string(row - 1, column - 1, text, formats[gravest]) if text else sheet.write_blank(
            row - 1, column - 1, None, formats[gravest]
        )
        comment = "\n".join(dict.fromkeys(one["sentence"] for one in found))
        sheet.write_comment(row - 1, column - 1, comment[:32_000], {"x_scale": 2})
