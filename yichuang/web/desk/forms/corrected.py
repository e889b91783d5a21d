"""The window takes in on paper what a correction notice asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yichuang.cases import correcting
from yichuang.cases.models import Case, CorrectionLine
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.desk.forms.papers import PapersForm, Wanted
from yichuang.web.kit.guide_words import names
from yichuang.web.kit.schema_forms import AnswersForm, form_for


class Corrected(ActForm):
    noun, moves = "corrected", ("correct_at_counter",)
    title, button = _("窗口收补正材料"), _("收下补正内容")
    done = _("补正内容已经收下，请重新审核是否受理。")

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, refused: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        lines = list(CorrectionLine.objects.filter(correction__case=case, correction__answered_at__isnull=True))
        called = names(case.item_version.parsed)
        wanted = [
            Wanted(key=o.material_key, name=called.get(("material", o.material_key), o.what), note=o.reason)
            for o in lines
            if o.material_key
        ]
        self.papers = PapersForm(wanted, data, errors=refused)
        self.asked = self._asked([line.field for line in lines if line.field], data)

    def _asked(self, names: list[str], data: Any) -> AnswersForm:
        """The fields of the item's form that the notice names, as they stand now."""
        schema = self.case.item_version.parsed.form
        # Asked for by name, they are asked for in any case.
        properties = {
            name: {key: value for key, value in piece.items() if key != "x-show-when"}
            for name, piece in schema.get("properties", {}).items()
            if name in names
        }
        english = (get_language() or "").startswith("en")
        form = form_for({"properties": properties}, english=english)
        before = self.case.answers.open() if self.case.answers else {}
        return form(data, prefix="a", initial={name: before.get(name) for name in names})

    @property
    def template(self) -> str:
        return "desk/parts/corrected.html"

    def is_valid(self) -> bool:
        if "more" in self.data:  # one row more was asked for, nothing is handed in yet
            return False
        return super().is_valid() and self.papers.is_valid() and self.asked.is_valid() and not self.papers.told

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return correcting.correct_at_counter(
            case=self.case, materials=self.papers.given(), answers=self.asked.answers(), by=by, at=at
        )
