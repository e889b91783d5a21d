"""The instruments on file: who lends which powers, for how long, and which are about to run out. Read only."""

from datetime import timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yichuang.offices.models import Mandate, MandateKind, Power
from yichuang.offices.queries import desk_of
from yichuang.web.kit.paging import slice_of
from yichuang.web.kit.request import Request

SIZE = 50
SOON = timedelta(days=30)


@require_safe
def mandates(request: Request) -> HttpResponse:
    """The instruments of my centre, those that end next first."""
    today = timezone.localdate(request.now)
    centre = desk_of(request.actor.account, today).centre if request.actor.account else None
    found = Mandate.objects.filter(grantor__centre=centre).select_related(
        "grantor", "grantee_account", "grantee_centre"
    )
    kind, ended = request.GET.get("kind", ""), request.GET.get("ended") == "1"
    over = Q(until__lte=today) | Q(revoked_at__isnull=False)
    found = found.filter(over) if ended else found.exclude(over)
    if kind in MandateKind.values:
        found = found.filter(kind=kind)
    after = request.GET.get("after", "")
    if after.isdigit():
        found = found.filter(pk__gt=int(after))
    listed = slice_of(request, list(found.order_by("pk")[: SIZE + 1]), size=SIZE, key="pk")
    context = {
        "slice": listed,
        "rows": [(m, [Power(p).label for p in m.powers]) for m in sorted(listed.rows, key=lambda m: m.until)],
        "kinds": MandateKind,
        "kind": kind,
        "ended": ended,
        "today": today,
        "soon": today + SOON,
    }
    return render(request, "desk/mandates.html", context)
