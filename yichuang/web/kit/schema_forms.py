"""An accessible HTML form from the form of a service item (JSON Schema, draft 2020-12).

`catalogue.forms` says what a form may hold; here matter `title`, `description`, `x-order`, `x-group`, `x-widget`
(textarea, radio, select) and `x-show-when` ({"other field": [answers]}: asked only after one of these). The form only
shapes what was typed into JSON values; whether the answers are right is for `catalogue.forms.check_form`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from yichuang.catalogue.forms import ordered_fields
from yichuang.web.kit.forms import DateInput, KitForm, Note

_FEW: Final = 6
_LONGEST: Final = 100_000
# "1e999999999" is a short text and an endless number.
_MOST_DIGITS: Final = 30
Schema = Mapping[str, Any]


class AnswersForm(KitForm):
    """The base of every form made by `form_for`."""

    schema: Schema

    def answers(self) -> dict[str, Any]:
        """What was answered, as JSON values; what was left empty, or does not apply, is left out."""
        found: dict[str, Any] = {}
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if value in (None, "", []) or not self._applies(name, found):
                continue
            found[name] = _as_json(value, self.schema["properties"][name])
        return found

    def _applies(self, name: str, found: Mapping[str, Any]) -> bool:
        when = self.note(name).when
        return all(_is_among(found.get(other), answers) for other, answers in json.loads(when or "{}").items())

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, in order."""
        gathered: dict[str, list[forms.BoundField]] = {}
        for name in self.fields:
            gathered.setdefault(self.note(name).group, []).append(self[name])
        yield from gathered.items()


def form_for(schema: Schema, *, english: bool = False, sources: Mapping[str, str] | None = None) -> type[AnswersForm]:
    """A form class for the schema. `sources` says for a prefilled field where its value comes from."""
    required = set(schema.get("required", ()))
    fields: dict[str, Any] = {}
    notes: dict[str, Note] = {}
    for name, piece in ordered_fields(dict(schema)):
        fields[name] = _field(piece, english=english)
        notes[name] = Note(
            needed=name in required or "x-show-when" in piece,
            source=(sources or {}).get(name, ""),
            group=_word(piece, "x-group", english=english),
            when=_when(piece),
        )
    return type("ItemForm", (AnswersForm,), {**fields, "notes": notes, "schema": schema})


def _when(piece: Schema) -> str:
    conditions = {other: [_as_text(one) for one in answers] for other, answers in piece.get("x-show-when", {}).items()}
    return json.dumps(conditions, ensure_ascii=False) if conditions else ""


def _is_among(answer: Any, wanted: list[str]) -> bool:
    given = answer if isinstance(answer, list) else [answer]
    return any(_as_text(one) in wanted for one in given)


def _word(piece: Schema, key: str, *, english: bool) -> str:
    other = piece.get(f"{key}-en" if key.startswith("x-") else f"x-{key}-en", "") if english else ""
    return str(other or piece.get(key, ""))


def _field(piece: Schema, *, english: bool) -> forms.Field:
    common: dict[str, Any] = {
        "label": _word(piece, "title", english=english),
        "help_text": _word(piece, "description", english=english),
        "required": False,
    }
    if piece.get("type") == "array":
        choices = _choices(piece.get("items", {}), english=english)
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    choices = _choices(piece, english=english)
    if piece.get("type") == "boolean":
        choices = [("true", _("是")), ("false", _("否"))]
    if choices:
        radio = piece.get("x-widget", "radio" if len(choices) <= _FEW else "select") == "radio"
        if radio:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        return forms.ChoiceField(choices=[("", _("请选择")), *choices], **common)
    return _typed(piece, common)


def _typed(piece: Schema, common: dict[str, Any]) -> forms.Field:
    if piece.get("type") == "integer":
        return forms.IntegerField(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **common)
    if piece.get("type") == "number":
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        return forms.DecimalField(widget=widget, max_digits=_MOST_DIGITS, **common)
    if piece.get("format") == "date":
        return forms.DateField(widget=DateInput(), **common)
    longest = int(piece.get("maxLength", 500))
    attrs = {"maxlength": str(longest)}
    if piece.get("x-autocomplete"):
        attrs["autocomplete"] = str(piece["x-autocomplete"])
    if piece.get("x-widget") == "textarea":
        return forms.CharField(widget=forms.Textarea(attrs={**attrs, "rows": "4"}), max_length=_LONGEST, **common)
    if piece.get("x-widget") == "phone":
        attrs |= {"inputmode": "tel", "autocomplete": "tel"}
    return forms.CharField(widget=forms.TextInput(attrs=attrs), max_length=_LONGEST, **common)


def _choices(piece: Schema, *, english: bool) -> list[tuple[str, str]]:
    if "oneOf" in piece:
        return [(_as_text(one["const"]), _word(one, "title", english=english)) for one in piece["oneOf"]]
    labels: Mapping[str, str] = piece.get("x-enum-en", {}) if english else piece.get("x-enum", {})
    return [(_as_text(value), labels.get(_as_text(value), _as_text(value))) for value in piece.get("enum", ())]


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _as_json(value: Any, piece: Schema) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if piece.get("type") == "boolean":
        return value == "true"
    if piece.get("type") in ("integer", "number") and isinstance(value, str):
        return json.loads(value)
    return value


def shown(schema: Schema, answers: Mapping[str, Any], *, english: bool = False) -> list[tuple[str, str]]:
    """Every answer given, as (label, words): for a page that reads like a letter, and for the desk."""
    rows: list[tuple[str, str]] = []
    for name, piece in ordered_fields(dict(schema)):
        if name in answers:
            words = _words(answers[name], piece, english=english)
            rows.append((_word(piece, "title", english=english) or name, words))
    return rows


def _words(value: Any, piece: Schema, *, english: bool) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        labels = dict(_choices(piece.get("items", {}), english=english))
        return _("、").join(labels.get(_as_text(one), _as_text(one)) for one in value)
    return dict(_choices(piece, english=english)).get(_as_text(value), _as_text(value))
