"""The clerk calls for a paper that is shared, instead of asking the applicant for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.cases import sharing
from yichuang.cases.models import Case
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.desk.forms.pausing import choose


class Fetching(ActForm):
    """One shared paper that lacks, or that the applicant handed in himself."""

    noun, moves = "fetching", ("fetch_shared",)
    title, button = _("调取共享材料"), _("调取")
    done = _("已经调取：查到的放进了材料，没有查到的写在办理过程里，可以告知补正并写明原因。")
    key = forms.ChoiceField(label=_("材料"), help_text=_("申请人看得到谁为哪件办件调取了什么。"))

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        choose(self, "key", [(one.key, f"{one.title}（{one.shared}）") for one in sharing.callable_for(case)])

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return sharing.fetch_shared(case=self.case, key=self.cleaned_data["key"], by=by, at=at)
