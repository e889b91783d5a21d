"""The forms of the tables: the upload, and which items are exported as what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.base.refusal import Refused
from yichuang.catalogue.guides.importing import LARGEST_FILE
from yichuang.catalogue.models import Item
from yichuang.catalogue.revising import register
from yichuang.catalogue.sheets.leaving import Choice, Format
from yichuang.documents import checking
from yichuang.offices.models import Centre, Department
from yichuang.web.kit.forms import KitForm


class UploadForm(KitForm):
    file = forms.FileField(
        label=gettext_lazy("表格文件"),
        help_text=gettext_lazy("县级工作簿、部门自己的一览表（XLSX、CSV）、JSON、国家平台交换表（ZIP），最多 20 MB。"),
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("表里没有写部门的，归到"),
        empty_label=gettext_lazy("不归到任何部门，报告出来"),
        required=False,
    )
    to_review = forms.BooleanField(label=gettext_lazy("导入后直接提交审核"), required=False)
    all_or_nothing = forms.BooleanField(label=gettext_lazy("有一项不能导入，就都不导入"), required=False)

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared so above
        field.queryset = Department.objects.filter(centre=centre).order_by("code")

    def clean_file(self) -> UploadedFile:
        """Not too large, and without a virus. The rest the dry run tells."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("文件超过 20 MB，请分成几个文件再导入。"))
        try:
            checking.scan(file, name=file.name or "")
        except Refused as refused:
            raise forms.ValidationError(str(refused))
        file.seek(0)
        return file


class ExportForm(KitForm):
    format = forms.ChoiceField(label=gettext_lazy("格式"), choices=Format.choices)
    department = forms.ChoiceField(label=gettext_lazy("部门"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("领域"), required=False)

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = [(one.code, str(one)) for one in register.departments(centre)]
        areas = Item.objects.filter(centre=centre).order_by("subject_area").values_list("subject_area", flat=True)
        for name, choices in (("department", departments), ("area", [(one, one) for one in areas.distinct()])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
            field.choices = [("", gettext_lazy("全部")), *choices]

    def choice(self, *, centre: Centre, at: datetime) -> Choice:
        """What was chosen."""
        return Choice(centre, at, department=self.cleaned_data["department"], area=self.cleaned_data["area"])
