"""An intermediary begins and delivers: its days are kept with the case, apart from the approval's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.cases import intermediaries
from yichuang.cases.models import Case, Orderer
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.desk.forms.offices import day
from yichuang.web.desk.forms.pausing import choose
from yichuang.web.kit.forms import text


class IntermediaryBegun(ActForm):
    noun, moves, rare = "intermediary", ("intermediary_begun",), True
    title, button = _("中介服务开始"), _("登记中介服务开始")
    done = _("中介服务已经登记，它的时间单独记，办理期限照常计算。")
    service = forms.ChoiceField(label=_("中介服务"), help_text=_("只能是办事指南列出的，清单以外的不得要求。"))
    agency = text(
        _("中介服务机构"),
        longest=100,
        autocomplete="off",
        help_text=_("按申请人说的写。申请人自主选择，不得指定或者变相指定。"),
    )
    ordered_by = forms.ChoiceField(label=_("由谁委托"), choices=Orderer.choices)
    since = day(_("从哪一天开始"))

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        choose(self, "service", [(one, one) for one in intermediaries.services_of(case)])

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return intermediaries.begin(case=self.case, by=by, at=at, **self.cleaned_data)


class IntermediaryBack(ActForm):
    noun, moves, rare = "intermediary_back", ("intermediary_back",), True
    title, button = _("中介服务完成"), _("登记中介服务完成")
    done = _("中介服务的完成日期已经登记。")
    service = forms.ChoiceField(label=_("中介服务"))
    until = day(_("完成的日期"))

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        choose(self, "service", [(one.service, one.service) for one in intermediaries.at_work(case)])

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return intermediaries.finish(case=self.case, by=by, at=at, **self.cleaned_data)
