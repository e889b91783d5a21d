"""The board of the hall: the numbers of the day, and whose result lies ready. Readable at eight metres."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yichuang.cases.models import Case, State
from yichuang.offices.models import Centre
from yichuang.web.kit.request import Request

ROWS: Final = 12
MOST: Final = 999
DOING: Final = (State.ACCEPTED, State.EXAMINING, State.SUSPENDED, State.FORWARDED, State.DECIDED, State.ISSUING)


@dataclass(frozen=True)
class Ready:
    """A result that lies ready: the last six digits of the case and a masked name."""

    tail: str
    name: str
    item: str
    window: str


@require_safe
def board(request: Request, centre: str) -> HttpResponse:
    """The whole board; `part=1` is what changes, for the page's own script."""
    found = Centre.objects.filter(code=centre).first()
    if found is None:
        raise Http404
    live = _live_address(request)
    template = "screens/parts/board.html" if request.GET.get("part") else "screens/board.html"
    return render(request, template, {"centre": found, "live": live, **_state(found, request.now)})


def _state(centre: Centre, now: datetime) -> dict[str, Any]:
    """What the board shows now; a dozen short index scans, whatever the number of cases."""
    ready = Case.objects.filter(centre=centre, state=State.COMPLETED)
    listed = ready.select_related("applicant", "item_version", "window").order_by("-due_at", "-id")[:ROWS]
    doing = sum(_capped(Case.objects.filter(centre=centre, state=state)) for state in DOING)
    waiting = _capped(ready)
    return {
        "ready": [_ready(case) for case in listed],
        "more": max(0, waiting - ROWS),
        "numbers": {"today": _capped(_of_today(centre, now)), "doing": min(doing, MOST), "ready": waiting},
        "most": MOST,
    }


def _ready(case: Case) -> Ready:
    """No personal data but the masked name; an organisation's too."""
    window = str(case.window.number) if case.window else ""
    return Ready(tail=case.number[-6:], name=case.applicant.known_as, item=case.item_version.title, window=window)


def _of_today(centre: Centre, now: datetime) -> QuerySet[Case]:
    """What came in today. The ids begin with the time at which they were made, so the index of the ids finds them."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    floor = UUID(int=int(midnight.timestamp() * 1000) << 80)
    return Case.objects.filter(pk__gte=floor, centre=centre, submitted_at__gte=midnight)


def _capped(found: QuerySet[Case]) -> int:
    return found.order_by().values("pk")[: MOST + 1].count()


def _live_address(request: HttpRequest) -> str:
    """Where changes are told: behind a proxy under our own address, else at the neighbouring port."""
    if not settings.LIVE_PORT:
        return "/live/changes"
    host = request.get_host().rsplit(":", 1)[0]
    return f"{request.scheme}://{host}:{settings.LIVE_PORT}/live/changes"
