"""What the applicant owes and paid, and the look-up of electronic bills by their elements."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yichuang.fees import adapters, paying, queries, vouchers
from yichuang.fees.models import Bill, Voucher
from yichuang.web.kit import pace
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.forms import DateInput, KitForm, text
from yichuang.web.kit.refusals import put_on
from yichuang.web.kit.request import Request
from yichuang.web.portal.pages.cases import own


@require_safe
def bill(request: Request, number: str) -> HttpResponse:
    """The bills of one's own case: what for, by which law, where to pay, what was paid, the electronic bill."""
    mine = own(request, number)
    found = queries.bills_of(mine)
    opened = next((one for one in found if one.state == Bill.State.OPEN and not paying.is_late(mine)), None)
    address = adapters.payment_platform().address(opened) if opened else ""
    context = {"case": mine, "bills": found, "opened": opened, "address": address, "centre": mine.centre}
    context["section"] = "my"
    return render(request, "portal/bill.html", context)


class Elements(KitForm):
    """The five elements that stand on an electronic bill."""

    code = text(_("票据代码"), longest=12)
    number = text(_("票据号码"), longest=12)
    check_code = text(_("校验码"), longest=20)
    issued_on = forms.DateField(label=_("开票日期"), widget=DateInput())
    yuan = forms.DecimalField(label=_("金额（元）"), max_digits=13, decimal_places=2)

    def look_up(self) -> Voucher:
        """The electronic bill. Raises NoSuchVoucher."""
        given = dict(self.cleaned_data)
        amount, day = given.pop("yuan"), given.pop("issued_on")
        assert isinstance(amount, Decimal) and isinstance(day, date)  # noqa: S101, PT018 - the fields say so
        return vouchers.look_up(vouchers.Elements(**given, issued_on=day), fen=int(amount * 100))


@require_safe
def voucher(request: Request) -> HttpResponse:
    """Whether an electronic bill is one of ours, and whether it still counts."""
    form = Elements(request.GET if "code" in request.GET else None)
    found = None
    if form.is_valid():
        try:
            pace.require(request, purpose="voucher", at=request.now)
            found = form.look_up()
        except pace.TooOften as often:
            put_on(form, often)
        except vouchers.NoSuchVoucher as none:
            pace.note_failure(request, purpose="voucher", at=request.now)
            put_on(form, none)
    context = {"form": form, "voucher": found, "centre": the_centre()}
    return render(request, "portal/voucher.html", context, status=422 if form.errors else 200)
