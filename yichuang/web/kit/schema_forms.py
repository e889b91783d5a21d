"""An accessible HTML form from the form of a service item (JSON Schema, draft 2020-12).

`catalogue.forms` says what a form may hold; here matter `title`, `description`, `x-order`, `x-group`, `x-widget`
(textarea, radio, select, money) and `x-show-when` ({"other field": [answers]}: asked only after one of these). The form
only shapes what was typed into JSON values; whether the answers are right is for `catalogue.forms.check_form`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from yichuang.catalogue.forms import ordered_fields
from yichuang.catalogue.regions import full_name
from yichuang.web.kit.forms import DateInput, KitForm, Note, dress
from yichuang.web.kit.region_picker import RegionPicker

_FEW: Final = 6
_MOST_ROWS: Final = 50
_LONGEST: Final = 100_000
# "1e999999999" is a short text and an endless number.
_MOST_DIGITS: Final = 30
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Leaf:
    """One input: its path in the answers, what it asks for, its heading, and the top-level field it belongs to."""

    path: tuple[str | int, ...]
    piece: Schema
    top: Schema
    group: str
    needed: bool
    more: str = ""

    @property
    def name(self) -> str:
        """What is sent for it: `owners.0.name`; also how a refusal names it."""
        return ".".join(str(step) for step in self.path)


class AnswersForm(KitForm):
    """The base of every form made by `form_for`. A group that may be filled in several times has as many rows as were
    sent or are known, and one more when the button below it was pressed (`more`)."""

    schema: Schema
    english: bool
    sources: Mapping[str, str]

    def __init__(self, data: Any = None, files: Any = None, *, initial: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, initial=_flat(initial or {}), **kwargs)
        self.leaves = {leaf.name: leaf for leaf in self._leaves(initial or {})}
        self.notes = {}  # type: ignore[misc]  # of this form alone: the rows of another are others
        for name, leaf in self.leaves.items():
            self.fields[name] = _field(leaf.piece, english=self.english)
            dress(self.fields[name])
            self.notes[name] = Note(
                needed=leaf.needed,
                source=self.sources.get(name, ""),
                group=leaf.group,
                when=_when(leaf.top),
                more=leaf.more,
                more_of=_word(leaf.top, "title", english=self.english) if leaf.more else "",
            )

    def _leaves(self, initial: Mapping[str, Any]) -> Iterator[Leaf]:
        for name, piece in ordered_fields(dict(self.schema)):
            heading = _word(piece, "x-group", english=self.english)
            needed = name in self.schema.get("required", ()) or "x-show-when" in piece
            if piece.get("type") == "object":
                yield from self._inner(piece, (name,), piece, _word(piece, "title", english=self.english))
            elif _repeats(piece):
                yield from self._repeated(name, piece, len(initial.get(name) or ()))
            else:
                yield Leaf((name,), piece, piece, heading, needed)

    def _inner(
        self, group: Schema, path: tuple[str | int, ...], top: Schema, heading: str, more: str = ""
    ) -> Iterator[Leaf]:
        fields = ordered_fields(dict(group))
        for place, (name, piece) in enumerate(fields, start=1):
            last = more if place == len(fields) else ""
            yield Leaf((*path, name), piece, top, heading, name in group.get("required", ()), last)

    def _repeated(self, name: str, piece: Schema, known: int) -> Iterator[Leaf]:
        most = min(int(piece.get("maxItems", _MOST_ROWS)), _MOST_ROWS)
        sent = self.add_prefix(name)
        rows = min(max(_rows_sent(self.data, sent), known if not self.is_bound else 0, 1), most)
        rows = min(rows + (self.data.get("more") == sent), most)
        title = _word(piece, "title", english=self.english)
        for row in range(rows):
            heading = _("%(title)s（第 %(n)d 份）") % {"title": title, "n": row + 1}
            more = sent if row + 1 == rows < most else ""
            yield from self._inner(piece["items"], (name, row), piece, heading, more)

    def answers(self) -> dict[str, Any]:
        """What was answered, as JSON values; what was left empty, or does not apply, is left out."""
        found: dict[str, Any] = {}
        for name, leaf in self.leaves.items():
            value = self.cleaned_data.get(name)
            if value not in (None, "", []) and self._applies(leaf, found):
                _put(found, leaf.path, _as_json(value, leaf.piece))
        return {name: list(value.values()) if _is_rows(value) else value for name, value in found.items()}

    def _applies(self, leaf: Leaf, found: Mapping[str, Any]) -> bool:
        when = json.loads(_when(leaf.top) or "{}")
        return all(_is_among(found.get(other), answers) for other, answers in when.items())

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, in order."""
        gathered: dict[str, list[forms.BoundField]] = {}
        for name in self.fields:
            gathered.setdefault(self.note(name).group, []).append(self[name])
        yield from gathered.items()


def form_for(schema: Schema, *, english: bool = False, sources: Mapping[str, str] | None = None) -> type[AnswersForm]:
    """A form class for the schema. `sources` says for a prefilled field where its value comes from."""
    return type("ItemForm", (AnswersForm,), {"schema": schema, "english": english, "sources": sources or {}})


def _repeats(piece: Schema) -> bool:
    return piece.get("type") == "array" and piece.get("items", {}).get("type") == "object"


def _rows_sent(data: Mapping[str, Any], name: str) -> int:
    """One more than the highest row that was sent; a number nobody could have drawn does not count."""
    found = [int(m.group(1)) for key in data if (m := re.match(rf"{re.escape(name)}\.(\d{{1,3}})\.", key))]
    return max(found, default=-1) + 1


def _flat(initial: Mapping[str, Any]) -> dict[str, Any]:
    """Kept answers by the names of the inputs."""
    flat: dict[str, Any] = {}
    for name, value in initial.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}.{key}": part for key, part in value.items()}
        elif isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
            for number, row in enumerate(value):
                flat |= {f"{name}.{number}.{key}": part for key, part in dict(row).items()}
        else:
            flat[name] = value
    return flat


def _put(found: dict[str, Any], path: Sequence[str | int], value: Any) -> None:
    here: dict[Any, Any] = found
    for step in path[:-1]:
        here = here.setdefault(step, {})
    here[path[-1]] = value


def _is_rows(value: Any) -> bool:
    return isinstance(value, dict) and any(isinstance(key, int) for key in value)


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
    if piece.get("x-format") == "region":
        return forms.CharField(widget=RegionPicker, **common)
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
    if piece.get("x-widget") == "money" and "元" not in str(common["label"]):
        common["label"] = _("%(title)s（元）") % {"title": common["label"]}
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
        if name not in answers:
            continue
        title, given = _word(piece, "title", english=english) or name, answers[name]
        if isinstance(given, Mapping):
            rows += [(_inside(title, label), words) for label, words in shown(piece, given, english=english)]
        elif _repeats(piece) and isinstance(given, list):
            for number, one in enumerate(given, start=1):
                row = _("%(title)s（第 %(n)d 份）") % {"title": title, "n": number}
                rows += [(_inside(row, label), words) for label, words in shown(piece["items"], one, english=english)]
        else:
            rows.append((title, _words(given, piece, english=english)))
    return rows


def _inside(group: str, label: str) -> str:
    return _("%(group)s · %(label)s") % {"group": group, "label": label}


def _words(value: Any, piece: Schema, *, english: bool) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if piece.get("x-format") == "region":
        return full_name(_as_text(value))
    if isinstance(value, list):
        labels = dict(_choices(piece.get("items", {}), english=english))
        return _("、").join(labels.get(_as_text(one), _as_text(one)) for one in value)
    return dict(_choices(piece, english=english)).get(_as_text(value), _as_text(value))
