"""The promises of the department that wait for a check, an order or a revocation; whose promises are not taken."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.base.refusal import Invalid
from yichuang.cases.promises import checking, repairing
from yichuang.offices.queries import centre_of
from yichuang.web.desk.forms.promises import CreditRepair
from yichuang.web.desk.pages.offices import act_of_office
from yichuang.web.kit.request import Request
from yichuang.web.permissions import TABLE, may_use

MOST = 200
"""Rows of the page; the first due stand on top, so what is left out can wait."""


@require_safe
def checks(request: Request) -> HttpResponse:
    """The first due on top, each with its next step."""
    listed = checking.open_checks(request.actor, at=request.now)[:MOST]
    return render(request, "desk/promise_checks.html", {"checks": listed})


@require_safe
def exclusions(request: Request) -> HttpResponse:
    """Whose promises the centre does not take, or with `repaired` those it takes again."""
    repaired = "repaired" in request.GET
    centre = centre_of(request.actor.account, timezone.localdate(request.now))
    try:
        page = repairing.excluded(centre, repaired=repaired, after=request.GET.get("after", ""))
    except Invalid:
        return HttpResponseRedirect(reverse("desk:exclusions"))
    may_repair = may_use(TABLE["desk:credit_repair"], request.actor)
    return render(request, "desk/exclusions.html", {"page": page, "repaired": repaired, "may_repair": may_repair})


@require_http_methods(["GET", "POST"])
def repair(request: Request, exclusion: int) -> HttpResponse:
    """Record that the credit is repaired."""
    found = repairing.exclusion_of(centre_of(request.actor.account, timezone.localdate(request.now)), exclusion)
    about = f"{found.party.known_as} · {found.case.item_version.title} · {found.case.number}" if found else ""
    return act_of_office(request, CreditRepair, back="desk:exclusions", about=about, exclusion=exclusion)
