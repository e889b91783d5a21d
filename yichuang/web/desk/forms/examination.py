"""The acts at the steps of examination."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import clock
from yichuang.cases import deciding, examining
from yichuang.cases.models import Case, Outcome
from yichuang.cases.steps import delegating, returning, way
from yichuang.people.actors import Actor
from yichuang.people.models import Account
from yichuang.web.desk.forms.act import ActForm, words

if TYPE_CHECKING:  # Django's fields take no type parameters when they run
    _AccountField = forms.ModelChoiceField[Account]
else:
    _AccountField = forms.ModelChoiceField


class Examination(ActForm):
    noun, moves = "examination", ("begin_examining",)
    title, button = _("开始审查"), _("开始审查")
    done = _("已开始审查。须由两名以上工作人员分别提出审查意见。")
    why_not_at_once = words(
        _("为什么不能当场决定"),
        rows=2,
        help_text=_("这是即办件，能当场决定的应当当场决定；理由供监督查看，不告知申请人。"),
    )

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        if not case.item_version.parsed.is_instant:
            del self.fields["why_not_at_once"]

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return examining.begin(case=self.case, by=by, at=at, **self.cleaned_data)


class _Recommending(ActForm):
    """A recommendation and its grounds."""

    recommends = forms.ChoiceField(
        label=_("建议"), choices=[(Outcome.GRANTED, _("准予")), (Outcome.REFUSED, _("不予"))], widget=forms.RadioSelect
    )
    text = words(_("意见"), help_text=_("写明审查了什么、依据什么、结论如何。"))


class Opinion(_Recommending):
    noun, moves = "opinions", ("give_opinion",)
    title, button = _("审查意见"), _("提出审查意见")
    done = _("审查意见已经记入办件。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return examining.give_opinion(case=self.case, by=by, at=at, **self.cleaned_data)


class Proposal(_Recommending):
    noun, moves = "proposal", ("propose",)
    title, button = _("初审"), _("提出初审意见")
    done = _("初审意见已经记入办件，等待部门负责人决定。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return deciding.propose(case=self.case, by=by, at=at, **self.cleaned_data)


class _Colleague(_AccountField):
    def label_from_instance(self, obj: Account) -> str:
        return f"{obj.display_name}（{obj.employee_number or obj.username}）"


class HandingOn(ActForm):
    noun, moves = "handing_on", ("hand_on",)
    title, button = _("转办"), _("转给这位同事")
    done = _("已经转办。环节的时限不变。")
    to = _Colleague(Account.objects.none(), label=_("转给谁"), help_text=_("只能转给本部门负责审查的在岗人员。"))
    reason = words(_("转办理由"), rows=2)

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        self.choose_from(
            "to", delegating.colleagues(way.of(case).open_for("give_opinion"), on=timezone.localdate(clock.now()))
        )

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return delegating.hand_on(case=self.case, by=by, at=at, **self.cleaned_data)


class SendingBack(ActForm):
    noun, moves = "sending_back", ("send_back",)
    title, button = _("退回环节"), _("退回")
    done = _("已经退回。被退回的环节重新办理，时限不重新计算。")
    grave = True
    step = forms.TypedChoiceField(label=_("退回到哪个环节"), coerce=int)
    reason = words(_("退回理由"), rows=2, help_text=_("写明要补做什么；办理部门看得到。"))

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        offered = [
            (step.pk, f"{step.position}. {step}（{step.department}）") for step in returning.earlier(way.of(case))
        ]
        self.fields["step"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return returning.send_back(case=self.case, by=by, at=at, **self.cleaned_data)
