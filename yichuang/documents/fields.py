"""The declared fields of each kind of letter: what its wording may name, and what it must not leave out. Pure."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from yichuang.documents.models import LetterKind
from yichuang.documents.sheets import BASIS, COMPETENT, COURT, REVIEW_BODY, SHEETS, Fact, Sort


@dataclass(frozen=True)
class Field:
    """One name a wording may use.

    `of` is the fact it tells something about (itself, for most); `columns` are the names inside `{{#key}}…{{/key}}`
    when the section repeats.
    """

    key: str
    label: StrPromise | str
    sort: Sort
    required: bool = False
    of: str = ""
    columns: tuple[str, ...] = ()

    @property
    def repeats(self) -> bool:
        """Its section is written once for each line or row."""
        return self.sort in (Sort.LINES, Sort.ROWS)

    @property
    def ways(self) -> tuple[str, ...]:
        """How the field is written into a wording, the most usual way first."""
        value, block, section = (
            f"{{{{{self.key}}}}}",
            f"{{{{> {self.key}}}}}",
            f"{{{{#{self.key}}}}}…{{{{/{self.key}}}}}",
        )
        if self.sort == Sort.BLOCK:
            return (block,)
        if self.repeats:
            return (block, value, section)
        return (section,) if self.sort == Sort.FLAG else (value, section)


TABLES: Final[dict[str, tuple[tuple[str, str, int], ...]]] = {
    "lines": (("label", "项目", 30), ("value", "内容", 90)),
    "materials": (
        ("name", "材料名称", 0),
        ("originals", "原件", 18),
        ("copies", "复印件", 18),
        ("files", "电子件", 18),
    ),
    "items": (("what", "材料或者内容", 40), ("reason", "存在的问题和要求", 0), ("rule", "依据的规则和样表", 48)),
    "steps": (("step", "环节", 30), ("opinion", "意见", 0), ("by", "承办人", 28), ("on", "日期", 36)),
    "changes": (("what", "变更事项", 36), ("before", "变更前", 0), ("after", "变更后", 0)),
}
"""The columns of each table: name, heading, width in mm (0 takes what is left). One in which nothing stands is left
out."""

_COMMON: Final = (
    Field("item_name", _("事项名称"), Sort.TEXT, required=True),
    Field("case_number", _("办件编号"), Sort.TEXT, required=True),
    Field("addressee", _("收件人名称"), Sort.TEXT),
    Field("department", _("部门名称"), Sort.TEXT),
    Field("query_code", _("查询码"), Sort.TEXT),
    Field("received_on", _("申请日期"), Sort.DAY),
    Field("issued_on", _("文书日期"), Sort.DAY),
    Field("permit", _("“行政许可”，其他事项为“办理”"), Sort.TEXT),
)
_REMEDIES: Final = Field("remedies", _("行政复议和行政诉讼的途径和期限"), Sort.BLOCK, required=True)
_LIMITS: Final = Field("limits", _("法定和承诺的办结日期"), Sort.BLOCK, required=True)
FORMS: Final = frozenset({LetterKind.RESULT, LetterKind.SERVICE_RECEIPT})
"""The kinds that are a form of the house and have no wording."""


@functools.cache
def fields_of(kind: str) -> dict[str, Field]:
    """The declared fields of the wording of this kind, by key, those it must name first."""
    sheet = SHEETS[kind]
    found = [*_COMMON]
    for facts, required in ((sheet.needs, True), (sheet.may, False)):
        for fact in facts:
            found += _fields(fact, required or (kind == LetterKind.DECLINING_DECISION and fact == COMPETENT))
    if sheet.remedies:
        found += [_REMEDIES, *_fields(REVIEW_BODY, False), *_fields(COURT, False)]
    if kind == LetterKind.ACCEPTANCE_NOTICE:
        found.append(_LIMITS)
    if BASIS not in (*sheet.needs, *sheet.may):
        found += _fields(BASIS, False)
    return {field.key: field for field in sorted(found, key=lambda field: not field.required)}


def _fields(fact: Fact, required: bool) -> list[Field]:
    """The field of a fact; where it repeats, also whether there is any, and how many."""
    columns = tuple(name for name, _heading, _width in TABLES.get(fact.key, ())) or fact.parts or ("text",)
    own = Field(fact.key, fact.label, fact.sort, required, fact.key, ("n", *columns))
    if not own.repeats:
        return [own]
    return [
        own,
        Field(f"has_{fact.key}", format_lazy(_("有没有“{label}”"), label=fact.label), Sort.FLAG, of=fact.key),
        Field(f"{fact.key}_count", format_lazy(_("“{label}”的数目"), label=fact.label), Sort.TEXT, of=fact.key),
    ]
