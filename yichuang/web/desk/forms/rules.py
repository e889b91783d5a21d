"""The manager sets a dated rule of the centre."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.base.limits import Unit
from yichuang.cases import ruling
from yichuang.cases.models import ASKED_FOR, Effect, Rule
from yichuang.catalogue.labels import OFFICIAL
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.offices import OfficeForm, day
from yichuang.web.kit.forms import text

UNITS = [(unit.value, OFFICIAL[unit.value]) for unit in Unit]


class SetRule(OfficeForm):
    title, button, done = _("设定办理规则"), _("设定"), _("规则已经设定，从写明的那一天起适用。")
    kind = forms.ChoiceField(label=_("规则"), choices=Rule.Kind.choices)
    channel = forms.ChoiceField(
        label=_("申请来源"),
        required=False,
        choices=[("", _("全部")), *((channel.value, channel.label) for channel in ASKED_FOR)],
        help_text=_("专门的规则先于一般的规则。"),
    )
    length = forms.IntegerField(
        label=_("时间"),
        help_text=_("当场的填 0，单位选“即时”。容缺的，填补交期限至少比承诺时限早多少。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(label=_("单位"), choices=UNITS, initial="working_days")
    effect = forms.ChoiceField(
        label=_("后果或者起点"),
        required=False,
        choices=[("", "—"), *Effect.choices],
        help_text=_("只有容缺规则和缴费规则要选。"),
    )
    basis = text(_("依据"), longest=200, help_text=_("例如：《安阳市政务服务条例》第三十六条。文书会照此引用。"))
    since = day(_("从哪一天起适用"), help_text=_("以前收到的申请仍然适用当时的规则。"))

    def set_choices(self) -> None:
        self.initial.setdefault("since", self.on)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return ruling.set_rule(centre=self.centre, terms=ruling.Terms(**self.cleaned_data), by=by, at=at)
