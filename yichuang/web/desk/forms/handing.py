"""The acts of the window that hands out."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.delivery import handing_over
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import SignedForm, face_seen, kept, shown_document


class HandOver(SignedForm):
    noun, moves, signs = "delivery", ("deliver",), "signature"
    title, button = pgettext_lazy("act", "窗口领取"), _("核验身份并交付")
    done = _("已交付，送达回证已经出具。没有在签名板上签名的，请打印回证由领取人签字。")
    signing = _("领取办理结果")
    document_number = shown_document(_("领取人证件号码"))
    face = face_seen()
    signature = forms.FileField(
        label=_("领取人签名"), required=False, help_text=_("不在签名板上签的可以空着：打印送达回证，签字后再登记。")
    )

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        shown = self.cleaned_data["document_number"]
        signature = kept(self.cleaned_data["signature"], by=by, at=at)
        return handing_over.hand_over(case=self.case, document_number=shown, signature=signature, by=by, at=at)
