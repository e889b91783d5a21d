"""The plain table that an office keeps by hand: one sheet, one row an item, headers in many wordings. Pure.

The header row is found by its words (`data/sheets/by_hand.json`), it may stand under title rows and take two rows. Rows
below that give an item no new name go on with it. What is not recognised is told by its column.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from yichuang.base.numerals import folded
from yichuang.catalogue import bundled
from yichuang.catalogue.finding.words import spoken
from yichuang.catalogue.guides.importing import UnreadableFile
from yichuang.catalogue.sheets import hand_cells
from yichuang.catalogue.sheets.entries import Entry
from yichuang.catalogue.sheets.grid import Grid
from yichuang.catalogue.sheets.problems import Place, Problems, Weight

SEARCHED_ROWS: Final = 30
_REMARK: Final = re.compile(r"[(（\[【].*?[)）\]】]")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: the last of its rows, the field of each column, its words, and the unit they name."""

    row: int
    fields: Mapping[int, str]
    words: Mapping[int, str]
    units: Mapping[int, str]

    def column(self, field: str) -> int:
        """The column of a field; 0 when there is none."""
        return next((at for at, name in self.fields.items() if name == field), 0)


def read(grids: Sequence[Grid], problems: Problems, *, known: Mapping[str, str]) -> list[Entry]:
    """The items of every sheet that has a header. `known`: the code of each name that the catalogue has already.

    Raises UnreadableFile when no sheet has a header.
    """
    entries: list[Entry] = []
    headers = 0
    for grid in grids:
        if grid.hidden:
            problems.add(Place(grid.name), "", _("隐藏的工作表没有读取；需要时请取消隐藏。"), weight=Weight.UNREAD)
            continue
        header = find_header(grid)
        if header is None:
            problems.add(
                Place(grid.name), "", _("没有找到表头（至少要有“事项名称”一列），没有读取。"), weight=Weight.UNREAD
            )
            continue
        headers += 1
        _tell_unknown(grid, header, problems)
        entries += [_entry(grid, header, rows, problems, known) for rows in _items(grid, header, problems)]
    if not headers:
        raise UnreadableFile(_("没有找到表头：表格至少要有“事项名称”一列和另外一列认识的内容。请补上后再导入。"))
    return _once(entries, problems)


def find_header(grid: Grid) -> Header | None:
    """The header: of the first rows the one with most known words, alone or together with the row below it."""
    best: Header | None = None
    for row in sorted(grid.rows)[:SEARCHED_ROWS]:
        for rows in ([row], [row, row + 1]):
            header = _header(grid, rows)
            if header is not None and (best is None or _says_more(header, best)):
                best = header
    return best


def _says_more(header: Header, than: Header) -> bool:
    """More columns are known; or as many with fewer words, so that no title belongs to them."""
    known, before = len(header.fields), len(than.fields)
    return known > before or (
        known == before and sum(map(len, header.words.values())) < sum(map(len, than.words.values()))
    )


def _header(grid: Grid, rows: Sequence[int]) -> Header | None:
    fields: dict[int, str] = {}
    words: dict[int, str] = {}
    units: dict[int, str] = {}
    for at in sorted(range(1, grid.width + 1), key=lambda at: _exactness(grid.cell(rows[-1], at).text)):
        told = [grid.cell(row, at).text for row in rows]
        words[at] = " ".join(dict.fromkeys(text.strip() for text in told if text.strip()))
        top = told[0] or _left_of(grid, rows[0], at) if len(rows) > 1 else ""
        for text in (told[-1], f"{top}{told[-1]}", top):
            field = _fields().get(_bare(text))
            if field and field not in fields.values():
                fields[at] = field
                units[at] = "".join(re.findall(r"[(（](.*?)[)）]", text))
                break
    if len(rows) > 1 and not any(_bare(grid.cell(rows[1], at).text) in _fields() for at in fields):
        return None
    fields, words = dict(sorted(fields.items())), dict(sorted(words.items()))
    return Header(rows[-1], fields, words, units) if "name" in fields.values() and len(fields) > 1 else None


def _left_of(grid: Grid, row: int, at: int) -> str:
    """The header above that spans this column: the nearest one to the left in its row."""
    return next((text for left in range(at, 0, -1) if (text := grid.cell(row, left).text)), "")


def _bare(text: str) -> str:
    """A header without spaces, remarks in brackets and marks."""
    return re.sub(r"[\s*:：/]", "", folded(_REMARK.sub("", text)))


def _fields() -> Mapping[str, str]:
    return {word: field for field, words in _words()["columns"].items() for word in words}


def _exactness(text: str) -> int:
    """How exactly a header names its field, 0 the most: “承诺时限” goes before “办理时限”."""
    bare = _bare(text)
    return next((words.index(bare) for words in _words()["columns"].values() if bare in words), SEARCHED_ROWS)


def _words() -> Mapping[str, Any]:
    return bundled.load("sheets/by_hand")


def _tell_unknown(grid: Grid, header: Header, problems: Problems) -> None:
    for at, words in header.words.items():
        if at not in header.fields and words and _bare(words) not in _words()["ignored"]:
            place = Place(grid.name, header.row, at, words[:60])
            known = _bare(grid.cell(header.row, at).text) in _fields()
            sentence = _("另有一列写的是同一内容，这一列没有读取。") if known else _("不认识的列，没有读取。")
            problems.add(place, words, sentence, weight=Weight.UNREAD)


def _items(grid: Grid, header: Header, problems: Problems) -> Iterator[list[int]]:
    """The rows of each item: the one with its name, and those that go on with it."""
    name_at = header.column("name")
    rows: list[int] = []
    name = ""
    for row in sorted(grid.rows):
        if row <= header.row:
            continue
        told, here = grid.cell(row, name_at).text.strip(), _filled(grid, row, header)
        if _is_note(grid, row, here):
            place = Place(grid.name, row, here[0] if here else 1)
            problems.add(place, _first(grid, row), _("看起来是表格的附注，没有读取。"), weight=Weight.UNREAD)
        elif told and told != name:
            if _bare(told) not in _fields():  # else the header again, on the next page
                if rows:
                    yield rows
                rows, name = [row], told
        elif rows and here:
            rows.append(row)
        elif here:
            problems.add(Place(grid.name, row, name_at), "", _("没有事项名称，这一行没有读取，请补上。"))
    if rows:
        yield rows


def _filled(grid: Grid, row: int, header: Header) -> list[int]:
    return [at for at in header.fields if grid.cell(row, at).text]


def _first(grid: Grid, row: int) -> str:
    return next((text for at in range(1, grid.width + 1) if (text := grid.cell(row, at).text)), "")


def _is_note(grid: Grid, row: int, filled: Sequence[int]) -> bool:
    """A row of one cell, or one merged over all, that begins like a remark; never one that is an item."""
    texts = {grid.cell(row, at).text for at in filled} or {_first(grid, row)}
    first = _bare(_first(grid, row))
    return len(texts) == 1 and first.startswith(tuple(_words()["notes"]))


def _entry(grid: Grid, header: Header, rows: Sequence[int], problems: Problems, known: Mapping[str, str]) -> Entry:
    told = {field: _joined(grid, rows, at) for at, field in header.fields.items()}
    places = {field: Place(grid.name, rows[0], at, header.words[at][:60]) for at, field in header.fields.items()}
    name = " ".join(told["name"].split())
    code = told.get("code", "").strip() or known.get(name, "") or made_code(name, told.get("department", ""))
    entry = Entry(item={"code": code, "name": name}, places={**places, "code": places.get("code", places["name"])})
    entry.by_name = True
    for at, field in header.fields.items():
        cell = hand_cells.Hand(told[field], header.units[at], grid.cell(rows[0], at).was, places[field], code)
        hand_cells.take(field, cell, entry, problems)
    return entry


def _joined(grid: Grid, rows: Sequence[int], at: int) -> str:
    return "\n".join(dict.fromkeys(text for row in rows if (text := grid.cell(row, at).text.strip())))


def made_code(name: str, department: str) -> str:
    """A code for an item that came without: as its name sounds, and the same each time it comes."""
    digest = hashlib.sha256(f"{name}\n{' '.join(department.split())}".encode()).hexdigest()
    return f"{spoken(name).initials[:24] or 'x'}-{digest[:8]}"


def _once(entries: Sequence[Entry], problems: Problems) -> list[Entry]:
    """Each item once; the second is told."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.code in found:
            first = found[entry.code].place_of("name")
            sentence = _("事项重复，%(first)s 已经有了，只导入前一条。请删除一条，或者加上不同的事项编码。")
            where = f"{first.sheet}!{first.address}"
            problems.add(entry.place_of("name"), entry.name, sentence % {"first": where}, weight=Weight.DOUBT)
        else:
            found[entry.code] = entry
    return list(found.values())
