"""The register of certificates that a centre had before the system, read from a table or JSON: rows, and what is wrong
with them by cell. What a cell says of a person is never repeated in a problem."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from yichuang.base import codes
from yichuang.base.refusal import Refused
from yichuang.base.text import clean
from yichuang.catalogue.guides.importing import LARGEST_FILE, UnreadableFile
from yichuang.catalogue.sheets import grid
from yichuang.catalogue.sheets.problems import Place, Problem
from yichuang.people.document_codes import type_of_code
from yichuang.people.models import DocumentType

COLUMNS: Final = {
    "item": ("事项编码",),
    "number": ("证照编号", "证号", "许可证编号", "证书编号"),
    "holder": ("持证人", "持证人名称", "单位名称", "姓名"),
    "document_type": ("证件类型",),
    "document": ("证件号码", "统一社会信用代码", "身份证号"),
    "name": ("证照名称",),
    "since": ("有效期起", "有效期自"),
    "until": ("有效期止", "有效期至"),
    "issued": ("发证日期",),
    "source": ("来源",),
}
"""Which headers a column may have; the first is what a problem calls it. In JSON the keys stand for themselves."""
NEEDED: Final = ("item", "number", "holder", "document", "since", "until")
PERSONAL: Final = ("holder", "document", "document_type")
FOR_EVER: Final = ("长期", "永久", "长期有效")
HEADERS_WITHIN: Final = 10
_DAY: Final = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")


@dataclass(frozen=True)
class Row:
    """One certificate of the register. `until` is its last day; None is without end."""

    place: Place
    cells: dict[str, Place]
    item: str
    number: str
    holder: str
    document_type: str
    document: str
    name: str
    since: date
    until: date | None
    issued: date
    source: str


@dataclass
class Register:
    """What was read: the rows that can be read, and the problems of the others."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(path: Path, *, source: str = "") -> Register:
    """The register in a file; `source` stands for rows that name none. Raises UnreadableFile."""
    found = Register()
    for place, cells, texts in _records(path):
        row = _row(place, cells, texts, source, found.problems)
        if row is not None:
            found.rows.append(row)
    if not found.rows and not found.problems:
        raise UnreadableFile(_("文件里没有证照。请用一行一份证照的表格，或者 JSON。"))
    return found


Record = tuple[Place, dict[str, Place], dict[str, str]]


def _records(path: Path) -> Iterator[Record]:
    if path.suffix.lower() == ".json":
        yield from _objects(path)
        return
    for sheet in grid.read(path):
        if not sheet.hidden:
            yield from _of_sheet(sheet)


def _objects(path: Path) -> Iterator[Record]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFile(_("文件超过 20 MB，请分成几个文件再导入。"))
        told = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableFile(_("不是可以读取的 JSON：%(reason)s。") % {"reason": error}) from None
    told = told.get("certificates") if isinstance(told, dict) else told
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise UnreadableFile(_("JSON 应当是 {“certificates”: [一份一个对象]}。"))
    for number, one in enumerate(told, start=1):
        cells = {key: Place(row=number, header=key) for key in COLUMNS}
        yield Place(row=number), cells, {key: _text(one.get(key)) for key in COLUMNS}


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None else json.dumps(value)


def _of_sheet(sheet: grid.Grid) -> Iterator[Record]:
    """The rows below the first line that has the headers. Raises UnreadableFile when no line has them."""
    numbers = sorted(sheet.rows)
    for header in numbers[:HEADERS_WITHIN]:
        columns = _columns(sheet, header)
        if len(columns) >= 2:
            break
    else:
        raise UnreadableFile(_("工作表“%(sheet)s”没有认识的表头，例如“证照编号”。") % {"sheet": sheet.name})
    if lacking := [COLUMNS[key][0] for key in NEEDED if key not in columns]:
        told = {"sheet": sheet.name, "columns": _("、").join(lacking)}
        raise UnreadableFile(_("工作表“%(sheet)s”缺少列：%(columns)s。") % told)
    for number in numbers[numbers.index(header) + 1 :]:
        texts = {key: _shown(sheet.cell(number, column)) for key, column in columns.items()}
        if any(texts.values()):
            cells = {key: Place(sheet.name, number, column, COLUMNS[key][0]) for key, column in columns.items()}
            yield Place(sheet.name, number), cells, {key: texts.get(key, "") for key in COLUMNS}


def _columns(sheet: grid.Grid, number: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in range(1, sheet.width + 1):
        header = sheet.cell(number, column).text.strip().rstrip("*＊")
        key = next((key for key, names in COLUMNS.items() if header in names), None)
        if key is not None:
            found.setdefault(key, column)
    return found


def _shown(cell: grid.Cell) -> str:
    """The text; a broken or rounded number is marked, so that no check lets it pass."""
    return f"#{cell.was}" if cell.was in ("rounded", "broken") else cell.text.strip()


@dataclass
class _Reading:
    """One row being read, and the list to which its problems go."""

    place: Place
    cells: dict[str, Place]
    texts: dict[str, str]
    problems: list[Problem]

    def wrong(self, key: str, sentence: str) -> None:
        value = "" if key in PERSONAL else self.texts[key][:80]
        self.problems.append(Problem(self.cells.get(key) or self.place, value, sentence))

    def check_cells(self) -> None:
        for key, text in self.texts.items():
            if text in ("#rounded", "#broken"):
                self.wrong(key, _("表格软件没有保留这个内容的全部数字，请把这一列设为文本格式，重新填写。"))
            elif key in NEEDED and not text:
                advice = _("，长期有效的写“长期”") if key == "until" else ""
                self.wrong(key, _("请填写“%(column)s”%(advice)s。") % {"column": COLUMNS[key][0], "advice": advice})

    def day(self, key: str) -> date | None:
        text = self.texts[key]
        if not text or (key == "until" and text in FOR_EVER):
            return None
        try:
            return _day(text)
        except ValueError:
            self.wrong(key, _("请写成日期，例如 2019-03-02。"))
            return None

    def words(self, key: str, *, longest: int, otherwise: str = "") -> str:
        try:
            return clean(self.texts[key] or otherwise, field=key, longest=longest, label=COLUMNS[key][0])
        except Refused as refused:
            self.wrong(key, str(refused))
            return otherwise


def _row(
    place: Place, cells: dict[str, Place], texts: dict[str, str], source: str, problems: list[Problem]
) -> Row | None:
    """The row, or None when its problems were told."""
    before, reading = len(problems), _Reading(place, cells, texts, problems)
    reading.check_cells()
    since, until, issued = (reading.day(key) for key in ("since", "until", "issued"))
    if since and until and until < since:
        reading.wrong("until", _("有效期止不能早于有效期起。"))
    number, name = reading.words("number", longest=80), reading.words("name", longest=500)
    whence = reading.words("source", longest=200, otherwise=source)
    if not whence:
        reading.wrong("source", _("请写明来源（从哪一本台账、哪个系统来），或者用 --source 统一写明。"))
    if len(problems) > before or since is None:
        return None
    return Row(
        place=place,
        cells=cells,
        item=texts["item"],
        number=number,
        holder=texts["holder"],
        document_type=_type(texts["document_type"], texts["document"], on=since),
        document=texts["document"],
        name=name,
        since=since,
        until=until,
        issued=issued or since,
        source=whence,
    )


def _day(text: str) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return date(*(int(part) for part in match.groups()))


def _type(told: str, number: str, *, on: date) -> str:
    """The type by its name, or its code here or in the standard; where none is told, an identity card when the number
    is one, else a credit code. What is no type stays as it is and is refused by whoever registers people."""
    if told:
        return next((value for value, label in DocumentType.choices if told in (value, label)), type_of_code(told))
    try:
        codes.check_identity_number(number, on=on)
    except Refused:
        return DocumentType.CREDIT_CODE
    return DocumentType.IDENTITY_CARD
