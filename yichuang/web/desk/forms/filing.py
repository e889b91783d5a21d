"""Recording the basic catalogue and the implementation list, and putting items under it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.kinds import HandleKind, ItemType
from yichuang.catalogue.models import BasicItem, CodePattern, Implementation, Item
from yichuang.catalogue.national import filing
from yichuang.offices.models import Centre, Department
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import DeskForm
from yichuang.web.kit.forms import DateInput, text

NATIONAL: Final = _("31 位：统一社会信用代码 18 位、行使层级 1 位、基本编码 12 位。没有的可以不填。")


class FilingForm(DeskForm):
    """One act on the lists of a centre."""

    kind: ClassVar[str] = ""
    done: ClassVar[Any] = _("已经登记。")

    def __init__(self, data: Any = None, *, centre: Centre, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{self.kind}_%s", **kwargs)
        self.centre = centre
        self.set_choices()

    def set_choices(self) -> None:
        """Fill the choices from this centre."""


class Basic(FilingForm):
    kind, title = "basic", _("登记基本目录")
    code = text(_("基本编码"), longest=40, help_text=_("12 位。"))
    name = text(_("目录名称"), longest=1000)
    item_type = forms.ChoiceField(label=_("事项类型"), choices=[("", _("不填")), *ItemType.choices], required=False)
    local_code = text(_("地方基本编码"), longest=50, required=False)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return filing.record_basic(centre=self.centre, **self.cleaned_data, by=by, at=at)


class Implementing(FilingForm):
    kind, title = "implementing", _("登记实施清单")
    basic = forms.ModelChoiceField(label=_("基本目录"), queryset=BasicItem.objects.order_by("code"), required=False)
    department = forms.ModelChoiceField(label=_("实施部门"), queryset=Department.objects.none())
    name = text(_("事项名称"), longest=1000)
    code = text(_("实施编码"), longest=60, required=False, help_text=NATIONAL)
    local_code = text(_("地方实施编码"), longest=100, required=False)

    def set_choices(self) -> None:
        self.choose_from("department", Department.objects.filter(centre=self.centre).order_by("code"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return filing.record_implementation(**self.cleaned_data, by=by, at=at)


class Under(FilingForm):
    kind, title = "under", _("把事项归到实施清单")
    implementation = forms.ModelChoiceField(label=_("实施清单"), queryset=Implementation.objects.none())
    item = forms.ModelChoiceField(label=_("事项"), queryset=Item.objects.none(), to_field_name="code")
    handle_kind = forms.ChoiceField(label=_("办理类型"), choices=HandleKind.choices)
    national_code = text(_("业务办理项编码"), longest=60, required=False, help_text=_("33 位：实施编码加两位顺序号。"))
    local_code = text(_("地方编码"), longest=100, required=False)

    def set_choices(self) -> None:
        self.choose_from(
            "implementation", Implementation.objects.filter(department__centre=self.centre).order_by("name")
        )
        self.choose_from("item", Item.objects.filter(centre=self.centre).order_by("code"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = self.cleaned_data | {"handle_kind": HandleKind(self.cleaned_data["handle_kind"])}
        return filing.file_item(**given, by=by, at=at)


class Writing(FilingForm):
    kind, title = "writing", _("本地编码的写法")
    code_kind = forms.ChoiceField(label=_("编码种类"), choices=CodePattern.Kind.choices)
    mask = text(_("写法"), longest=100, help_text=_("9 表示数字，A 表示大写字母，X 表示两者都可以，其余照写。"))
    since = forms.DateField(label=_("从哪天起"), widget=DateInput())

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = self.cleaned_data
        kind = CodePattern.Kind(given["code_kind"])
        return filing.set_mask(centre=self.centre, kind=kind, mask=given["mask"], since=given["since"], by=by, at=at)


FORMS: Final[Mapping[str, type[FilingForm]]] = {form.kind: form for form in (Basic, Implementing, Under, Writing)}
