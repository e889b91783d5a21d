"""Letters of authority that a principal gives on line: to whom, for which items, until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Final, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.catalogue.queries import known_items, names_on, published
from yichuang.documents.receiving import receive_upload
from yichuang.offices.models import Centre, SubjectArea
from yichuang.people import agency, registering
from yichuang.people.actors import Actor
from yichuang.people.models import Agency, Party
from yichuang.web.kit import forms as kit_forms
from yichuang.web.kit.shelves import Shelves
from yichuang.web.portal import applicants

ALL, SOME = "all", "some"
MOST: Final = 200
"""Items that one letter names; who needs more lets the agent act in all."""
Shelf = tuple[str, list[tuple[str, str]]]


class AgencyForm(kit_forms.KitForm):
    """A letter of authority to one agent."""

    notes: ClassVar = {"items": kit_forms.Note(needed=True, when=f'{{"scope": ["{SOME}"]}}')}

    principal = forms.ChoiceField(label=gettext_lazy("替谁授权"))
    name = kit_forms.text(gettext_lazy("代理人姓名"), longest=registering.LONGEST_NAME, autocomplete="off")
    number = kit_forms.text(gettext_lazy("代理人身份证号码"), longest=18, autocomplete="off")
    scope = forms.ChoiceField(
        label=gettext_lazy("委托的事项"),
        choices=[(SOME, gettext_lazy("只限我选的事项")), (ALL, gettext_lazy("所有事项"))],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("应当与授权委托书写的一致。"),
    )
    items = forms.MultipleChoiceField(
        label=gettext_lazy("可以代办的事项"),
        required=False,
        widget=Shelves,
        help_text=gettext_lazy("按领域打开，勾选代理人可以替您办理的事项。"),
    )
    until = forms.DateField(
        label=gettext_lazy("委托到哪一天"),
        help_text=gettext_lazy("从今天起，到这一天为止（不含当天）。"),
        widget=kit_forms.DateInput(),
    )
    letter = forms.FileField(
        label=gettext_lazy("签名的授权委托书"), help_text=gettext_lazy("照片或者 PDF，写明代理人、事项、权限和期限。")
    )

    def __init__(self, *args: Any, principals: Sequence[Party], shelves: Sequence[Shelf], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.principals = {str(one.pk): one for one in principals}
        cast(forms.ChoiceField, self.fields["principal"]).choices = applicants.named(principals)
        cast(forms.MultipleChoiceField, self.fields["items"]).choices = shelves
        if len(principals) == 1:
            del self.fields["principal"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = given.get("items", [])
        if given.get("scope") == SOME and not chosen and "items" not in self.errors:
            self.add_error("items", _("请至少选择一个事项；什么都可以代办的，请选“所有事项”。"))
        if given.get("scope") == ALL and chosen:
            self.add_error("scope", _("您勾选了事项，又选了“所有事项”。请选“只限我选的事项”，或者取消勾选。"))
        if len(chosen) > MOST:
            sentence = _("一份委托最多选 %(most)d 个事项，请减少，或者选“所有事项”。")
            self.add_error("items", sentence % {"most": MOST})
        return given

    def carry_out(self, *, on: date, by: Actor, at: datetime) -> Agency:
        """Put the letter on file. Raises Refused."""
        given, upload = self.cleaned_data, self.cleaned_data["letter"]
        return agency.authorise_named(
            principal=self.principals[given.get("principal") or next(iter(self.principals))],
            name=given["name"],
            number=given["number"],
            item_codes=known_items(given["items"]),
            since=on,
            until=given["until"],
            letter_digest=receive_upload(stream=upload, name=upload.name, by=by, at=at).digest,
            by=by,
            at=at,
        )


@dataclass(frozen=True)
class Given:
    """A letter on file and the names of its items; none means every item."""

    letter: Agency
    items: Sequence[str]

    @property
    def agent(self) -> str:
        """The agent as the principal may know him."""
        return self.letter.called or str(self.letter.agent)


def told(letters: Iterable[Agency], *, on: date) -> list[Given]:
    """The letters with the names of their items in the language of the reader. Two statements."""
    found = list(letters)
    names = names_on(on, codes={code for one in found for code in one.item_codes})
    return [Given(one, [names.get(code, code) for code in one.item_codes]) for one in found]


def shelves(*, centre: Centre, on: date) -> list[Shelf]:
    """What may be applied for, by field of business in the order of the centre. Two statements."""
    areas = {one.name: one for one in SubjectArea.objects.filter(centre=centre).order_by("position")}
    by_area: dict[str, list[tuple[str, str]]] = {name: [] for name in areas}
    for version in published(on, centre=centre).defer("content"):
        by_area.setdefault(version.item.subject_area, []).append((version.item.code, version.title))
    return [(str(areas.get(name, name)), items) for name, items in by_area.items() if items]
