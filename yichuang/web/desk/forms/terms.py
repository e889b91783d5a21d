"""The manager sets a rule of delivery, ends one, and puts cells of a locker into service."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.delivery import ruling
from yichuang.delivery.models import Cell, Term
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.offices import OfficeForm, day
from yichuang.web.desk.forms.rules import UNITS
from yichuang.web.kit.forms import text


class SetTerm(OfficeForm):
    title, button, done = _("设定送达规则"), _("设定"), _("规则已经设定，从写明的那一天起适用。")
    kind = forms.ChoiceField(label=_("规则"), choices=Term.Kind.choices)
    length = forms.IntegerField(
        label=_("时间"),
        help_text=_("电子送达和留置送达填 0，单位选“即时”。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(label=_("单位"), choices=UNITS, initial="working_days")
    basis = text(_("依据"), longest=300, help_text=_("例如：《安阳市政务服务条例》第三十六条。文书会照此引用。"))
    since = day(_("从哪一天起适用"), help_text=_("已经在送达的，仍然按当时的期限。"))

    def set_choices(self) -> None:
        self.initial.setdefault("since", self.on)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return ruling.set_term(centre=self.centre, ruling=ruling.Ruling(**self.cleaned_data), by=by, at=at)


class EndTerm(OfficeForm):
    title, button, done, grave = _("结束送达规则"), _("结束"), _("规则从这一天起不再适用。"), True
    until = day(_("从哪一天起不再适用"), help_text=_("没有规则的送达方式从这一天起不再提供。"))

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        self.term = term
        super().__init__(*args, **kwargs)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return ruling.end_term(term=self.term, by=by, at=at, **self.cleaned_data)


class OpenCells(OfficeForm):
    title, button, done = _("启用取件柜格口"), _("启用"), _("格口已经启用。")
    locker = text(_("取件柜编号"), longest=20, autocomplete="off")
    numbers = text(_("格口号"), longest=1000, help_text=_("几个格口用空格隔开，例如：01 02 03。"), autocomplete="off")
    place = text(_("位置"), longest=100, help_text=_("申请人会看到，例如：大厅北门外。"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = self.cleaned_data | {"numbers": self.cleaned_data["numbers"].split()}
        return ruling.open_cells(centre=self.centre, by=by, at=at, **given)


class CloseCell(OfficeForm):
    title, button, done, grave = _("停用取件柜格口"), _("停用"), _("格口已经停用。"), True

    def __init__(self, *args: Any, cell: Cell, **kwargs: Any) -> None:
        self.cell = cell
        super().__init__(*args, **kwargs)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return ruling.close_cell(cell=self.cell, by=by, at=at)
