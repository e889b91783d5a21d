"""The body of a letter as blocks that the common layout sets: its wording, filled in with its facts. Pure."""

from __future__ import annotations

from typing import Any

from yichuang.base.query_codes import query_code
from yichuang.documents import codes
from yichuang.documents.fields import TABLES, Field, fields_of
from yichuang.documents.models import Letter
from yichuang.documents.sheets import Sort
from yichuang.documents.wording import told
from yichuang.documents.words import Words, chinese_date

Block = dict[str, Any]


class Rows(list[dict[str, str]]):
    """Rows that a wording may repeat a section for, or set as one text: the first of each, in a line."""

    def __init__(self, rows: list[dict[str, str]], mark: str) -> None:
        super().__init__({"n": str(n), **row} for n, row in enumerate(rows, 1))
        self.mark = mark

    def __str__(self) -> str:
        return self.mark.join(next(value for name, value in row.items() if name != "n").rstrip("。；") for row in self)


def body_of(letter: Letter, text: str, words: Words, addressee: str) -> list[Block]:
    """The wording `text` with the facts of the letter."""
    fields = fields_of(letter.kind)
    data = _common(letter, words, addressee) | {
        key: _value(field, words) for key, field in fields.items() if field.of == key
    }
    # A letter of acceptance that names no other day accepts on its own.
    data["accepted_at"] = data.get("accepted_at") or data["issued_on"]
    for field in fields.values():
        if field.repeats:
            data |= {f"has_{field.key}": bool(data[field.key]), f"{field.key}_count": str(len(data[field.key]))}
    blocks = {key: _block(field, words) for key, field in fields.items() if field.repeats or field.sort == Sort.BLOCK}
    return told(text, data, blocks)


def _common(letter: Letter, words: Words, addressee: str) -> dict[str, Any]:
    issued_on = chinese_date(letter.issued_at, words.zone)
    return {
        "item_name": letter.item_name,
        "case_number": letter.subject_id,
        "addressee": addressee,
        "department": letter.department.name,
        "query_code": codes.grouped(query_code(letter.subject_id)),
        "received_on": words.day("submitted_at") or issued_on,
        "issued_on": issued_on,
        "permit": words.permit,
    }


def _value(field: Field, words: Words) -> Any:
    if field.sort == Sort.ROWS:
        return Rows(words.rows(field.key), "；")
    if field.sort == Sort.LINES:
        return Rows([{"text": line} for line in words.lines(field.key)], "、" if field.key == "legal_basis" else "；")
    if field.key == "validity":
        return words.validity("")
    reading = {Sort.DAY: words.day, Sort.MOMENT: words.moment, Sort.FLAG: words.flag}
    return reading.get(field.sort, words.phrase)(field.key)


def _block(field: Field, words: Words) -> list[Block]:
    if field.key == "remedies":
        return [{"is": "paragraph", "text": remedies(words)}]
    if field.key == "limits":
        return [_limits(words)]
    if field.sort == Sort.LINES:
        lines = [_sentence(line) for line in words.lines(field.key)]
        return [{"is": "list", "lines": lines}] if len(lines) > 1 else [{"is": "paragraph", "text": x} for x in lines]
    rows = words.rows(field.key)
    return [_table(field.key, rows)] if rows else []


def _sentence(line: str) -> str:
    """The line with a full stop, where it ends in a word."""
    return f"{line}。" if line[-1].isalnum() or line[-1] in "》”’）」" else line


def _table(key: str, rows: list[dict[str, str]]) -> Block:
    columns = [column for column in TABLES[key] if any(row.get(column[0]) for row in rows)]
    return {
        "is": "table",
        "widths": [14, *(width for _name, _heading, width in columns)],
        "header": ["序号", *(heading for _name, heading, _width in columns)],
        "rows": [[str(n), *(row.get(name, "") for name, _heading, _width in columns)] for n, row in enumerate(rows, 1)],
    }


def _limits(words: Words) -> Block:
    """Both clocks of the decision; the one without a date is left out."""
    told_limits = (
        ("法定办结时限", words.text("statutory_limit") or "自受理之日起，依法计算", words.day("statutory_due")),
        ("承诺办结时限", words.text("promised_limit") or "自受理之日起，本机关承诺", words.day("promised_due")),
    )
    return {
        "is": "table",
        "widths": [34, 0, 48],
        "header": ["时限", "期限", "办结日期"],
        "rows": [list(row) for row in told_limits if row[2]],
    }


def remedies(words: Words) -> str:
    """权利救济: who may be asked to review the decision, which court hears the case, and by when."""
    return (
        f"如不服本决定，你（单位）可以自收到本决定书之日起六十日内，向{words.text('review_body')}申请行政复议；"
        f"也可以自收到本决定书之日起六个月内，依法向{words.text('court')}提起行政诉讼。"
    )
