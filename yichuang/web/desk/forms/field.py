"""What is filled in where the visit is: one line for each point, what it comes to, who was there, photographs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models import Case, Inspection, SiteFinding
from yichuang.cases.steps import inspecting, photographs
from yichuang.documents import receiving
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import DeskForm, words
from yichuang.web.kit.forms import DateInput, dress


class _Pictures(forms.ClearableFileInput):
    allow_multiple_selected = True


class _PicturesField(forms.FileField):
    """Several pictures of one field, as a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one = super().clean
        return [one(each, initial) for each in data or []]


class FieldRecord(DeskForm):
    """The record of one visit. `key` is made with the form: sent twice, it is done once."""

    done = _("勘验记录已经保存，请同去的人员确认。")
    key = forms.UUIDField(widget=forms.HiddenInput)
    inspection = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, visit: Inspection, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.case = case
        self.fields["key"].initial = uuid4()
        self.fields["inspection"].initial = visit.pk
        self.points = [f"found_{number}" for number in range(len(visit.points))]
        for name, point, found in zip(self.points, visit.points, visit.found or [""] * len(visit.points), strict=True):
            self.fields[name] = words(point, rows=2)
            self.fields[name].initial = found
        self.fields["finding"] = forms.ChoiceField(
            label=_("勘验结论"), choices=SiteFinding.choices, widget=forms.RadioSelect, initial=visit.finding
        )
        day = forms.DateField(label=_("改正期限"), widget=DateInput, required=False, initial=visit.put_right_by)
        day.help_text = _("只有限期改正的才填写。")
        self.fields["put_right_by"] = day
        present = forms.BooleanField(label=_("申请人一方到场"), required=False, initial=visit.applicant_present)
        self.fields["applicant_present"] = present
        self.fields["statement"] = words(_("申请人一方的陈述"), rows=2, required=False)
        self.fields["statement"].initial = visit.statement
        pictures = _Pictures(attrs={"accept": "image/jpeg,image/png"})
        self.fields["photographs"] = _PicturesField(label=_("现场照片"), required=False, widget=pictures)
        for field in self.fields.values():
            dress(field)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        said = dict(self.cleaned_data)
        key, pictures = said.pop("key"), said.pop("photographs")
        found = [said.pop(name) for name in self.points]
        for number, upload in enumerate(pictures):
            file = receiving.receive_upload(stream=upload, name=upload.name or "", by=by, at=at)
            one, visit = uuid5(key, str(number)), said["inspection"]
            photographs.add(case=self.case, key=one, file=file, inspection=visit, by=by, at=at)
        return inspecting.record(case=self.case, found=found, by=by, at=at, **said)


class FieldPhotograph(DeskForm):
    """One photograph, sent by itself."""

    key = forms.UUIDField()
    inspection = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    taken_at = forms.DateTimeField(required=False)
    file = forms.FileField(label=_("现场照片"))

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.case = case

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        said = dict(self.cleaned_data)
        upload = said.pop("file")
        file = receiving.receive_upload(stream=upload, name=upload.name or "", by=by, at=at)
        return photographs.add(case=self.case, file=file, by=by, at=at, **said)
