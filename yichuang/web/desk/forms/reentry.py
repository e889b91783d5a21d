"""The screens of systems that cannot be reached, written down by the manager."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.cases.afterwards import mapping
from yichuang.catalogue.models import Item
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import words
from yichuang.web.desk.forms.offices import OfficeForm, day
from yichuang.web.kit.forms import text

SOURCES = "；".join(
    (
        f"{mapping.CASE}（{'、'.join(mapping.OF_CASE)}）",
        f"{mapping.APPLICANT}（{'、'.join(mapping.OF_APPLICANT)}）",
        mapping.FORM,
        mapping.FIXED,
    )
)


class SetMapping(OfficeForm):
    title, button, done = _("二次录入对照表"), _("保存"), _("对照表已经保存，从写明的那一天起使用。")
    system = text(_("对方系统的名称"), longest=100, autocomplete="off")
    item = text(
        _("事项编码"),
        longest=60,
        required=False,
        autocomplete="off",
        help_text=_("留空的，用于没有专门对照表的全部事项。"),
    )
    fields_text = words(_("对方页面的字段，每行一个，按对方的次序"), rows=12)
    file_name = text(_("文件名规则"), longest=200, initial="{办件编号}_{序号}_{材料名}")
    since = day(_("从哪一天起使用"))

    def set_choices(self) -> None:
        self.initial.setdefault("since", self.on)
        self.fields["fields_text"].help_text = _("例如：企业名称 = 申请人.姓名。来源：%(sources)s。") % {
            "sources": SOURCES
        }

    def clean_item(self) -> Item | None:
        """The item of the code, when one was given."""
        code = self.cleaned_data["item"]
        found = Item.objects.filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(_("没有这个编码的事项。"))
        return found

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = dict(self.cleaned_data)
        screen = mapping.Screen(fields=given.pop("fields_text"), **given)
        try:
            return mapping.set_mapping(centre=self.centre, screen=screen, by=by, at=at)
        except Invalid as wrong:
            if wrong.field == "fields":
                raise Invalid(wrong.sentence, field="fields_text") from wrong
            raise
