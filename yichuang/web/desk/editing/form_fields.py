"""The application form as its editor sees it: fields in a list."""

from __future__ import annotations

from typing import Any

from yichuang.catalogue.content import Part
from yichuang.catalogue.forms import ordered_fields, title_of
from yichuang.catalogue.revising.form_building import FormField, NotEditable, fields_of, schema_of


class Fields(Part):
    """All fields of the form, in the order they are asked."""

    fields: tuple[FormField, ...] = ()


def locked(whole: dict[str, Any]) -> str:
    """Why the form can only be looked at; "" when it can be edited."""
    try:
        fields_of(whole.get("form", {}))
    except NotEditable as refused:
        return str(refused)
    return ""


def shown(whole: dict[str, Any]) -> dict[str, Any]:
    """The fields; of a form that cannot be edited, only their titles."""
    form = whole.get("form", {})
    try:
        fields = fields_of(form)
    except NotEditable:
        return {"fields": [{"title": title_of(piece, key)} for key, piece in ordered_fields(form)]}
    return {"fields": [one.model_dump(mode="json", exclude_defaults=True) for one in fields]}


def given(page: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """The fields as a JSON Schema again."""
    return {"form": schema_of(Fields.model_validate(page).fields, form=whole.get("form", {}))}
