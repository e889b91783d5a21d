"""The applicant stands at the window and puts an error right there and then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yichuang.cases import on_the_spot
from yichuang.cases.models import Case
from yichuang.cases.rules import asked_of
from yichuang.catalogue.rules import pieces
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.desk.forms.papers import PapersForm, Wanted
from yichuang.web.kit.schema_forms import form_for


class OnTheSpot(ActForm):
    """Every field as it stands, to be typed over, and a line for each paper that may be replaced."""

    noun, moves, rare = "on_the_spot", ("correct_on_the_spot",), True
    title, button = _("当场更正"), _("更正，记入办理过程")
    done = _("已当场更正，没有出具补正告知书，期限不变。")
    confirmed = forms.BooleanField(
        label=_("申请人已核对确认"), required=False, help_text=_("申请人本人或者经办人在窗口当面核对更正后的内容。")
    )

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, refused: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        content = case.item_version.parsed
        before = case.answers.open() if case.answers else {}
        asked = pieces(asked_of(case, before))
        self.papers = PapersForm([Wanted(key=m.key, name=m.title) for m in asked], data, errors=refused)
        form = form_for(content.form, english=(get_language() or "").startswith("en"))
        self.asked = form(data, prefix="s", initial=before)
        shown = {leaf.path[0] for leaf in self.asked.leaves.values()}
        self.cleared = dict.fromkeys(name for name in before if name in shown)

    @property
    def template(self) -> str:
        return "desk/parts/on_the_spot.html"

    def is_valid(self) -> bool:
        if "more" in self.data:  # one row more was asked for, nothing is put right yet
            return False
        return super().is_valid() and self.papers.is_valid() and self.asked.is_valid() and not self.papers.told

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return on_the_spot.correct_on_the_spot(
            case=self.case,
            answers=self.cleared | self.asked.answers(),
            materials=self.papers.given(),
            confirmed=self.cleaned_data["confirmed"],
            by=by,
            at=at,
        )
