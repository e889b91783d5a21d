"""Archiving a case, taking a copy of it, and how long the centre keeps what."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.cases.afterwards import archiving, handing_over, retention
from yichuang.cases.models import Keeping
from yichuang.catalogue.kinds import ItemType
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.desk.forms.offices import OfficeForm, day
from yichuang.web.kit.forms import KitForm, text


class Archiving(ActForm):
    noun, moves = "archiving", ("archive",)
    title, button = _("归档"), _("编档号并归档")
    done = _("已归档，档号已经编好。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return archiving.archive(case=self.case, by=by, at=at)


class PackageForm(KitForm):
    """Why the whole case is copied."""

    reason = text(_("导出理由"), longest=200, help_text=_("例如：移交县档案馆。理由会记录。"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, auto_id="package_%s", **kwargs)


class SetRetention(OfficeForm):
    title, button, done = _("设定保管期限"), _("设定"), _("保管期限已经设定，从写明的那一天起适用。")
    item_type = forms.ChoiceField(
        label=_("事项类型"),
        required=False,
        choices=[("", _("全部")), *ItemType.choices],
        help_text=_("专门的规则先于一般的规则。"),
    )
    keeping = forms.ChoiceField(label=_("保管期限"), choices=Keeping.choices)
    basis = text(_("依据"), longest=200, help_text=_("例如：本单位的文件材料归档范围和保管期限表。"))
    since = day(_("从哪一天起适用"), help_text=_("已经归档的仍然适用当时的期限。"))

    def set_choices(self) -> None:
        self.initial.setdefault("since", self.on)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return retention.set_retention(centre=self.centre, period=retention.Period(**self.cleaned_data), by=by, at=at)


class HandingOver(OfficeForm):
    title, button, done = _("生成移交清单"), _("生成清单"), _("清单已经生成，可以打印。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return handing_over.hand_over(centre=self.centre, by=by, at=at)
