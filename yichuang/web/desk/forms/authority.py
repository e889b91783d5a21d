"""A letter of authority that principal or agent bring to the counter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.queries import known_items
from yichuang.documents.receiving import receive_upload
from yichuang.people import agency
from yichuang.people.actors import Actor
from yichuang.people.models import Agency
from yichuang.people.registering import LONGEST_NAME
from yichuang.web.desk.counter.person import LONGEST_NUMBER, PersonForm
from yichuang.web.kit.forms import DateInput, KitForm, text


class Authority(KitForm):
    """Who lets whom act for him, in what, until when; the clerk has seen the documents of both."""

    title, button = _("登记授权委托书"), _("登记")
    principal_number = text(_("委托人证件号码"), longest=LONGEST_NUMBER, autocomplete="off")
    principal_name = text(
        _("委托人姓名或者名称"),
        longest=LONGEST_NAME,
        required=False,
        help_text=_("登记过的不用填。"),
        autocomplete="off",
    )
    agent_number = text(_("代理人证件号码"), longest=LONGEST_NUMBER, autocomplete="off")
    agent_name = text(
        _("代理人姓名"), longest=LONGEST_NAME, required=False, help_text=_("登记过的不用填。"), autocomplete="off"
    )
    item_codes = forms.CharField(
        label=_("事项编码"),
        required=False,
        help_text=_("委托书没有写明事项的，留空；写明的，每行一个编码。"),
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    until = forms.DateField(
        label=_("委托到哪一天"), help_text=_("从今天起，到这一天为止（不含当天）。"), widget=DateInput()
    )
    letter = forms.FileField(label=_("签名的授权委托书"), help_text=_("照片或者 PDF，写明代理人、事项、权限和期限。"))

    def __init__(self, data: Any = None, files: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for who in ("principal", "agent"):
            if given.get(f"{who}_number"):
                self._check(who, self._person(who))
        return given

    def _person(self, who: str) -> PersonForm:
        given = {f"{who}-{key}": self.cleaned_data.get(f"{who}_{key}", "") for key in ("number", "name")}
        person = PersonForm(given, prefix=who, on=self.today)
        person.full_clean()
        return person

    def _check(self, who: str, person: PersonForm) -> None:
        if person.wrong:
            self.add_error(f"{who}_number", person.wrong)
        elif not person.is_known:
            self.add_error(f"{who}_name", _("第一次登记的，请填写与证件一致的姓名或者名称。"))

    @transaction.atomic
    def carry_out(self, *, by: Actor, at: datetime) -> Agency:
        """Put the letter on file. Raises Refused."""
        upload = self.cleaned_data["letter"]
        return agency.authorise(
            principal=self._person("principal").enter(by=by, at=at),
            agent=self._person("agent").enter(by=by, at=at),
            item_codes=known_items(self.cleaned_data["item_codes"].split(), field="item_codes"),
            since=self.today,
            until=self.cleaned_data["until"],
            letter_digest=receive_upload(stream=upload, name=upload.name, by=by, at=at).digest,
            by=by,
            at=at,
        )
