"""The work list: what waits for me in each role, what is due first on top, each with its one next step."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from yichuang.base.refusal import Invalid
from yichuang.cases import queries, turning_away
from yichuang.cases.models import State
from yichuang.offices import expiring
from yichuang.people.models import Role
from yichuang.web.desk import rows
from yichuang.web.kit.request import Request
from yichuang.web.permissions import TABLE, may_use

# Where somebody begins who has no work list.
_HOMES = ("desk:work", "desk:hall", "desk:audit", "desk:authority", "desk:account")


@require_safe
def home(request: Request) -> HttpResponse:
    """The first page that this member of staff works with."""
    name = next((name for name in _HOMES if may_use(TABLE[name], request.actor)), "")
    if not name:
        raise Http404
    return HttpResponseRedirect(reverse(name))


@require_safe
def work(request: Request) -> HttpResponse:
    """The list of one role; the filters stand in the address."""
    roles = [role for role in queries.WORK if role in request.actor.roles]
    role = Role(request.GET["role"]) if request.GET.get("role") in roles else Role(roles[0])
    asked = _asked(request, role)
    try:
        page = queries.work_list(request.actor, role=role, at=request.now, **asked)
    except Invalid:
        return HttpResponseRedirect(f"{reverse('desk:work')}?role={role}")
    listed = rows.rows_of(page.cases, role=role, by=request.actor, at=request.now)
    if request.GET.get("as") == "csv":
        return rows.as_csv(listed, name=str(role))
    context: dict[str, Any] = {
        "roles": [Role(one) for one in roles],
        "role": role,
        "states": [State(state) for state in queries.WORK[role]],
        "chosen": asked["states"],
        "number": asked["number"],
        "rows": listed,
        "turned_away": turning_away.count_waiting(request.actor, at=request.now) if role == Role.CLERK else 0,
        "endings": expiring.for_actor(request.actor, timezone.localdate(request.now)),
        "after": page.after,
        "has_hands": may_use(TABLE["desk:handled"], request.actor),
        "narrowed": bool(asked["states"] or asked["number"] or asked["after"]),
    }
    return render(request, "desk/work.html", context)


def _asked(request: Request, role: Role) -> dict[str, Any]:
    states = [state for state in request.GET.getlist("state") if state in queries.WORK[role]]
    number = "".join(ch for ch in request.GET.get("number", "")[:50] if ch.isalnum())
    return {"states": states, "number": number, "after": request.GET.get("after", "")}


@require_safe
def handled(request: Request) -> HttpResponse:
    """What I had a hand in, the last first."""
    try:
        page = queries.handled_by(request.actor, after=request.GET.get("after", ""))
    except Invalid:
        return HttpResponseRedirect(reverse("desk:handled"))
    role = next(Role(one) for one in queries.WORK if one in request.actor.roles)
    listed = rows.rows_of(page.cases, role=role, by=request.actor, at=request.now)
    if request.GET.get("as") == "csv":
        return rows.as_csv(listed, name="handled")
    return render(request, "desk/handled.html", {"rows": listed, "after": page.after})


@require_safe
def keys(request: Request) -> HttpResponse:
    """The keys of the desk."""
    return render(request, "desk/keys.html")
