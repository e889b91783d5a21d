"""The acts of the department behind the window."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.cases import deciding, issuing
from yichuang.cases.models import Case, Outcome, State
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm, words
from yichuang.web.kit.forms import DateInput, text


class Decision(ActForm):
    noun, moves = "decision", ("grant", "refuse", "grant_at_once")
    title, button = _("作出决定"), _("作出决定并出具决定书")
    done = _("决定已经作出，决定书已经出具。")
    outcome = forms.ChoiceField(
        label=_("决定"), choices=[(Outcome.GRANTED, _("准予")), (Outcome.REFUSED, _("不予"))], widget=forms.RadioSelect
    )
    reasons = words(
        _("内容或者理由"), required=False, help_text=_("不予的必须写明事实、理由和依据；准予的可以写明许可内容。")
    )

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        outcome = self.fields["outcome"]
        if case.state == State.ACCEPTED and isinstance(outcome, forms.ChoiceField):
            outcome.choices = [(Outcome.GRANTED, _("当场准予（即办件）"))]
            outcome.initial = Outcome.GRANTED

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return deciding.decide(case=self.case, by=by, at=at, **self.cleaned_data)


class Making(ActForm):
    noun, moves = "making", ("begin_making",)
    title, button = _("开始制证"), _("开始制证")
    done = _("已开始制证。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return issuing.begin_making(case=self.case, by=by, at=at)


class Issue(ActForm):
    noun, moves = "issue", ("issue",)
    title, button = _("出件办结"), _("出件办结")
    done = _("已出件办结，结果可以在窗口领取或者邮寄。")
    certificate_number = text(_("证照编号"), longest=80, required=False, help_text=_("结果本身没有编号的不填。"))
    valid_from = forms.DateField(
        label=_("有效期起"), required=False, widget=DateInput(), help_text=_("不填的，从作出决定的那一天起。")
    )
    valid_until = forms.DateField(
        label=_("有效期止"), required=False, widget=DateInput(), help_text=_("不填的，按办事指南公布的有效期计算。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A refusal has no certificate, and one that took another's place was put on record with the decision.
        if self.case.outcome == Outcome.REFUSED or self.case.former_id is not None:
            for name in ("certificate_number", "valid_from", "valid_until"):
                del self.fields[name]

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return issuing.issue(case=self.case, by=by, at=at, **self.cleaned_data)
