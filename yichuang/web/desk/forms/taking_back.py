"""Taking back the last step of a case."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.delivery import undoing
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.kit.forms import text


class TakingBack(ActForm):
    noun, moves, rare, grave = "taking_back", tuple(row.move for row in undoing.TABLE.values()), True, True
    title, button = _("收回上一步"), _("收回，记入办理过程")
    done = _("已收回。办理过程里两步都看得到，随这一步出具的文书已经失效；出具了收回告知书的，请交给申请人。")
    reason = text(_("为什么收回"), longest=200, help_text=_("申请人会看到；不要写个人信息。"))
    not_handed_out = forms.BooleanField(
        label=_("这一步的文书没有交到申请人手里"),
        required=False,
        help_text=_(
            "没有文书的不用选。补正、特别程序、现场勘验的告知已经交出去的也不选：系统出具收回告知书，请交给申请人。"
        ),
    )

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return undoing.take_back(case=self.case, by=by, at=at, **self.cleaned_data)
