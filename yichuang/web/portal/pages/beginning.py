"""Beginning an application: for whom."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.base.refusal import Refused
from yichuang.cases import applying, going_on
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.queries import NotOffered, version_on
from yichuang.people import registering
from yichuang.people.models import Party
from yichuang.web.kit import forms as kit_forms
from yichuang.web.kit.refusals import put_on, tell
from yichuang.web.kit.request import Request
from yichuang.web.portal import answers, applicants, drafting, life
from yichuang.web.portal.pages import cases


class EnterpriseForm(kit_forms.KitForm):
    """The enterprise whose legal representative one is."""

    name = kit_forms.text(gettext_lazy("企业名称"), longest=registering.LONGEST_NAME, autocomplete="organization")
    credit_code = kit_forms.text(
        gettext_lazy("统一社会信用代码"),
        longest=18,
        help_text=gettext_lazy("18 位，在营业执照上。"),
        autocapitalize="characters",
    )


def _version(request: Request, code: str) -> ItemVersion:
    try:
        return version_on(code, timezone.localdate(request.now))
    except NotOffered as refused:
        raise Http404(str(refused)) from None


@require_http_methods(["GET", "POST"])
def begin(request: Request, code: str) -> HttpResponse:
    """For whom is this? Myself, an enterprise I represent, or somebody who gave me a mandate."""
    version = _version(request, code)
    choices = applicants.choices_for(request.actor, version=version, at=request.now)
    chosen = answers.chosen(version.parsed, request.GET.getlist("s"))
    if request.method == "POST":
        party = applicants.pick(choices, request.POST.get("applicant", ""))
        try:
            draft = applying.begin_draft(version=version, applicant=party, by=request.actor, at=request.now)
        except Refused as refused:
            tell(request, refused)
        else:
            if chosen and not draft.situations:
                applying.change_draft(draft=draft, situations=chosen, at=request.now)
            known = life.fills(request.GET, version)
            if known and not drafting.answers_of(draft):
                applying.change_draft(draft=draft, answers=known, at=request.now)
            return redirect("portal:draft", draft.pk)
    context = {"version": version, "centre": version.item.centre, "choices": choices, "situations": chosen}
    return render(request, "portal/begin.html", context)


@require_POST
def begin_next(request: Request, number: str, code: str) -> HttpResponse:
    """Go on from a case of mine to a related item: what I answered and handed in there stands in it already."""
    former, version = cases.own(request, number), _version(request, code)
    try:
        draft = going_on.begin_next(former=former, version=version, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
        return redirect("portal:case", number)
    return redirect("portal:draft", draft.pk)


@require_http_methods(["GET", "POST"])
def enterprise(request: Request) -> HttpResponse:
    """Enter the enterprise that I represent, so that I can apply for it."""
    form = EnterpriseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            party = _enter(request, form.cleaned_data)
        except Refused as refused:
            put_on(form, refused, fields={_("姓名或者名称"): "name"})
        else:
            messages.success(request, _("已登记“%(name)s”，现在可以替它申请了。") % {"name": party.name.open()})
            item = request.GET.get("item", "")
            return redirect("portal:begin", item) if item else redirect("portal:my")
    context = {"form": form, "section": "my"}
    return render(request, "portal/enterprise.html", context, status=422 if form.errors else 200)


def _enter(request: Request, given: dict[str, Any]) -> Party:
    party = registering.register_organisation(
        **given, representative=request.actor.party, by=request.actor, at=request.now
    )
    if not applicants.represents(request.actor, party):
        raise applicants.NotRepresentative(
            _("这家企业登记的法定代表人不是您。请由法定代表人申请，或者请他在“我的代理人”里给您授权。"),
            field="credit_code",
        )
    return party
