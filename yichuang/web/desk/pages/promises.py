"""The promises of the department that wait for a check, an order or a revocation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.cases.promises import checking
from yichuang.web.kit.request import Request

MOST = 200
"""Rows of the page; the first due stand on top, so what is left out can wait."""


@require_safe
def checks(request: Request) -> HttpResponse:
    """The first due on top, each with its next step."""
    listed = checking.open_checks(request.actor, at=request.now)[:MOST]
    return render(request, "desk/promise_checks.html", {"checks": listed})
