"""Who stands at the counter: found by the number of the document he shows, or entered now."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.base import codes
from yichuang.base.refusal import Refused
from yichuang.base.sealed import blind_index
from yichuang.people import registering
from yichuang.people.actors import Actor
from yichuang.people.models import DocumentType, Party
from yichuang.web.kit.forms import KitForm, text

# In this order: a permit of Hong Kong or Macao looks like a passport, and is shown here far more often.
_SHAPES = (
    (re.compile(r"[HM]([0-9]{8}|[0-9]{10})"), DocumentType.HK_MACAO_PERMIT),
    (re.compile(r"[0-9]{8}|[0-9]{10}(\([0-9A-Z]\))?"), DocumentType.TAIWAN_PERMIT),
    (re.compile(r"[A-Z]{1,2}[0-9]{7,8}"), DocumentType.PASSPORT),
)
_PERMIT = re.compile(r"8[123]0000[0-9]{11}[0-9X]")
LONGEST_NUMBER = 40


def _plain(number: str) -> str:
    """As it is printed on the document: no spaces, the x of identity cards an X."""
    return "".join(number.split()).upper()


def type_of(number: str) -> DocumentType:
    """The kind of document that a number of this shape belongs to; the clerk may say otherwise."""
    number = _plain(number)
    if len(number) == 18 and (_is_credit_code(number) or not number[:17].isdigit()):
        return DocumentType.CREDIT_CODE
    if _PERMIT.fullmatch(number):
        return DocumentType.RESIDENCE_PERMIT
    if len(number) in (15, 18) and number[:1] == "9":
        return DocumentType.FOREIGN_PERMANENT
    if len(number) == 18:
        return DocumentType.IDENTITY_CARD
    return next((kind for shape, kind in _SHAPES if shape.fullmatch(number)), DocumentType.OTHER)


def _is_credit_code(number: str) -> bool:
    try:
        codes.check_credit_code(number)
    except Refused:
        return False
    return True


def number_error(kind: str, number: str, *, on: date) -> str:
    """What is wrong with a number of that kind, in a sentence; "" when nothing is."""
    try:
        registering.checked_number(DocumentType(kind), number, on=on)
    except Refused as refused:
        return str(refused)
    return ""


def parties_with(number: str) -> list[Party]:
    """Everybody on file whose document has this number, whatever the kind of document. One statement."""
    if not 4 <= len(number.strip()) <= LONGEST_NUMBER or "\x00" in number:
        return []
    index = blind_index(_plain(number), kind="number")
    found = Party.objects.filter(document_type__in=DocumentType.values, number_index=index)
    return list(found.select_related("representative")[:5])


class PersonForm(KitForm):
    """One person or organisation by document. `name` is asked for only when the document is not yet on file."""

    number = text(
        _("证件号码"), longest=LONGEST_NUMBER, autocomplete="off", autocapitalize="characters", spellcheck="false"
    )
    document_type = forms.ChoiceField(
        label=_("证件类型"), required=False, choices=[("", _("按号码识别")), *DocumentType.choices]
    )
    name = text(_("姓名或者名称"), longest=registering.LONGEST_NAME, required=False, autocomplete="off")
    phone = text(_("手机号码"), longest=20, required=False, inputmode="tel", autocomplete="off")

    def __init__(self, data: Any = None, *, prefix: str, on: date, **kwargs: Any) -> None:
        super().__init__(data, prefix=prefix, auto_id="%s", **kwargs)
        self.party: Party | None = None
        self.kind = self.wrong = ""
        if self.is_bound and self.typed("number"):
            self._look_up(on)

    def typed(self, field: str) -> str:
        """What was typed into a field, before any check."""
        return str(self.data.get(self.add_prefix(field), "")).strip()

    def _look_up(self, on: date) -> None:
        chosen = self.typed("document_type")
        if chosen and chosen not in DocumentType.values:  # the field says so itself
            return
        found = [p for p in parties_with(self.typed("number")) if chosen in ("", p.document_type)]
        self.party = found[0] if found else None
        self.kind = chosen or (self.party.document_type if self.party else type_of(self.typed("number")))
        self.wrong = "" if self.party else number_error(self.kind, self.typed("number"), on=on)

    @property
    def kind_label(self) -> str:
        return str(DocumentType(self.kind).label) if self.kind in DocumentType.values else ""

    @property
    def is_known(self) -> bool:
        """Whether nothing more needs to be typed: he is on file, or his name stands there."""
        return self.party is not None or bool(self.typed("number") and self.typed("name") and not self.wrong)

    @property
    def is_organisation(self) -> bool:
        return self.kind == DocumentType.CREDIT_CODE

    def enter(self, *, by: Actor, at: datetime, representative: Party | None = None) -> Party:
        """The party on file, entered or brought up to date; an organisation with its legal representative, as proved
        by the licence that the clerk has seen. Raises Refused.
        """
        given = {key: str(self.cleaned_data[key]) for key in ("number", "name", "phone")}
        name = given["name"] or (str(self.party.name.open()) if self.party else "")
        if self.is_organisation:
            return registering.register_organisation(
                name=name,
                credit_code=given["number"],
                phone=given["phone"],
                representative=representative,
                by=by,
                at=at,
            )
        return registering.register_person(
            name=name, document_type=self.kind, number=given["number"], phone=given["phone"], by=by, at=at
        )
