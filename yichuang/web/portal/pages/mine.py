"""What the centre knows about me: who looked, and who may act for me."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.base.refusal import Refused
from yichuang.documents.receiving import receive_upload
from yichuang.people import agency, reading, registering
from yichuang.people.models import Party
from yichuang.web.kit import forms as kit_forms
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.paging import slice_of
from yichuang.web.kit.refusals import put_on, tell
from yichuang.web.kit.request import Request
from yichuang.web.portal import applicants, looking


class AgencyForm(kit_forms.KitForm):
    """A letter of authority to one agent."""

    principal = forms.ChoiceField(label=gettext_lazy("替谁授权"))
    name = kit_forms.text(gettext_lazy("代理人姓名"), longest=registering.LONGEST_NAME, autocomplete="off")
    number = kit_forms.text(gettext_lazy("代理人身份证号码"), longest=18, autocomplete="off")
    until = forms.DateField(
        label=gettext_lazy("委托到哪一天"),
        help_text=gettext_lazy("从今天起，到这一天为止（不含当天）。"),
        widget=kit_forms.DateInput(),
    )
    letter = forms.FileField(
        label=gettext_lazy("签名的授权委托书"), help_text=gettext_lazy("照片或者 PDF，写明代理人、事项、权限和期限。")
    )

    def __init__(self, *args: Any, principals: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.principals = {str(one.pk): one for one in principals}
        cast(forms.ChoiceField, self.fields["principal"]).choices = applicants.named(principals)
        if len(principals) == 1:
            del self.fields["principal"]

    @property
    def chosen(self) -> Party:
        """Who gives the authority; the person himself when there is nobody else."""
        return self.principals[self.cleaned_data.get("principal") or next(iter(self.principals))]


@require_GET
def who_looked(request: Request) -> HttpResponse:
    """Every reading of my data and of the organisations that I represent: who, when, what for."""
    party = request.actor.party
    if party is None:
        raise Http404
    behind = [one for one in agency.principals_behind(party) if one == party or one.representative_proved]
    entries = reading.who_looked(*behind)
    page = slice_of(request, looking.latest(entries, after=request.GET.get("after", "")), size=looking.SIZE, key="seq")
    context = {"centre": the_centre(), "section": "my", "slice": page}
    context |= {"readings": looking.told(page.rows, to=request.actor, at=request.now)}
    return render(request, "portal/who_looked.html", context)


@require_http_methods(["GET", "POST"])
def agents(request: Request) -> HttpResponse:
    """Who may act for me, until when; give a new authority."""
    party = request.actor.party
    if party is None:
        raise Http404
    principals = agency.principals_behind(party)
    form = AgencyForm(request.POST or None, request.FILES or None, principals=principals)
    if request.method == "POST" and form.is_valid():
        try:
            _authorise(request, form.chosen, form.cleaned_data)
        except Refused as refused:
            put_on(form, refused, fields={"agent": "number", _("姓名或者名称"): "name"})
        else:
            messages.success(request, _("授权已登记。用这个姓名和身份证号码实名注册的人，登录后就可以替您申请。"))
            return redirect("portal:agents")
    context = {"centre": the_centre(), "section": "my", "form": form, "given": agency.given_by(principals)}
    return render(request, "portal/agents.html", context, status=422 if form.errors else 200)


def _authorise(request: Request, principal: Party, given: dict[str, Any]) -> None:
    on, upload = _today(request), given["letter"]
    stored = receive_upload(stream=upload, name=upload.name, by=request.actor, at=request.now)
    agency.authorise_named(
        principal=principal,
        name=given["name"],
        number=given["number"],
        since=on,
        until=given["until"],
        letter_digest=stored.digest,
        by=request.actor,
        at=request.now,
    )


def _today(request: Request) -> date:
    return timezone.localdate(request.now)


@require_POST
def dismiss(request: Request, agency_id: int) -> HttpResponse:
    """End an authority at once."""
    party = request.actor.party
    found = agency.given_by(agency.principals_behind(party)).filter(pk=agency_id).first() if party else None
    if found is None:
        raise Http404
    try:
        agency.revoke(agency=found, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
    else:
        messages.success(request, _("授权已经撤销，立即生效。"))
    return redirect("portal:agents")
