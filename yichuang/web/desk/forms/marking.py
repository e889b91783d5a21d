"""The window looks at what was put right, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import correction_lines, marking
from yichuang.cases.marking import Mark
from yichuang.cases.models import Case, CorrectionLine
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.kit.forms import dress, text

CHOICES: Final = (("", _("还没有核对")), *CorrectionLine.Found.choices)


@dataclass(frozen=True)
class Row:
    """One line of the letter: what it is about, what came of it, a word why."""

    line: CorrectionLine
    found: forms.BoundField
    remark: forms.BoundField


class Marking(ActForm):
    noun, moves = "correction_marks", ("mark_correction",)
    title, button = _("逐项核对补正"), _("记下核对结果")
    done = _("核对结果已经记下，申请人看得到每一项的结果。")

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        self.lines = _lines(case)
        for line in self.lines:
            found = forms.ChoiceField(label=line.what, choices=CHOICES, required=False, initial=line.found)
            remark = text(_("为什么"), longest=correction_lines.REMARK, required=False, autocomplete="off")
            remark.initial = line.remark
            for name, field in ((f"found-{line.position}", found), (f"lines.{line.position}", remark)):
                dress(field)
                self.fields[name] = field

    @property
    def template(self) -> str:
        return "desk/parts/correction_marks.html"

    @property
    def rows(self) -> list[Row]:
        return [Row(o, self[f"found-{o.position}"], self[f"lines.{o.position}"]) for o in self.lines]

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return marking.mark_lines(case=self.case, marks=list(self._marks()), by=by, at=at)

    def _marks(self) -> Iterator[Mark]:
        """What was chosen anew; a line that stands as it stood is not marked again."""
        for line in self.lines:
            found = self.cleaned_data[f"found-{line.position}"]
            remark = self.cleaned_data[f"lines.{line.position}"]
            if found and (found, remark) != (line.found, line.remark):
                yield Mark(line.position, right=found == CorrectionLine.Found.ACCEPTED, remark=remark)


def _lines(case: Case) -> list[CorrectionLine]:
    try:
        return list(marking.require_answered(case).lines.all())
    except Refused:
        return []
