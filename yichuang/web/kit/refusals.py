"""A refusal of an act, told to the person: beside the field it is about, or at the top of the page."""

from collections.abc import Iterable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from yichuang.base.refusal import Refusals, Refused


def each(refused: Refused) -> list[Refused]:
    """Every single refusal in one that may hold several."""
    if isinstance(refused, Refusals):
        return [one for inner in refused.refusals for one in each(inner)]
    return [refused]


def tell(request: HttpRequest, refused: Refused) -> None:
    """Say it at the top of the next page."""
    for one in each(refused):
        messages.error(request, str(one))


def put_on(form: forms.Form, refused: Refused, *, fields: Mapping[str, str] | None = None) -> None:
    """Say each refusal beside the field it names; `fields` maps an act's argument to the field when they differ."""
    for one in each(refused):
        name = (fields or {}).get(one.field, one.field)
        form.add_error(name if name in form.fields else None, str(one))


def sentences(refused: Refused | Iterable[Refused]) -> list[str]:
    """The sentences alone."""
    found = [refused] if isinstance(refused, Refused) else list(refused)
    return [str(one) for outer in found for one in each(outer)]
