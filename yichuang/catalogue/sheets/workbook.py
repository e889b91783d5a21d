"""Writes the county workbook: the sheet that explains, a sheet for each family, drop-down lists, nothing but text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import xlsxwriter

from yichuang.catalogue.sheets import layout
from yichuang.catalogue.sheets.cells import Choice, Choices, YesNo
from yichuang.catalogue.sheets.entries import Told
from yichuang.catalogue.sheets.layout import Column, Family
from yichuang.catalogue.sheets.rows import headers_of, rows_of

LONGEST_PIECE: Final = 16_000
"""Characters of one cell; Excel holds 32,767 UTF-16 units. What is longer goes on in the sheet 续文."""
CONTINUED: Final = "\\+"
LISTED_ROWS: Final = 5000
_LONGEST_LIST: Final = 255


def all_families() -> tuple[Family, ...]:
    """The sheets of the workbook in their order."""
    first, *rest = layout.families()
    return (layout.basic(), layout.limits(), first, *rest, layout.FORM)


def write(out: Path | IO[bytes], told: Iterable[Told]) -> int:
    """Write the items into a workbook; tells how many there were."""
    book = _Book(xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}))
    book.explain()
    for family in all_families():
        book.begin(family)
    number = 0
    for item, content in told:
        number += 1
        for sheet, cells in rows_of(item, content):
            book.row(sheet, cells)
    book.end()
    return number


@dataclass(slots=True)
class _Book:
    book: Any
    next_row: dict[str, int] = field(default_factory=dict)
    sheets: dict[str, Any] = field(default_factory=dict)
    continued: list[str] = field(default_factory=list)

    def explain(self) -> None:
        """The sheet 说明: what each column means and what may stand in it."""
        sheet = self._sheet(layout.HELP, ["工作表", "列", "必填", "可以填写", "说明"])
        sheet.set_column(0, 2, 18)
        sheet.set_column(3, 4, 60)
        for cells in explanations():
            self.row(layout.HELP, cells)

    def begin(self, family: Family) -> None:
        """A sheet with its headers and drop-down lists."""
        headers = headers_of(family)
        sheet = self._sheet(family.sheet, headers)
        sheet.set_column(0, len(headers) - 1, 18)
        for column in family.columns:
            words = column.kind.words if isinstance(column.kind, Choice | YesNo) else ()
            if words and len(",".join(words)) <= _LONGEST_LIST:
                at = headers.index(column.header)
                sheet.data_validation(1, at, LISTED_ROWS, at, {"validate": "list", "source": list(words)})

    def row(self, sheet: str, cells: list[str]) -> None:
        """The next row of a sheet."""
        number = self.next_row[sheet]
        for at, text in enumerate(cells):
            if text:
                self.sheets[sheet].write_string(number, at, self._short(text))
        self.next_row[sheet] += 1

    def end(self) -> None:
        """Write what was too long for its cell, and close."""
        if self.continued:
            self._sheet(layout.MORE, ["编号", "内容"])
            step = LONGEST_PIECE - len("||")  # the bars keep spaces at the ends of a piece
            for number, text in enumerate(self.continued, start=1):
                for begin in range(0, len(text), step):
                    self.row(layout.MORE, [str(number), f"|{text[begin : begin + step]}|"])
        self.book.close()

    def _short(self, text: str) -> str:
        if len(text) <= LONGEST_PIECE:
            return text
        self.continued.append(text)
        return f"{CONTINUED}{len(self.continued)}"

    def _sheet(self, name: str, headers: list[str]) -> Any:
        sheet = self.sheets[name] = self.book.add_worksheet(name)
        bold = self.book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8EEF7", "border": 1})
        for at, header in enumerate(headers):
            sheet.write_string(0, at, header, bold)
        sheet.freeze_panes(1, 1)
        self.next_row[name] = 1
        return sheet


def explanations() -> Iterator[list[str]]:
    """For each column: sheet, header, whether it must be filled, what may stand in it, what it means."""
    for family in all_families():
        if family.sheet != layout.BASIC:
            yield [family.sheet, layout.CODE, "是", "", "“基本信息”中的事项编码"]
        if family.nested:
            yield [family.sheet, layout.ORDER, "", "1、2、2.1…", "2.1 是 2 的组成部分或者可选的一种；空白为单独一项"]
        if family.sheet == layout.LIMITS:
            named = "、".join(layout.LIMIT_NAMES.values())
            more = "后面可以接“/情形 标识”“/送达”，写这个情形或者送达的时限"
            yield [family.sheet, layout.WHICH, "是", f"{named}、特别程序1…", more]
        for column in family.columns:
            yield [family.sheet, column.header, _must(column), _may(column), column.help]
    yield ["", "", "", "", "一个单元格写几项的，每项一行。没有的工作表和列，导入时保持事项原来的内容。"]
    yield ["", "", "", "", "以 \\ 开头的：\\- 是空文字，\\\\ 是反斜线，列表里的 \\n 是换行，\\+1 的内容在“续文”表。"]


def _must(column: Column) -> str:
    group = len(column.path) > 1 and column.path[0] != "item"
    return "" if not column.required or column.path[-1] == "key" else "填写本组时" if group else "是"


def _may(column: Column) -> str:
    words = "、".join(column.kind.words)
    return f"{words}（可以几个）" if isinstance(column.kind, Choices) else words
