"""What the centre knows about me: who looked, and who may act for me."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.base.refusal import Refused
from yichuang.people import agency, reading
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.paging import slice_of
from yichuang.web.kit.refusals import put_on, tell
from yichuang.web.kit.request import Request
from yichuang.web.portal import authorities, looking
from yichuang.web.portal.authorities import AgencyForm


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
    on, centre, principals = timezone.localdate(request.now), the_centre(), agency.principals_behind(party)
    shelves = authorities.shelves(centre=centre, on=on)
    form = AgencyForm(request.POST or None, request.FILES or None, principals=principals, shelves=shelves)
    if request.method == "POST" and form.is_valid():
        try:
            form.carry_out(on=on, by=request.actor, at=request.now)
        except Refused as refused:
            put_on(form, refused, fields={"agent": "number", _("姓名或者名称"): "name"})
        else:
            messages.success(request, _("授权已登记。用这个姓名和身份证号码实名注册的人，登录后就可以替您申请。"))
            return redirect("portal:agents")
    given = authorities.told(agency.given_by(principals), on=on)
    context = {"centre": centre, "section": "my", "form": form, "given": given}
    return render(request, "portal/agents.html", context, status=422 if form.errors else 200)


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
