"""The acts that arrange the centre: windows opened and closed, people posted, instruments filed and revoked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.documents.receiving import receive_upload
from yichuang.offices import mandates, staffing
from yichuang.offices.models import (
    ALLOWED_POWERS,
    Centre,
    Department,
    Duty,
    Mandate,
    MandateKind,
    Posting,
    Power,
    SubjectArea,
    Window,
    WindowKind,
    Zone,
)
from yichuang.people.actors import Actor
from yichuang.people.models import Account, AccountKind
from yichuang.web.desk.forms.act import DeskForm
from yichuang.web.kit.forms import DateInput, text


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DateInput())


class OfficeForm(DeskForm):
    """One act on the arrangement of `centre`."""

    def __init__(self, data: Any = None, files: Any = None, *, centre: Centre, on: date, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.centre, self.on = centre, on
        self.set_choices()

    def set_choices(self) -> None:
        """Limit what can be chosen to this centre, and fill in what is usual."""


def _staff() -> Any:
    return Account.objects.filter(kind=AccountKind.STAFF, is_active=True).order_by("username")


if TYPE_CHECKING:  # Django's fields take no type parameters when they run
    _AccountField = forms.ModelChoiceField[Account]
    _PostingField = forms.ModelChoiceField[Posting]
else:
    _AccountField = _PostingField = forms.ModelChoiceField


class Person(_AccountField):
    """Somebody of the staff, by name and account."""

    def label_from_instance(self, obj: Account) -> str:
        return f"{obj} · {obj.username}"


class _Principal(_PostingField):
    def label_from_instance(self, obj: Posting) -> str:
        return f"{obj.account} · {obj.get_duty_display()} · {obj.department or obj.centre}"


class OpenWindow(OfficeForm):
    title, button, done = _("增设窗口"), _("增设"), _("窗口已经增设。")
    zone = forms.ModelChoiceField(Zone.objects.none(), label=_("专区"))
    number = text(_("窗口号"), longest=10, autocomplete="off")
    name = text(_("窗口名称"), longest=60, autocomplete="off")
    name_en = text(_("英文名称"), longest=120, required=False, autocomplete="off")
    kind = forms.ChoiceField(label=_("窗口种类"), choices=WindowKind.choices)
    subject_area = forms.ChoiceField(label=_("业务领域"), required=False)
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("派驻部门"),
        required=False,
        help_text=_("只有专业性综合窗口由部门派驻；其他窗口留空。"),
    )
    opened_on = day(_("启用日期"))

    def set_choices(self) -> None:
        self.choose_from("zone", Zone.objects.filter(centre=self.centre).order_by("code"))
        self.choose_from("department", Department.objects.filter(centre=self.centre).order_by("code"))
        areas = SubjectArea.objects.filter(centre=self.centre).order_by("position")
        offered = [("", "—"), *((area.name, str(area)) for area in areas)]
        self.fields["subject_area"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
        self.initial.setdefault("opened_on", self.on)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = self.cleaned_data | {"kind": WindowKind(self.cleaned_data["kind"])}
        return staffing.open_window(**given, by=by, at=at)


class CloseWindow(OfficeForm):
    title, button, done, grave = _("关闭窗口"), _("关闭"), _("窗口从这一天起关闭。"), True
    closed_on = day(_("从哪一天起不再开放"))

    def __init__(self, *args: Any, window: Window, **kwargs: Any) -> None:
        self.window = window
        super().__init__(*args, **kwargs)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return staffing.close_window(window=self.window, by=by, at=at, **self.cleaned_data)


class Post(OfficeForm):
    title, button, done = _("安排岗位"), _("安排上岗"), _("岗位已经登记。")
    account = Person(_staff(), label=_("工作人员"))
    duty = forms.ChoiceField(label=_("职责"), choices=Duty.choices)
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("派驻部门"),
        required=False,
        help_text=_("由中心派驻的人员（综合窗口、导办、管理、监督）留空。"),
    )
    window = forms.ModelChoiceField(Window.objects.none(), label=_("窗口"), required=False)
    substitute_for = _Principal(
        Posting.objects.none(), label=_("替谁上岗（AB角）"), required=False, help_text=_("替岗须写明截止日期。")
    )
    since = day(_("从哪一天起"))
    until = day(_("到哪一天为止（不含这一天）"), required=False, help_text=_("没有期限的留空。"))

    def set_choices(self) -> None:
        running = Posting.objects.filter(mandates.running(self.on), centre=self.centre)
        self.choose_from("department", Department.objects.filter(centre=self.centre).order_by("code"))
        opened = Window.objects.filter(zone__centre=self.centre, closed_on=None).order_by("number")
        self.choose_from("window", opened)
        self.choose_from("substitute_for", running.select_related("account", "department").order_by("pk"))
        self.initial.setdefault("since", self.on)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = self.cleaned_data | {"duty": Duty(self.cleaned_data["duty"])}
        return staffing.post(centre=self.centre, by=by, at=at, **given)


class EndPosting(OfficeForm):
    title, button, done, grave = _("结束岗位"), _("结束"), _("岗位从这一天起结束。"), True
    until = day(_("从哪一天起不在岗"))

    def __init__(self, *args: Any, posting: Posting, **kwargs: Any) -> None:
        self.posting = posting
        super().__init__(*args, **kwargs)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return staffing.end_posting(posting=self.posting, by=by, at=at, **self.cleaned_data)


LENDABLE: Final = [
    (power.value, power.label) for power in Power if any(power in one for one in ALLOWED_POWERS.values())
]


class FileMandate(OfficeForm):
    title, button, done = _("委托文书备案"), _("备案"), _("委托文书已经备案，从起始日期起有效。")
    kind = forms.ChoiceField(label=_("文书种类"), choices=MandateKind.choices)
    number = text(_("文书编号"), longest=60, autocomplete="off")
    grantor = forms.ModelChoiceField(Department.objects.none(), label=_("委托部门"))
    grantee_account = Person(
        _staff(), label=_("首席审批员"), required=False, help_text=_("只有《审批服务授权委托书》写明本人；其余留空。")
    )
    level = forms.TypedChoiceField(
        label=_("授权等级"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "—"), ("1", _("一级：作出决定")), ("2", _("二级：初审"))],
    )
    powers = forms.MultipleChoiceField(label=_("权限"), choices=LENDABLE, widget=forms.CheckboxSelectMultiple)
    all_items = forms.BooleanField(label=_("该部门全部事项"), required=False)
    item_codes = forms.CharField(
        label=_("事项编码"),
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("不是全部事项的，逐项写明，每行一个。"),
    )
    signed_on = day(_("签署日期"))
    since = day(_("起始日期"))
    last = day(_("截止日期（含这一天）"))
    scan = forms.FileField(label=_("文书扫描件"), required=False, help_text=_("PDF 或者照片。"))

    def set_choices(self) -> None:
        self.choose_from("grantor", Department.objects.filter(centre=self.centre).order_by("code"))
        self.initial.setdefault("since", self.on)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = dict(self.cleaned_data)
        scan, last, codes = given.pop("scan"), given.pop("last"), given.pop("item_codes").split()
        kind = MandateKind(given.pop("kind"))
        digest = receive_upload(stream=scan, name=scan.name, by=by, at=at).digest if scan else ""
        return mandates.file_mandate(
            **(given | {"powers": [Power(one) for one in given["powers"]]}),
            kind=kind,
            grantee_centre=None if kind == MandateKind.APPROVAL else self.centre,
            item_codes=codes,
            until=last + timedelta(days=1),
            scan_digest=digest,
            by=by,
            at=at,
        )


class RevokeMandate(OfficeForm):
    title, button, done, grave = _("撤销委托"), _("撤销"), _("委托已经撤销，即刻起不能再以此办理。"), True
    reason = text(_("撤销理由"), longest=200)

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        self.mandate = mandate
        super().__init__(*args, **kwargs)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return mandates.revoke_mandate(mandate=self.mandate, by=by, at=at, **self.cleaned_data)
