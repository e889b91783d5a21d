"""The dated rules of delivery of the centre and its lockers, beside the rules of the way of a case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.catalogue.labels import OFFICIAL
from yichuang.delivery import ruling, ways
from yichuang.delivery.models import Cell, Term
from yichuang.web.desk.forms import terms as forms
from yichuang.web.desk.pages.offices import act_of_office, my_centre
from yichuang.web.kit.request import Request
from yichuang.web.permissions import TABLE, may_use


@require_safe
def terms(request: Request) -> HttpResponse:
    """Every rule with its basis and its days, and every cell in service, the empty ones marked."""
    on, centre = timezone.localdate(request.now), my_centre(request)
    free = set(ways.free_cells(centre.pk).values_list("pk", flat=True))
    context = {
        "centre": centre,
        "today": on,
        "lines": [(one, OFFICIAL[one.unit]) for one in ruling.terms_of(centre)],
        "cells": [(cell, cell.pk in free) for cell in ways.cells_of(centre.pk)],
        "may_set": may_use(TABLE["desk:term_setting"], request.actor),
    }
    return render(request, "desk/terms.html", context)


@require_http_methods(["GET", "POST"])
def set_term(request: Request) -> HttpResponse:
    """Set a rule from a day on."""
    return act_of_office(request, forms.SetTerm, back="desk:terms")


@require_http_methods(["GET", "POST"])
def end_term(request: Request, term_id: int) -> HttpResponse:
    """End a rule from a day on."""
    term = get_object_or_404(Term, pk=term_id, centre=my_centre(request))
    return act_of_office(request, forms.EndTerm, back="desk:terms", about=term.get_kind_display(), term=term)


@require_http_methods(["GET", "POST"])
def open_cells(request: Request) -> HttpResponse:
    """Put cells into service."""
    return act_of_office(request, forms.OpenCells, back="desk:terms")


@require_http_methods(["GET", "POST"])
def close_cell(request: Request, cell_id: int) -> HttpResponse:
    """Take a cell out of service."""
    cell = get_object_or_404(Cell, pk=cell_id, centre=my_centre(request))
    return act_of_office(request, forms.CloseCell, back="desk:terms", about=f"{cell} · {cell.place}", cell=cell)
