"""The acts of the window that hands out."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.delivery import by_courier, handing_over
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.kit.forms import text


class HandOver(ActForm):
    noun, moves = "delivery", ("deliver",)
    title, button = pgettext_lazy("act", "窗口领取"), _("核验身份并交付")
    done = _("已交付，送达回证已经出具，请领取人签字。")
    document_number = text(
        _("领取人证件号码"),
        longest=40,
        help_text=_("申请人、法定代表人或者有效受委托人出示的证件。"),
        autocomplete="off",
        autocapitalize="characters",
    )
    face = forms.BooleanField(label=_("已看证件原件，人和证件一致"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        shown = self.cleaned_data["document_number"]
        return handing_over.hand_over(case=self.case, document_number=shown, by=by, at=at)


class Courier(ActForm):
    noun, moves = "courier", ("deliver",)
    title, button = pgettext_lazy("act", "邮寄送达"), _("登记交邮")
    done = _("已登记交邮，寄达后请确认送达。")
    courier = text(_("快递公司"), longest=40)
    tracking_number = text(_("快递单号"), longest=40, autocomplete="off")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return by_courier.send_by_courier(case=self.case, by=by, at=at, **self.cleaned_data)


class Arrival(ActForm):
    noun, moves = "arrival", ("deliver",)
    title, button = _("确认寄达"), _("快递已签收，确认送达")
    done = _("已确认送达，送达回证已经出具。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return by_courier.confirm_arrival(case=self.case, by=by, at=at)
