"""The fields of the applicant's choice of the way, for the portal and for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.delivery.choosing import Wish
from yichuang.delivery.models import Mode
from yichuang.people.addresses import Label
from yichuang.web.kit.forms import KitForm, Note, text

_BY_COURIER: Final = '{"mode": ["courier"]}'


class ChoiceFields(KitForm):
    """The way; receiver, phone and address when it goes by courier; consent when it is electronic."""

    notes: ClassVar[dict[str, Note]] = {
        "mode": Note(needed=True),
        **{name: Note(needed=True, when=_BY_COURIER) for name in ("receiver", "phone", "address")},
        "consent": Note(needed=True, when='{"mode": ["electronic"]}'),
    }
    mode = forms.ChoiceField(label=_("怎么拿到结果"), widget=forms.RadioSelect, required=False)
    receiver = text(_("收件人"), longest=100, required=False, autocomplete="name", help_text=_("选择邮寄时填写。"))
    phone = text(_("收件人手机号码"), longest=20, required=False, inputmode="tel", autocomplete="tel")
    address = text(
        _("收件地址"),
        longest=200,
        required=False,
        autocomplete="street-address",
        help_text=_("省、市、县、街道和门牌号。"),
    )
    consent = forms.BooleanField(
        label=_("同意电子送达"),
        required=False,
        help_text=_("选择电子送达时勾选：您打开结果文书的时间就是送达时间。"),
    )

    def offer(self, modes: Sequence[Mode], *, chosen: str = "") -> None:
        """Limit the ways to these; one of them is marked."""
        mode = self.fields["mode"]
        assert isinstance(mode, forms.ChoiceField)  # noqa: S101 - declared so above
        mode.choices = [(str(one), one.label) for one in modes]
        self.initial.setdefault("mode", chosen or (str(modes[0]) if modes else ""))

    @property
    def wish(self) -> Wish:
        """What was chosen, once the form is valid."""
        said: dict[str, Any] = self.cleaned_data
        label = Label(said["receiver"], said["phone"], said["address"])
        return Wish(mode=said["mode"] or Mode.COUNTER, label=label, consent=said["consent"])
