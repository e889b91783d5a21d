"""The window that hands out: what lies ready, found by the document that the person shows."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yichuang.base.refusal import Invalid
from yichuang.cases import queries
from yichuang.cases.models import Case, State
from yichuang.delivery import queries as deliveries
from yichuang.people.models import Role
from yichuang.web.desk import rows
from yichuang.web.desk.counter.person import parties_with
from yichuang.web.kit.forms import KitForm, text
from yichuang.web.kit.request import Request


class FindForm(KitForm):
    document_number = text(
        _("出示的证件号码"), longest=40, autocomplete="off", autocapitalize="characters", autofocus="autofocus"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("document_number")
def handing_out(request: Request) -> HttpResponse:
    """Everything that lies ready at my windows, or only what the person with this document may take.

    The number comes by POST, so that it stands in no address and no log.
    """
    form = FindForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "searched": form.is_bound and form.is_valid()}
    if context["searched"]:
        ready = list(_ready_for(request, form.cleaned_data["document_number"]))
        context |= {"rows": rows.rows_of(ready, role=Role.CLERK, by=request.actor, at=request.now)}
    else:
        try:
            page = _ready(request)
        except Invalid:
            page = queries.Page(cases=[], after="")
        context |= {
            "rows": rows.rows_of(page.cases, role=Role.CLERK, by=request.actor, at=request.now),
            "after": page.after,
        }
    context["expired"] = deliveries.expired_in_lockers(
        queries.visible_to(request.actor, at=request.now), at=request.now
    )
    return render(request, "desk/handing_out.html", context)


def _ready(request: Request) -> queries.Page:
    return queries.work_list(
        request.actor,
        role=Role.CLERK,
        at=request.now,
        states=[State.COMPLETED],
        after=request.GET.get("after", ""),
    )


def _ready_for(request: Request, number: str) -> list[Case]:
    """The ready cases that I see of whoever holds the document, himself or those he represents."""
    people = parties_with(number)
    ready = queries.with_context().filter(queries.visible_to(request.actor, at=request.now), state=State.COMPLETED)
    mine = ready.filter(applicant__in=people) | ready.filter(applicant__representative__in=people)
    return list((mine | ready.filter(agency__agent__in=people)).order_by("due_at", "id")[: queries.PAGE])
