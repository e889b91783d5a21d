"""The signed copy of a letter has come back to the window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.cases import signed_copies
from yichuang.cases.models import Case, SignedCopy
from yichuang.documents.models import Letter
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm, SignedForm, kept
from yichuang.web.kit.forms import DateInput, text


class OfLetter(ActForm):
    """An act on one letter of the case."""

    letter = forms.TypedChoiceField(label=_("哪一份文书"), coerce=UUID)

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        letter = self.fields["letter"]
        assert isinstance(letter, forms.TypedChoiceField)  # noqa: S101 - declared so above
        letter.choices = [(str(one.pk), f"{one.get_kind_display()} {one.number}") for one in self.letters()]

    def letters(self) -> Iterable[Letter]:
        """Those to choose from."""
        raise NotImplementedError


class Signed(OfLetter, SignedForm):
    noun, moves, rare = "signed_copy", ("signed_copy",), True
    title, button = _("登记签字的回执"), _("回执已收到，登记")
    done = _("回执已登记，显示在那份文书下面。")
    signed_on = forms.DateField(label=_("签收日期"), widget=DateInput())
    signer = forms.ChoiceField(label=_("签收人"), choices=SignedCopy.Signer.choices)
    file = forms.FileField(
        label=_("签名或者回执的扫描件"), required=False, help_text=_("没有扫描件的可以不选，纸质回执随卷保存。")
    )

    def letters(self) -> Iterable[Letter]:
        """Those that may still be signed for."""
        return signed_copies.signable(self.case)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = self.cleaned_data | {"file": kept(self.cleaned_data["file"], by=by, at=at)}
        return signed_copies.record(case=self.case, by=by, at=at, **given)


class SignedTakenBack(OfLetter):
    noun, moves, rare, grave = "signed_copy_taking_back", ("take_back_signed_copy",), True, True
    title, button = _("收回回执登记"), _("收回这一次登记")
    done = _("已收回。这份文书的回执需要重新登记。")
    reason = text(_("为什么收回"), longest=200, help_text=_("申请人会看到；不要写个人信息。"))

    def letters(self) -> Iterable[Letter]:
        """Those that are on record as signed for."""
        return [one.letter for one in signed_copies.signed(self.case)]

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return signed_copies.take_back(case=self.case, by=by, at=at, **self.cleaned_data)
