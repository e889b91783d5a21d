"""The acts that pause, lengthen or end the way of a case before its decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.base import clock
from yichuang.cases import terminating
from yichuang.cases.models import Case
from yichuang.cases.pausing import extending, procedures
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm, words
from yichuang.web.kit.forms import text


def choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    """Let the field offer these; with only one, that one."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so by the form
    field.choices = choices
    if len(choices) == 1:
        field.initial = choices[0][0]


class Suspension(ActForm):
    noun, moves, rare = "suspension", ("suspend",), True
    title, button = _("特别程序"), _("进入特别程序并书面告知")
    done = _("已进入特别程序，办理时限暂停，特别程序告知书已经出具。")
    kind = forms.ChoiceField(label=_("程序"), help_text=_("现场勘验、技术审查照常安排，不暂停时限。"))
    days = forms.IntegerField(label=_("需要的工作日"), min_value=1, max_value=procedures.LONGEST)
    reason = words(_("为什么需要"))

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        kinds = procedures.kinds_for(case, at=clock.now()).values()
        choose(self, "kind", [(one.key, f"{one.title}（{one.basis}）") for one in kinds])

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return procedures.begin(case=self.case, by=by, at=at, **self.cleaned_data)


class Resumption(ActForm):
    noun, moves, rare = "resumption", ("resume",), True
    title, button = _("特别程序结束"), _("登记结果，恢复计时")
    done = _("特别程序的结果已经记录。没有其他特别程序的，时限从今天起继续计算。")
    hold = forms.TypedChoiceField(label=_("程序"), coerce=int)
    result = words(_("结果"))

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        choose(self, "hold", [(hold.pk, hold.title) for hold in procedures.ending_by_result(case)])

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return procedures.end(case=self.case, by=by, at=at, **self.cleaned_data)


class ExtensionRequest(ActForm):
    noun, moves, rare = "extension", ("ask_extension",), True
    title, button = _("申请延长期限"), _("报负责人审批")
    done = _("延长申请已经提出，等待本机关负责人审批。")
    reason = words(_("为什么在期限内不能作出决定"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return extending.ask(case=self.case, by=by, at=at, **self.cleaned_data)


class ExtensionGrant(ActForm):
    noun, moves, rare = "extension_grant", ("extend",), True
    title, button = _("批准延长期限"), _("批准延长并告知申请人")
    done = _("已批准延长，延期决定通知书已经出具。承诺期限不延长，逾期的须向社会说明。")
    answer = words(_("审批意见"), required=False)
    government_approval = text(
        _("本级人民政府批准文件"),
        longest=100,
        required=False,
        help_text=_("联合、集中办理的须填写，其他的不填。"),
    )

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return extending.grant(case=self.case, by=by, at=at, **self.cleaned_data)


class ExtensionRefusal(ActForm):
    noun, moves, rare = "extension_refusal", ("refuse_extension",), True
    title, button = _("不予延长期限"), _("不予延长")
    done = _("已记录不予延长，期限不变。")
    answer = words(_("为什么不予延长"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return extending.refuse(case=self.case, by=by, at=at, **self.cleaned_data)


class Termination(ActForm):
    noun, moves, rare, grave = "termination", ("terminate",), True, True
    title, button = _("终止办理"), _("终止办理并出具告知书")
    done = _("已终止办理，终止办理告知书已经出具。")
    reason = words(_("为什么终止"), help_text=_("例如申请人死亡、法人终止，或者申请的事情已经不可能办理。"))
    law = text(_("法律依据"), longest=300)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return terminating.terminate(case=self.case, by=by, at=at, **self.cleaned_data)
