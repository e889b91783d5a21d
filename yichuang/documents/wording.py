"""Wordings: logic-less templates (Mustache) for what a letter says, checked against the declared fields. Pure.

Each line of a wording is a paragraph; `{{field}}` is what the letter holds, `{{> field}}` its list or table on lines of
its own, `{{#field}}…{{/field}}` stands only when there is one (for a list: once for each line), `{{^field}}…{{/field}}`
only when there is none. Nothing else can be said: a wording computes nothing and reads nothing but its fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import chevron
from chevron.tokenizer import tokenize
from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid
from yichuang.documents.fields import Field, fields_of
from yichuang.documents.models import LetterKind
from yichuang.documents.sheets import Sort

Token = tuple[str, str]
LONGEST: Final = 10_000
"""Characters of a wording. Taking one apart costs its length squared."""
# A list or table in the text that chevron gives back. PostgreSQL keeps no NUL, so that no fact can contain one.
_BLOCK: Final = re.compile("\x00([a-z_]+)\x00")
_LINE: Final = re.compile(r"line (\d+)")


def tokens_of(text: str) -> list[Token]:
    """The wording in pieces. Raises Invalid when it is too long, or a tag is not complete or has no partner."""
    if len(text) > LONGEST:
        raise Invalid(_("文字最多 %(longest)s 个字，请缩短。") % {"longest": LONGEST}, field="text")
    try:
        return list(tokenize(text))
    except Exception as broken:  # chevron raises whatever a broken tag runs into
        line = _LINE.search(str(broken))
        if line is None:
            raise Invalid(_("有标签没有写完整或者没有成对，请检查 {{ }} 和 {{#…}} {{/…}}。"), field="text")
        sentence = _("第 %(line)s 行的标签没有写完整或者没有成对，请检查 {{ }} 和 {{#…}} {{/…}}。")
        raise Invalid(sentence % {"line": line.group(1)}, field="text")


def defects(kind: str, text: str) -> list[Invalid]:
    """Everything for which a wording of this kind cannot be used: broken tags, undeclared fields, required ones left
    out or put where they may not show."""
    try:
        tokens = tokens_of(text)
    except Invalid as broken:
        return [broken]
    reading = _Reading(kind, fields_of(kind))
    for sort, name in tokens:
        reading.take(sort, name)
    return [*reading.found, *reading.left_out()]


@dataclass
class _Reading:
    """Going through a wording: which sections are open, what was named for certain, what was found wrong."""

    kind: str
    fields: Mapping[str, Field]
    open: list[tuple[str, str]] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    found: list[Invalid] = field(default_factory=list)

    def take(self, sort: str, name: str) -> None:
        """One piece of the wording."""
        if sort in ("literal", "comment"):
            return
        if sort == "end":
            self.open.pop()
        elif sort == "set delimiter":
            self._wrong(_("不能改变标签的写法（{{= =}}），请去掉。"))
        else:
            self._tag(sort, name)
        if sort in ("section", "inverted section"):
            self.open.append((sort, name))

    def _tag(self, sort: str, name: str) -> None:
        row = next((self.fields[key] for _sort, key in self.open if self._repeats(_sort, key)), None)
        if row is not None:
            if sort not in ("variable", "no escape") or name not in row.columns:
                sentence = _("在 {{#%(row)s}} 里面只能用 %(columns)s，不能用“%(name)s”。")
                columns = "、".join(f"{{{{{column}}}}}" for column in row.columns)
                self._wrong(sentence % {"row": row.key, "columns": columns, "name": name})
            return
        known = self.fields.get(name)
        if known is None:
            sentence = _("“%(name)s”不是%(letter)s的要素，请从列出的要素中选用。")
            self._wrong(sentence % {"name": name, "letter": LetterKind(self.kind).label})
        elif not _fits(known, sort):
            sentence = _("“%(name)s”不能这样写，请写成 %(ways)s。")
            self._wrong(sentence % {"name": name, "ways": " ".join(known.ways)})
        elif sort != "inverted section" and self._certain(known):
            self.named.add(known.key)

    def _repeats(self, sort: str, name: str) -> bool:
        known = self.fields.get(name)
        return sort == "section" and known is not None and known.repeats

    def _certain(self, known: Field) -> bool:
        """Whether the field shows whenever the letter holds it: no section of another field around it."""
        return all(
            sort == "section" and key in self.fields and (self.fields[key].of or key) == (known.of or known.key)
            for sort, key in self.open
        )

    def left_out(self) -> Iterator[Invalid]:
        """The required fields that the wording may leave out."""
        for known in self.fields.values():
            if known.required and known.key not in self.named:
                sentence = _("缺少“%(label)s”，请写上 %(way)s，不要放在其他要素的条件里面。")
                yield Invalid(sentence % {"label": known.label, "way": known.ways[0]}, field="text")

    def _wrong(self, sentence: str) -> None:
        self.found.append(Invalid(sentence, field="text"))


def _fits(known: Field, sort: str) -> bool:
    if known.sort == Sort.BLOCK:
        return sort == "partial"
    if sort == "partial":
        return known.repeats
    return known.sort != Sort.FLAG or sort in ("section", "inverted section")


def told(text: str, data: Mapping[str, Any], blocks: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The wording filled in, as blocks: its lines as paragraphs, and the lists and tables it names."""
    plain = [("no escape" if sort == "variable" else sort, name) for sort, name in tokens_of(text)]
    marks = {key: f"\x00{key}\x00\n" for key in blocks}
    written = chevron.render(plain, dict(data), partials_path=None, partials_dict=marks)
    found: list[dict[str, Any]] = []
    for turn, piece in enumerate(_BLOCK.split(written)):
        if turn % 2:
            found += blocks.get(piece, [])
        else:
            found += [{"is": "paragraph", "text": line.strip()} for line in piece.split("\n") if line.strip()]
    return found
