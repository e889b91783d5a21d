"""The acts of paying at the desk. Amounts are typed in yuan and become fen at once."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.base.money import yuan
from yichuang.cases.models import Case
from yichuang.fees import billing, paying, refunding, vouchers
from yichuang.fees.models import Bill, Payment, Reduction, Voucher
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import DeskForm
from yichuang.web.kit.forms import DateInput, text


def amount(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DecimalField:
    """An amount in yuan."""
    given = {"inputmode": "decimal", "autocomplete": "off"}
    widget = forms.TextInput(attrs=given)
    return forms.DecimalField(
        label=label, required=required, help_text=help_text, widget=widget, max_digits=13, decimal_places=2
    )


def fen(typed: Decimal) -> int:
    """Yuan with two places as whole fen."""
    return int(typed * 100)


class DrawUp(DeskForm):
    """One line for each fee of the guide; what is not charged stays empty."""

    title, button, done = _("开缴费单"), _("开单"), _("缴费单已经开出，缴清以后出件。")

    def __init__(self, *args: Any, about: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.guide = about, about.item_version.parsed.fees
        for place, fee in enumerate(self.guide):
            price = _("另定") if fee.fen is None else yuan(fee.fen)
            told = f"{price} {fee.unit} {fee.standard} {fee.basis or about.item_version.parsed.fee_basis}"
            self.fields[f"n{place}"] = forms.IntegerField(
                label=_("%(fee)s：数量") % {"fee": fee.name},
                required=False,
                help_text=told,
                initial=None if fee.condition or fee.fen == 0 else 1,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )
            if fee.fen is None:
                self.fields[f"yuan{place}"] = amount(_("%(fee)s：单价（元）") % {"fee": fee.name}, required=False)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = self.cleaned_data
        lines = [
            billing.Wanted(place, number, fen(price) if (price := given.get(f"yuan{place}")) is not None else None)
            for place in range(len(self.guide))
            if (number := given[f"n{place}"])
        ]
        return billing.draw_up(case=self.case, lines=lines, by=by, at=at)


class OnBill(DeskForm):
    """An act on one bill."""

    def __init__(self, *args: Any, about: Bill, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bill = about


class Take(OnBill):
    title, button, done = _("收费"), _("确认收到"), _("费用已经收到，可以出件。")
    channel = forms.ChoiceField(
        label=_("方式"), choices=[(one.value, one.label) for one in paying.AT_WINDOW], widget=forms.RadioSelect
    )
    yuan = amount(_("收到的金额（元）"), help_text=_("和缴费单一致，不能多收、少收。"))
    slip = text(_("签购单号"), longest=64, required=False, help_text=_("刷卡的填写，现金的不填。"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = self.cleaned_data
        return paying.take(
            bill=self.bill, channel=given["channel"], fen=fen(given["yuan"]), slip=given["slip"], by=by, at=at
        )


class Reduce(OnBill):
    title, button, done = _("减免费用"), _("批准减免"), _("减免已经登记。")
    line = forms.TypedChoiceField(label=_("收费项目"), coerce=int)
    kind = forms.ChoiceField(label=_("种类"), choices=Reduction.Kind.choices)
    yuan = amount(_("减去的金额（元）"))
    basis = text(_("依据"), longest=300, help_text=_("法律、法规或者文件的名称和条款。"))
    reason = text(_("理由"), longest=300, help_text=_("不写个人信息。"))

    def __init__(self, *args: Any, about: Bill, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        field = self.fields["line"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared so above
        field.choices = [(one.pk, f"{one.name} {yuan(one.amount)}") for one in about.lines.order_by("id")]

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = self.cleaned_data
        return billing.reduce(
            bill=self.bill,
            line=given["line"],
            kind=given["kind"],
            fen=fen(given["yuan"]),
            basis=given["basis"],
            reason=given["reason"],
            by=by,
            at=at,
        )


class Cancel(OnBill):
    title, button, done = _("作废缴费单"), _("作废"), _("缴费单已经作废，请重新开。")
    grave = True
    reason = text(_("理由"), longest=300, help_text=_("不写个人信息。"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return billing.cancel(bill=self.bill, by=by, at=at, **self.cleaned_data)


class GiveBack(DeskForm):
    title, button, done = _("退费"), _("确认退费"), _("退费已经登记，请按原来的方式退给缴款人。")
    grave = True
    reason = text(_("理由"), longest=300, help_text=_("不写个人信息。"))
    reference = text(_("退款流水号"), longest=64, help_text=_("按原来的方式退：现金的写收据号。"))

    def __init__(self, *args: Any, about: Payment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payment = about

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return refunding.refund(payment=self.payment, by=by, at=at, **self.cleaned_data)


class RecordVoucher(DeskForm):
    title, button, done = _("登记电子票据"), _("登记"), _("电子票据已经登记，缴款人可以在网上查验。")
    code = text(_("票据代码"), longest=12, help_text=_("8 至 12 位数字。"))
    number = text(_("票据号码"), longest=12, help_text=_("8 至 12 位数字。"))
    check_code = text(_("校验码"), longest=20)
    issued_on = forms.DateField(label=_("开票日期"), widget=DateInput())

    def __init__(self, *args: Any, about: Voucher, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voucher = about

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return vouchers.record(voucher=self.voucher, elements=vouchers.Elements(**self.cleaned_data), by=by, at=at)
