"""For managers and supervisors: the hall now. Every number opens its cases and says what it counts."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yichuang.base.refusal import Invalid
from yichuang.cases import correction_lines, deeming, queries, visits
from yichuang.cases.life_cycle import ENDS
from yichuang.cases.models import Case, State
from yichuang.cases.pausing import listing
from yichuang.cases.steps import late_teams as naming
from yichuang.offices import expiring, mandates
from yichuang.offices.queries import centre_of
from yichuang.offices.windows import open_on
from yichuang.people.models import Role
from yichuang.web.desk import rows
from yichuang.web.desk.numbers import Number, capped
from yichuang.web.kit import spreadsheets
from yichuang.web.kit.request import Request

OPEN: Final = tuple(state for state in State if state not in (*ENDS, State.DELIVERED, State.ARCHIVED))
DUE: Final = {
    "overdue": (_("已超期"), _("到期时间已过、还没有办完的办件")),
    "today": (_("今天到期"), _("今天下班前必须完成下一步的办件")),
    "near": (_("三天内到期"), _("从明天起三天内到期的办件")),
}


@require_safe
def hall(request: Request) -> HttpResponse:
    """The numbers of this moment."""
    seen = Case.objects.filter(queries.visible_to(request.actor, at=request.now))
    centre = centre_of(request.actor.account, timezone.localdate(request.now))
    context: dict[str, Any] = {
        "centre": centre,
        "due": [
            Number(str(title), str(meaning), capped(_due(seen, key, request.now)), f"due={key}", key)
            for key, (title, meaning) in DUE.items()
        ],
        "overdue_steps": capped(queries.steps_overdue(centre, at=request.now)) if centre else "0",
        "states": [
            Number(str(state.label), "", capped(seen.filter(state=state)), f"state={state}", "") for state in OPEN
        ],
        "windows": open_on(timezone.localdate(request.now)).filter(zone__centre=centre),
        "endings": expiring.for_actor(request.actor, timezone.localdate(request.now)),
        "expiring": mandates.about_to_expire(timezone.localdate(request.now)).filter(grantor__centre=centre).count(),
    }
    return render(request, "desk/hall.html", context)


PAUSES: Final = {"open": _("正在暂停"), "overdue": _("超过告知的时间"), "ended": _("已经结束")}


@require_safe
def pauses(request: Request) -> HttpResponse:
    """Every pause of a clock: what, by what law, who, from when, as told until when, what came of it."""
    which = request.GET.get("which", "open")
    which = which if which in PAUSES else "open"
    found = listing.pauses(request.actor, at=request.now, which=which)
    context = {"kinds": PAUSES, "which": which, "holds": found, "now": request.now, "most": listing.MOST}
    return render(request, "desk/pauses.html", context)


@require_safe
def late_teams(request: Request) -> HttpResponse:
    """Whose team of inspection was not named in time, and who has none although the time is over (XKF 55)."""
    found = naming.late_teams(request.actor, at=request.now)
    return render(request, "desk/late_teams.html", {"late": found, "most": naming.MOST})


@require_safe
def not_at_once(request: Request) -> HttpResponse:
    """Which instant items were sent the long way, how many, and why."""
    centre = centre_of(request.actor.account, timezone.localdate(request.now))
    found = queries.not_at_once(centre) if centre else Case.objects.none()
    listed = deeming.listed(found[: queries.MOST_NOT_AT_ONCE], at=request.now)
    most = queries.MOST_NOT_AT_ONCE
    return render(request, "desk/not_at_once.html", {"cases": listed, "total": found.count(), "most": most})


@require_safe
def asked_again(request: Request) -> HttpResponse:
    """Whoever was asked for more a second time, and why: everything has to be told once (XKF 32(4), 72(4))."""
    centre = centre_of(request.actor.account, timezone.localdate(request.now))
    found = correction_lines.asked_again(centre)[: correction_lines.MOST] if centre else []
    anyway = correction_lines.asked_anyway(centre)[: correction_lines.MOST] if centre else []
    told = {"notices": found, "anyway": anyway, "most": correction_lines.MOST}
    return render(request, "desk/asked_again.html", told)


@require_safe
def came(request: Request) -> HttpResponse:
    """How often applicants came to the hall for what was delivered in a month, beside what the guides promise."""
    centre = centre_of(request.actor.account, timezone.localdate(request.now))
    try:
        month = visits.month_of(request.GET.get("month", ""), at=request.now)
    except Invalid:
        return HttpResponseRedirect(reverse("desk:visits"))
    found = visits.report(centre, month) if centre else visits.Report(month, [])
    if request.GET.get("as") == "csv":
        return _visits_as_csv(found)
    return render(request, "desk/visits.html", {"report": found})


def _visits_as_csv(found: visits.Report) -> HttpResponse:
    heads = [
        _("事项编码"),
        _("事项"),
        _("部门"),
        _("送达的办件"),
        _("到现场次数"),
        _("指南承诺的次数"),
        _("最多跑一次"),
    ]
    lines = [
        (
            row.version.item.code,
            row.version.title,
            row.version.item.department,
            row.cases,
            row.visits,
            "" if row.promised is None else row.promised,
            row.at_most_once,
        )
        for row in found.rows
    ]
    return spreadsheets.table("csv", [str(head) for head in heads], lines, name=f"visits-{found.month:%Y-%m}")


@require_safe
def cases(request: Request) -> HttpResponse:
    """The cases behind a number."""
    seen = queries.with_context().filter(queries.visible_to(request.actor, at=request.now))
    state, due = request.GET.get("state", ""), request.GET.get("due", "")
    if state not in OPEN and due not in DUE:
        return HttpResponseRedirect(reverse("desk:hall"))
    found = seen.filter(state=state) if state in OPEN else _due(seen, due, request.now)
    page = _page_of(found, request.GET.get("after", ""))
    listed = rows.rows_of(page.cases, role=Role.MANAGER, by=request.actor, at=request.now)
    if request.GET.get("as") == "csv":
        return rows.as_csv(listed, name="cases")
    title = str(State(state).label) if state in OPEN else str(DUE[due][0])
    return render(request, "desk/hall_cases.html", {"title": title, "rows": listed, "after": page.after})


@require_safe
def overdue_steps(request: Request) -> HttpResponse:
    """The steps of examination whose time is over: which department has them, since when."""
    centre = centre_of(request.actor.account, timezone.localdate(request.now))
    try:
        after = request.GET.get("after", "")
        page = queries.overdue_steps(centre, at=request.now, after=after) if centre else queries.StepPage([], "")
    except Invalid:
        return HttpResponseRedirect(reverse("desk:overdue_steps"))
    return render(request, "desk/overdue_steps.html", {"steps": page.steps, "after": page.after})


def _page_of(found: QuerySet[Case], after: str) -> queries.Page:
    """A page of cases in the order of their ids, which is the order in which they came in."""
    try:
        wanted = found.filter(pk__gt=UUID(after)) if after else found
    except ValueError:
        wanted = found
    cases = list(wanted.order_by("pk")[: queries.PAGE + 1])
    more = len(cases) > queries.PAGE
    shown = cases[: queries.PAGE]
    return queries.Page(cases=shown, after=str(shown[-1].pk) if more else "")


def _due(seen: QuerySet[Case], key: str, now: datetime) -> QuerySet[Case]:
    """The open cases that are due then."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    span = {
        "overdue": Q(due_at__lt=now),
        "today": Q(due_at__gte=now, due_at__lt=midnight),
        "near": Q(due_at__gte=midnight, due_at__lt=midnight + timedelta(days=3)),
    }[key]
    return seen.filter(span, state__in=OPEN)
