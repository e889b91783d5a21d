"""The acts with a courier: handing to him, where the parcel is, that it arrived or came back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.delivery import by_courier, incoming
from yichuang.delivery.models import CourierStatus, Failure
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.kit.forms import text


def yuan_field() -> forms.DecimalField:
    """The fee of a courier, as people write it."""
    return forms.DecimalField(
        label=_("邮费（元）"), required=False, min_value=0, max_value=1000, decimal_places=2, max_digits=6
    )


def fen(yuan: Decimal | None) -> int | None:
    """The fee as the program keeps it."""
    return None if yuan is None else int(yuan * 100)


class Courier(ActForm):
    noun, moves = "courier", ("deliver",)
    title, button = pgettext_lazy("act", "邮寄送达"), _("登记交邮")
    done = _("已登记交邮，寄达后请确认送达。")
    courier = text(_("快递公司"), longest=40)
    tracking_number = text(_("快递单号"), longest=40, autocomplete="off")
    cost = yuan_field()

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = self.cleaned_data | {"cost": fen(self.cleaned_data["cost"])}
        return by_courier.send_by_courier(case=self.case, by=by, at=at, **given)


class CourierOrder(ActForm):
    """Where a firm is connected it gives the number and the fee by itself."""

    noun, moves = "courier_order", ("deliver",)
    title, button = _("快递上门取件"), _("下单，请快递取件")
    done = _("快递已经接单，单号已登记。请打印面单，随件交给快递员。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return by_courier.order_courier(case=self.case, by=by, at=at)


class CourierStatusNote(ActForm):
    noun, moves = "courier_status", ("deliver",)
    title, button = _("快递状态"), _("登记状态")
    done = _("快递状态已登记，申请人可以看到。")
    status = forms.ChoiceField(label=_("快递状态"), choices=CourierStatus.choices)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return by_courier.note_status(case=self.case, by=by, at=at, **self.cleaned_data)


class Arrival(ActForm):
    noun, moves = "arrival", ("deliver",)
    title, button = _("确认寄达"), _("快递已签收，确认送达")
    done = _("已确认送达，送达回证已经出具。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return by_courier.confirm_arrival(case=self.case, by=by, at=at)


class Return(ActForm):
    noun, moves = "courier_return", ("deliver",)
    title, button = _("快递退回"), _("登记退回")
    done = _("已登记退回，结果重新放在窗口，可以另行送达。")
    failure = forms.ChoiceField(
        label=_("退回的原因"), choices=[(one, Failure(one).label) for one in by_courier.RETURNING]
    )
    remark = text(
        _("补充说明"), longest=100, required=False, help_text=_("选“其他原因”时必填。申请人会看到；不要写个人信息。")
    )

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return by_courier.note_return(case=self.case, by=by, at=at, **self.cleaned_data)


class ParcelReceipt(ActForm):
    """What the applicant sent is here."""

    noun = "parcel"
    done = _("已签收申请人寄来的材料，请登记收到的内容。")
    parcel_id = forms.IntegerField(widget=forms.HiddenInput)
    cost = yuan_field()

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = self.cleaned_data | {"cost": fen(self.cleaned_data["cost"])}
        return incoming.receive_parcel(case=self.case, by=by, at=at, **given)


class ParcelStatus(ActForm):
    """Where what the applicant sent is."""

    noun = "parcel_status"
    done = _("快递状态已登记，申请人可以看到。")
    parcel_id = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("快递状态"), choices=CourierStatus.choices)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return incoming.note_status(case=self.case, by=by, at=at, **self.cleaned_data)
