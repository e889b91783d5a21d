"""For the manager: how many of an item are granted, which type code its certificates have, who supervises."""

from datetime import datetime

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.cases.afterwards import arranging, quotas
from yichuang.cases.models import Arrangement, Quota
from yichuang.catalogue.models import Item
from yichuang.offices.models import Centre, Department
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import DeskForm, carried_out
from yichuang.web.kit.centre import centre_at_work
from yichuang.web.kit.forms import DateInput, text
from yichuang.web.kit.request import Request
from yichuang.web.permissions import TABLE, may_use

MOST = 200


class ItemForm(DeskForm):
    """Something said of one item, named by its code."""

    item = forms.ModelChoiceField(
        label=_("事项编码"), queryset=Item.objects.none(), to_field_name="code", widget=forms.TextInput()
    )

    def __init__(self, *args: object, centre: Centre, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("item", Item.objects.filter(centre=centre))
        self.fields["item"].error_messages["invalid_choice"] = str(_("没有这个编码的事项，请核对。"))


class QuotaForm(ItemForm):
    """How many are granted in a period."""

    noun, title, button = "quota_setting", _("登记数量限制"), _("登记数量限制")
    done = _("数量限制已经登记。从起日起按受理先后准予，办事指南公布还剩多少。")
    number = forms.IntegerField(label=_("数量"), min_value=1)
    since = forms.DateField(label=_("自"), widget=DateInput())
    until = forms.DateField(label=_("至（不含当天）"), widget=DateInput())
    basis = text(_("依据"), longest=300)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return quotas.set_quota(by=by, at=at, **self.cleaned_data)


class ArrangementForm(ItemForm):
    """The type code of the certificates, and who supervises."""

    noun, title, button = "arrangement_setting", _("安排证照和监管衔接"), _("安排证照和监管衔接")
    done = _("安排已经登记，从那一天起适用。")
    licence_type = text(_("证照类型代码"), longest=21, required=False, help_text=_("21 位，GB/T 36903；没有的不填。"))
    supervisor = forms.ModelChoiceField(
        label=_("监管部门"), queryset=Department.objects.none(), required=False, empty_label=_("作出决定的部门自己监管")
    )
    since = forms.DateField(label=_("自"), widget=DateInput())

    def __init__(self, *args: object, centre: Centre, **kwargs: object) -> None:
        super().__init__(*args, centre=centre, **kwargs)
        self.choose_from("supervisor", Department.objects.filter(centre=centre).order_by("name"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return arranging.arrange(by=by, at=at, **self.cleaned_data)


@require_safe
def aftercare(request: Request) -> HttpResponse:
    """All quotas and arrangements of the centre, the latest first."""
    today = timezone.localdate(request.now)
    centre = centre_at_work(request)
    quotas_ = Quota.objects.filter(item__centre=centre).select_related("item").order_by("-since", "id")
    arranged = Arrangement.objects.filter(item__centre=centre).select_related("item", "supervisor")
    context = {
        "quotas": quotas_[:MOST],
        "arrangements": arranged.order_by("-since", "id")[:MOST],
        "today": today,
        "may_set": may_use(TABLE["desk:quota_setting"], request.actor),
    }
    return render(request, "desk/aftercare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quota(request: Request) -> HttpResponse:
    """Say how many are granted."""
    return _set(request, QuotaForm)


@require_http_methods(["GET", "HEAD", "POST"])
def arrangement(request: Request) -> HttpResponse:
    """Say which type code the certificates have and who supervises."""
    return _set(request, ArrangementForm)


def _set(request: Request, kind: type[ItemForm]) -> HttpResponse:
    form = kind(request.POST if request.method == "POST" else None, centre=centre_at_work(request))
    if request.method == "POST" and carried_out(request, form):
        return HttpResponseRedirect(reverse("desk:aftercare"))
    status = 422 if form.errors else 200
    return render(request, "desk/office_act.html", {"form": form, "back": reverse("desk:aftercare")}, status=status)
