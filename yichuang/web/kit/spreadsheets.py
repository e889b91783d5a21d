"""Tables on their way out: CSV and XLSX, in which no cell is ever computed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

import xlsxwriter
from django.http import HttpResponse

from yichuang.web.kit.downloads import attachment

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Where a spreadsheet may begin to compute; programs for Chinese and Japanese take the wide signs for the narrow."""
KINDS: Final = ("csv", "xlsx")
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(kind: str, heads: Sequence[str], rows: Iterable[Sequence[object]], *, name: str) -> HttpResponse:
    """The table as a file of that kind (`KINDS`); `name` without its ending."""
    if kind == "xlsx":
        return attachment(_xlsx(heads, rows), name=f"{name}.xlsx", media_type=_XLSX)
    return attachment(_csv(heads, rows), name=f"{name}.csv", media_type="text/csv; charset=utf-8")


def safe_cell(text: str) -> str:
    """The text so that a spreadsheet shows it and never computes it; long numbers stay whole."""
    dangerous = text.startswith(_FORMULA) or (text.isdigit() and len(text) > 11)
    return f"'{text}" if dangerous else text


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    for row in (heads, *rows):
        writer.writerow([safe_cell(_text(cell)) for cell in row])
    return ("\ufeff" + sheet.getvalue()).encode()


def _xlsx(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Every cell as text, the heads bold and kept in view, each column as wide as its longest cell within reason."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet, bold, wrapped = book.add_worksheet(), book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    widths = [_width(head) for head in heads]
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, bold)
    for line, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            sheet.write_string(line, at, _text(cell), wrapped)
            widths[at] = max(widths[at], _width(_text(cell)))
    for at, width in enumerate(widths):
        sheet.set_column(at, at, min(width + 2, 60))
    sheet.freeze_panes(1, 0)
    book.close()
    return kept.getvalue()


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
