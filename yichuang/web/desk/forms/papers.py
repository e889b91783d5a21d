"""Paper and scans as the window takes them in: received, how many, original seen, a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import queries
from yichuang.cases.library import Paper
from yichuang.cases.rules import Given
from yichuang.catalogue.content import Material
from yichuang.catalogue.kinds import Need
from yichuang.catalogue.rules import must_be_handed_in
from yichuang.documents import receiving
from yichuang.documents.models import StoredFile
from yichuang.people.actors import Actor
from yichuang.web.kit.request import Request

UPLOAD, FILE, AGAIN = "-upload", "-file", "-again"
MOST = 99


@dataclass(frozen=True)
class Wanted:
    """One paper that may be taken in: from the guide, or from a correction notice."""

    key: str
    name: str
    originals: int = 1
    copies: int = 0
    need: str = ""
    needed: bool = True
    note: str = ""
    standard: str = ""
    one_of: str = ""
    shared: bool = False
    tolerable: bool = False
    promisable: bool = False


def wanted_of(materials: Sequence[Material]) -> list[Wanted]:
    """A line for each piece that can be taken in; the alternatives of one material stand under its name."""
    lines: list[Wanted] = []
    for material in materials:
        if not material.children:
            lines.append(_line(material))
            continue
        group = material.title if material.need == Need.ONE_OF else ""
        lines += [_line(child, group=group, needed=must_be_handed_in(material)) for child in material.children]
    return lines


def _line(material: Material, *, group: str = "", needed: bool = True) -> Wanted:
    return Wanted(
        key=material.key,
        name=material.title,
        originals=material.originals if material.originals is not None else int(material.kind != "copy"),
        copies=material.copies if material.copies is not None else int(material.kind == "copy"),
        need="" if material.shared else str(Need(material.need).label),
        needed=needed and must_be_handed_in(material) and not group and not material.shared,
        note=_note_of(material),
        standard=material.acceptance_standard,
        one_of=group,
        shared=bool(material.shared),
        tolerable=material.tolerable,
        promisable=material.promisable,
    )


def _note_of(material: Material) -> str:
    """What the guide notes; of a shared paper first that it is not asked for."""
    if not material.shared:
        return material.note
    told = _("可以不交：收件以后从“%(register)s”调取。") % {"register": material.shared}
    return f"{told} {material.note}".strip()


@dataclass(frozen=True)
class Row:
    """One line of the page."""

    wanted: Wanted
    got: forms.BoundField
    seen: forms.BoundField
    originals: forms.BoundField
    copies: forms.BoundField
    upload: forms.BoundField
    file: forms.BoundField
    instead: Sequence[forms.BoundField]
    again: forms.BoundField | None
    stored: StoredFile | None
    error: str


def _count(initial: int) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "2"})
    wrong = _("份数应当是 0 至 %(most)d 的整数，请核对。") % {"most": MOST}
    return forms.IntegerField(
        min_value=0,
        max_value=MOST,
        initial=initial,
        required=False,
        widget=widget,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def _again(papers: Sequence[Paper], *, chosen: UUID | None) -> forms.ChoiceField:
    """Which of the papers that were handed in before is taken again, `chosen` beforehand; a scan uploaded now comes
    before it."""
    told = _("%(day)s交过 · %(trust)s")
    choices = [
        (str(one.file.pk), told % {"day": formats.date_format(one.given_on), "trust": one.trust.label})
        for one in papers
    ]
    every = [("", _("不沿用")), *choices]
    return forms.ChoiceField(label=_("沿用以前交过的"), required=False, choices=every, initial=str(chosen or ""))


class PapersForm(forms.Form):
    """A line of fields for each wanted paper. A line counts when it is ticked as received or has a file."""

    def __init__(
        self,
        wanted: Sequence[Wanted],
        data: Any = None,
        *,
        errors: Mapping[str, str] | None = None,
        lying: Mapping[str, Sequence[Paper]] | None = None,
        taken: Mapping[str, UUID] | None = None,
    ) -> None:
        super().__init__(data, prefix="m", auto_id="%s")
        self.wanted = wanted
        self.told = dict(errors or {})
        for one in wanted:
            self.fields[f"{one.key}-got"] = forms.BooleanField(label=_("收到"), required=False)
            self.fields[f"{one.key}-seen"] = forms.BooleanField(label=_("原件已核对"), required=False)
            self.fields[f"{one.key}-originals"] = _count(one.originals)
            self.fields[f"{one.key}-copies"] = _count(one.copies)
            if one.tolerable:
                self.fields[f"{one.key}-later"] = forms.BooleanField(label=_("承诺后补（容缺）"), required=False)
            if one.promisable:
                self.fields[f"{one.key}-promised"] = forms.BooleanField(label=_("承诺代替"), required=False)
            if papers := (lying or {}).get(one.key):
                self.fields[f"{one.key}{AGAIN}"] = _again(papers, chosen=(taken or {}).get(one.key))
            self.fields[f"{one.key}{UPLOAD}"] = forms.FileField(label=_("扫描件"), required=False)
            self.fields[f"{one.key}{FILE}"] = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> None:
        """What is wrong with a field is told on the line of its paper."""
        for one in self.wanted:
            for name in self.errors:
                if name.startswith(f"{one.key}-"):
                    self.told.setdefault(one.key, f"{one.name}：{self.errors[name][0]}")

    def rows(self) -> list[Row]:
        """The lines with what was typed and the files that were kept."""
        stored = {file.pk: file for file in queries.files(self._file_ids())}
        return [self._row(one, stored) for one in self.wanted]

    def _row(self, one: Wanted, stored: Mapping[UUID, StoredFile]) -> Row:
        part = {name: self[f"{one.key}-{name}"] for name in ("got", "seen", "originals", "copies", "upload", "file")}
        kept = self.cleaned_data.get(f"{one.key}{FILE}") if self.is_bound and self.is_valid() else None
        instead = [self[name] for name in (f"{one.key}-later", f"{one.key}-promised") if name in self.fields]
        again = f"{one.key}{AGAIN}"
        return Row(
            wanted=one,
            **part,
            instead=instead,
            again=self[again] if again in self.fields else None,
            stored=stored.get(kept) if kept else None,
            error=self.told.get(one.key, ""),
        )

    def _file_ids(self) -> list[UUID]:
        if not self.is_bound or not self.is_valid():
            return []
        return [self.cleaned_data[f"{one.key}{FILE}"] for one in self.wanted if self.cleaned_data[f"{one.key}{FILE}"]]

    def given(self) -> list[Given]:
        """What was taken in. Counts of a line that is not ticked are only what the guide asks for, so they are left."""
        if not self.is_valid():
            return []
        return [given for one in self.wanted if (given := self._given(one.key)).is_something]

    def promised(self, how: Literal["later", "promised"]) -> list[str]:
        """The keys of what was not taken in because it is promised."""
        if not self.is_valid():
            return []
        ticked = [one.key for one in self.wanted if self.cleaned_data.get(f"{one.key}-{how}")]
        return [key for key in ticked if not self._given(key).is_something]

    def _given(self, key: str) -> Given:
        value = self.cleaned_data
        got = value[f"{key}-got"]
        return Given(
            key=key,
            file_id=value[f"{key}{FILE}"] or (UUID(again) if (again := value.get(f"{key}{AGAIN}")) else None),
            originals=(value[f"{key}-originals"] or 0) if got else 0,
            copies=(value[f"{key}-copies"] or 0) if got else 0,
            original_seen=value[f"{key}-seen"],
        )


def keep_uploads(request: Request) -> tuple[QueryDict, dict[str, str]]:
    """What was sent, with every uploaded scan checked and kept under its id; and by material what was refused."""
    data, refused = request.POST.copy(), {}
    for name, upload in request.FILES.items():
        key = name.removeprefix("m-").removesuffix(UPLOAD)
        if not (name.startswith("m-") and name.endswith(UPLOAD)) or isinstance(upload, list):
            continue
        try:
            data[f"m-{key}{FILE}"] = str(_received(upload, by=request.actor, at=request.now).pk)
        except Refused as sentence:
            refused[key] = str(sentence)
    return data, refused


def _received(upload: Any, *, by: Actor, at: datetime) -> StoredFile:
    return receiving.receive_upload(stream=upload, name=upload.name or "", by=by, at=at)
