"""Writes the plain table: one sheet, one row an item, for people to keep. `by_hand` reads it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Any, Final

import xlsxwriter

from yichuang.catalogue import labels
from yichuang.catalogue.content import Content, Fee, LegalBasis, TimeLimit
from yichuang.catalogue.kinds import ItemType, Processing
from yichuang.catalogue.sheets.entries import Told

_ITEM: Final = {"事项名称": "name", "事项编码": "code", "实施部门": "department", "领域": "area"}


def write(out: Path | IO[bytes], told: Iterable[Told]) -> int:
    """Write the items; tells how many there were."""
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("事项一览表")
    bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8EEF7", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    headers = [*_ITEM, *_CELLS]
    for at, header in enumerate(headers):
        sheet.write_string(0, at, header, bold)
    sheet.set_column(0, len(headers) - 1, 24)
    sheet.freeze_panes(1, 1)
    number = 0
    for item, content in told:
        number += 1
        cells = [item.get(name, "") for name in _ITEM.values()] + [cell(content) for cell in _CELLS.values()]
        for at, text in enumerate(cells):
            if text:
                sheet.write_string(number, at, text[:32_000], wrapped)
    book.close()
    return number


def _limit(limit: TimeLimit | None) -> str:
    """The limit in figures, so that it reads back; what depends on the situation only the workbook holds."""
    if limit is None or limit.length is None or limit.unit is None:
        return ""
    return "即时" if limit.unit == "instant" else f"{limit.length}{labels.OFFICIAL[limit.unit]}"


def _numbered(texts: Sequence[str]) -> str:
    return "\n".join(f"{number}. {' '.join(text.split())}" for number, text in enumerate(texts, start=1))


def _basis(basis: LegalBasis) -> str:
    return f"《{basis.law}》{basis.article}"


def _fee(fee: Fee) -> str:
    amount = "" if fee.fen is None else f"：{fee.fen / 100:.2f}{fee.unit or '元'}"
    return f"{fee.name}{amount}"


def _yes(value: bool | None) -> str:
    return "" if value is None else "是" if value else "否"


_CELLS: Final[dict[str, Callable[[Content], Any]]] = {
    "事项类型": lambda c: str(ItemType(c.item_type).label) if c.item_type else "",
    "办件类型": lambda c: str(Processing(c.processing).label),
    "法定办结时限": lambda c: _limit(c.statutory),
    "承诺办结时限": lambda c: _limit(c.promised),
    "受理条件": lambda c: _numbered([one.text for one in c.conditions]),
    "申请材料": lambda c: _numbered([one.name for one in c.materials]),
    "办理流程": lambda c: _numbered([one.name for one in c.steps]),
    "办理结果": lambda c: c.result.name if c.result else "",
    "是否收费": lambda c: _yes(c.charged),
    "收费项目": lambda c: _numbered([_fee(one) for one in c.fees]),
    "设定依据": lambda c: _numbered([_basis(one) for one in c.legal_basis]),
    "办理地点": lambda c: c.place,
    "办理时间": lambda c: c.hours,
    "咨询电话": lambda c: c.phone,
    "监督投诉电话": lambda c: c.supervision_phone,
    "到办事现场次数": lambda c: "" if c.visits is None else str(c.visits),
}
