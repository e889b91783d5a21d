"""The instruments on file: who lends which powers, for how long, and which are about to run out."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yichuang.offices.models import Mandate, MandateKind, Power
from yichuang.offices.queries import centre_of
from yichuang.people.models import Role
from yichuang.web.kit.paging import slice_of
from yichuang.web.kit.request import Request

SIZE = 50
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """An instrument as the page shows it; `last` is its last day, where the row holds the day after."""

    mandate: Mandate
    last: date
    powers: list[str]

    @property
    def mark(self) -> str:
        return f"{self.mandate.until.isoformat()}_{self.mandate.pk}"


@require_safe
def mandates(request: Request) -> HttpResponse:
    """The instruments of my centre, those that end next first."""
    today = timezone.localdate(request.now)
    centre = centre_of(request.actor.account, today)
    found = Mandate.objects.filter(grantor__centre=centre).select_related(
        "grantor", "grantee_account", "grantee_centre"
    )
    kind, ended = request.GET.get("kind", ""), request.GET.get("ended") == "1"
    over = Q(until__lte=today) | Q(revoked_at__isnull=False)
    found = found.filter(over) if ended else found.exclude(over)
    if kind in MandateKind.values:
        found = found.filter(kind=kind)
    found = _after(found.order_by("until", "pk"), request.GET.get("after", ""))
    lines = [Line(m, m.until - timedelta(days=1), [str(Power(p).label) for p in m.powers]) for m in found[: SIZE + 1]]
    context = {
        "slice": slice_of(request, lines, size=SIZE, key="mark"),
        "rows": lines[:SIZE],
        "kinds": MandateKind,
        "kind": kind,
        "ended": ended,
        "today": today,
        "soon": today + SOON,
        "may_file": request.actor.has(Role.MANAGER),
    }
    return render(request, "desk/mandates.html", context)


def _after(found: QuerySet[Mandate], mark: str) -> QuerySet[Mandate]:
    """The instruments behind a mark, in the order of their ends. A mark that nobody gave out is the beginning."""
    until, _sep, pk = mark.partition("_")
    try:
        day, number = date.fromisoformat(until), int(pk)
    except ValueError:
        return found
    return found.filter(Q(until__gt=day) | Q(until=day, pk__gt=number))
