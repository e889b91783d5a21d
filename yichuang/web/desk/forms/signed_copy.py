"""The signed copy of a letter has come back to the window."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.cases import signed_copies
from yichuang.cases.models import Case, SignedCopy
from yichuang.documents import receiving
from yichuang.documents.models import Letter
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.kit.forms import DateInput


class Signed(ActForm):
    noun, moves, rare = "signed_copy", ("signed_copy",), True
    title, button = _("登记签字的回执"), _("回执已收到，登记")
    done = _("回执已登记，显示在那份文书下面。")
    letter = forms.TypedChoiceField(label=_("哪一份文书"), coerce=UUID)
    signed_on = forms.DateField(label=_("签收日期"), widget=DateInput())
    signer = forms.ChoiceField(label=_("签收人"), choices=SignedCopy.Signer.choices)
    file = forms.FileField(
        label=_("回执的扫描件"), required=False, help_text=_("没有扫描件的可以不选，纸质回执随卷保存。")
    )

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        letter = self.fields["letter"]
        assert isinstance(letter, forms.TypedChoiceField)  # noqa: S101 - declared so above
        letter.choices = [(str(one.pk), _named(one)) for one in signed_copies.signable(case)]

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = dict(self.cleaned_data)
        upload = given.pop("file")
        kept = receiving.receive_upload(stream=upload, name=upload.name, by=by, at=at) if upload else None
        return signed_copies.record(case=self.case, file=kept.pk if kept else None, by=by, at=at, **given)


def _named(letter: Letter) -> str:
    return f"{letter.get_kind_display()} {letter.number}"
