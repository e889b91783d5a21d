"""Seeing one field of a person in plain text, for a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.web.kit.forms import KitForm, text

FIELDS = (("number", _("证件号码")), ("name", _("姓名或者名称")), ("phone", _("手机号码")), ("address", _("地址")))


class IdentityForm(KitForm):
    """Which field, and why."""

    field = forms.ChoiceField(label=_("要看哪一项"), choices=FIELDS)
    reason = text(
        _("查看理由"),
        longest=200,
        help_text=_("例如：核对证件原件。理由会记录，申请人可以查到。"),
        list="reading_reasons",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, auto_id="identity_%s", **kwargs)
