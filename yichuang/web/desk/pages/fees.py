"""Paying at the desk: the bills of a case with what may be done about them, and what a day brought (日结)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.base.money import yuan
from yichuang.base.refusal import refusal_of
from yichuang.cases.models import Case
from yichuang.fees import billing, queries
from yichuang.fees.models import Bill, Payment, Voucher
from yichuang.people.models import Role
from yichuang.web.desk.finding import case_or_404
from yichuang.web.desk.forms import fees as forms
from yichuang.web.desk.forms.act import DeskForm, carried_out
from yichuang.web.desk.pages.offices import my_centre
from yichuang.web.kit import spreadsheets
from yichuang.web.kit.request import Request
from yichuang.web.permissions import TABLE, may_use

LOOKED_BACK: Final = timedelta(days=30)


@require_safe
def fees(request: Request, number: str) -> HttpResponse:
    """Every bill of the case with its lines, reductions, payments and electronic bills."""
    case = case_or_404(request, number)
    context = {
        "case": case,
        "bills": queries.bills_of(case),
        "why_not": refusal_of(lambda: billing.require_billable(case, at=request.now)),
        "may_decide": may_use(TABLE["desk:bill_reduction"], request.actor),
        "may_take": may_use(TABLE["desk:bill_payment"], request.actor),
    }
    return render(request, "desk/fees.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draw_up(request: Request, number: str) -> HttpResponse:
    """Draw up the bill."""
    case = case_or_404(request, number)
    return _act(request, case, forms.DrawUp, case, case.item_version.title)


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: Request, number: str, bill: int) -> HttpResponse:
    """Take the payment."""
    case, found = _bill(request, number, bill)
    return _act(request, case, forms.Take, found, _("应缴 %(yuan)s 元") % {"yuan": yuan(found.owed)})


@require_http_methods(["GET", "HEAD", "POST"])
def reduce(request: Request, number: str, bill: int) -> HttpResponse:
    """Take off what the law takes off."""
    case, found = _bill(request, number, bill)
    return _act(request, case, forms.Reduce, found, _("应缴 %(yuan)s 元") % {"yuan": yuan(found.owed)})


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, number: str, bill: int) -> HttpResponse:
    """Put a wrong bill aside."""
    case, found = _bill(request, number, bill)
    return _act(request, case, forms.Cancel, found, found.number)


@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: Request, number: str, payment: int) -> HttpResponse:
    """Give a payment back."""
    case = case_or_404(request, number)
    found = get_object_or_404(Payment.objects.select_related("bill"), pk=payment, bill__case=case)
    about = f"{found.bill.number} · {found.get_channel_display()} · {yuan(found.fen)}"
    return _act(request, case, forms.GiveBack, found, about)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Request, number: str, voucher: int) -> HttpResponse:
    """Record the electronic bill that the finance department's platform made."""
    case = case_or_404(request, number)
    rows = Voucher.objects.select_related("payment__bill")
    found = get_object_or_404(rows, pk=voucher, payment__bill__case=case)
    return _act(request, case, forms.RecordVoucher, found, str(found.get_state_display()))


def _bill(request: Request, number: str, bill: int) -> tuple[Case, Bill]:
    case = case_or_404(request, number)
    return case, get_object_or_404(Bill, pk=bill, case=case)


def _act(request: Request, case: Case, kind: type[DeskForm], about: Any, words: str) -> HttpResponse:
    form = kind(request.POST if request.method == "POST" else None, about=about)
    back = reverse("desk:fees", args=[case.number])
    if request.method == "POST" and carried_out(request, form):
        return HttpResponseRedirect(back)
    context = {"form": form, "about": words, "back": back}
    return render(request, "desk/office_act.html", context, status=422 if form.errors else 200)


@require_safe
def day(request: Request) -> HttpResponse:
    """What the centre took and gave back on one day, a clerk's own alone; totals by clerk, window and channel."""
    on, centre = _asked_day(request), my_centre(request)
    since = timezone.make_aware(datetime.combine(on, time()))
    account = request.actor.account
    who = None if request.actor.has(Role.MANAGER) or account is None else account.pk
    found = queries.day_of(centre, since=since, who=who)
    if (kind := request.GET.get("as", "")) in spreadsheets.KINDS:
        return spreadsheets.table(kind, _heads(), _cells(found), name=f"{_('日结')}-{on:%Y%m%d}")
    context = {"day": found, "on": on, "centre": centre, "all": who is None}
    if who is None:
        context["compared"] = queries.reconciled(centre, on=on)
        context["differing"] = queries.days_that_differ(centre, since=on - LOOKED_BACK)
    return render(request, "desk/fees_day.html", context)


def _asked_day(request: Request) -> date:
    asked = request.GET.get("on", "")
    try:
        found = date.fromisoformat(asked) if asked else timezone.localdate(request.now)
    except ValueError:
        raise Http404 from None
    if not 2000 <= found.year < 2200:
        raise Http404
    return found


def _heads() -> list[str]:
    return [_("时间"), _("缴费单"), _("方式"), _("流水号"), _("金额（元）"), _("状态"), _("窗口"), _("经办人")]


def _cells(found: queries.Day) -> list[list[object]]:
    came: list[list[object]] = [
        [
            *(f"{timezone.localtime(one.at):%H:%M}", one.bill.number, one.get_channel_display(), one.reference),
            *(yuan(one.fen), one.get_state_display(), one.window or "", one.taken_by or ""),
        ]
        for one in found.payments
    ]
    went: list[list[object]] = [
        [
            *(f"{timezone.localtime(one.at):%H:%M}", one.payment.bill.number, one.payment.get_channel_display()),
            *(one.reference, yuan(-one.payment.fen), _("退费"), "", one.by),
        ]
        for one in found.refunds
    ]
    return [*came, *went]
