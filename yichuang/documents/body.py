"""The body of a letter as blocks that the common layout sets: paragraphs, numbered lists, tables. Pure."""

from __future__ import annotations

from typing import Any, Final

from yichuang.documents.models import Letter
from yichuang.documents.sheets import ITEM, SHEETS, Fact, Sort
from yichuang.documents.words import Words

Block = dict[str, Any]

# Headings and widths (mm; 0 takes what is left) of the columns of a table, by its fact.
TABLES: Final[dict[str, tuple[tuple[str, str, int], ...]]] = {
    "materials": (
        ("name", "材料名称", 0),
        ("originals", "原件", 18),
        ("copies", "复印件", 18),
        ("files", "电子件", 18),
    ),
    "items": (("what", "材料或者内容", 52), ("reason", "存在的问题和要求", 0)),
    "steps": (("step", "环节", 30), ("opinion", "意见", 0), ("by", "承办人", 28), ("on", "日期", 34)),
    "changes": (("what", "变更事项", 36), ("before", "变更前", 0), ("after", "变更后", 0)),
}


def paragraph(text: str) -> Block:
    """One paragraph."""
    return {"is": "paragraph", "text": text}


def numbered(lines: list[str]) -> Block:
    """Lines with their numbers."""
    return {"is": "list", "lines": lines}


def table(key: str, rows: list[dict[str, str]]) -> Block:
    """The table of the fact `key`, its rows numbered."""
    columns = TABLES[key]
    return {
        "is": "table",
        "widths": [14, *(width for _name, _heading, width in columns)],
        "header": ["序号", *(heading for _name, heading, _width in columns)],
        "rows": [[str(n), *(row.get(name, "") for name, _heading, _width in columns)] for n, row in enumerate(rows, 1)],
    }


def body_of(letter: Letter, words: Words, addressee: str) -> list[Block]:
    """What the letter says, fact after fact in the order of its sheet; absent facts are left out."""
    sheet = SHEETS[letter.kind]
    blocks = [paragraph(f"{addressee}“{letter.item_name}”（办件编号：{letter.subject_id}）有关事项如下：")]
    for fact in (*sheet.needs, *sheet.may):
        if fact != ITEM and words.facts.get(fact.key):
            blocks += _told(fact, words)
    if sheet.remedies:
        blocks.append(paragraph(remedies(words)))
    return blocks


def remedies(words: Words) -> str:
    """权利救济: who may be asked to review the decision, which court hears the case, and by when."""
    return (
        f"如不服本决定，你（单位）可以自收到本决定书之日起六十日内，向{words.text('review_body')}申请行政复议；"
        f"也可以自收到本决定书之日起六个月内，依法向{words.text('court')}提起行政诉讼。"
    )


def _told(fact: Fact, words: Words) -> list[Block]:
    label = str(fact.label)
    if fact.sort == Sort.ROWS:
        return [paragraph(f"{label}："), table(fact.key, words.rows(fact.key))]
    if fact.sort == Sort.LINES:
        lines = words.lines(fact.key)
        return [paragraph(f"{label}：{lines[0]}")] if len(lines) == 1 else [paragraph(f"{label}："), numbered(lines)]
    told = {Sort.DAY: words.day, Sort.MOMENT: words.moment}.get(fact.sort, words.text)(fact.key)
    return [paragraph(f"{label}：{told}")]
