"""The acts of the window that hands out."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.delivery import handing_over
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm, face_seen, shown_document


class HandOver(ActForm):
    noun, moves = "delivery", ("deliver",)
    title, button = pgettext_lazy("act", "窗口领取"), _("核验身份并交付")
    done = _("已交付，送达回证已经出具，请领取人签字。")
    document_number = shown_document(_("领取人证件号码"))
    face = face_seen()

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        shown = self.cleaned_data["document_number"]
        return handing_over.hand_over(case=self.case, document_number=shown, by=by, at=at)
