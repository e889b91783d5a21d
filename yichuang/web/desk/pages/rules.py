"""The dated rules of the centre: which hold today, which held, which will; and a new one."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_stubs_ext import StrPromise

from yichuang.cases import ruling
from yichuang.cases.models import Rule
from yichuang.catalogue.labels import OFFICIAL
from yichuang.web.desk.forms.rules import SetRule
from yichuang.web.desk.pages.offices import act_of_office, my_centre
from yichuang.web.kit.request import Request
from yichuang.web.permissions import TABLE, may_use


@dataclass(frozen=True)
class Line:
    """A rule, its unit in words, and whether it holds today."""

    rule: Rule
    unit: StrPromise
    in_force: bool


@require_safe
def rules(request: Request) -> HttpResponse:
    """Every rule with its basis and its days, those in force marked."""
    on, centre = timezone.localdate(request.now), my_centre(request)
    lines = [
        Line(one, OFFICIAL[one.unit], one.since <= on and (one.until is None or on < one.until))
        for one in ruling.rules_of(centre)
    ]
    may_set = may_use(TABLE["desk:rule_setting"], request.actor)
    context = {"centre": centre, "lines": lines, "today": on, "may_set": may_set}
    return render(request, "desk/rules.html", context)


@require_http_methods(["GET", "POST"])
def set_rule(request: Request) -> HttpResponse:
    """Set a rule from a day on."""
    return act_of_office(request, SetRule, back="desk:rules")
