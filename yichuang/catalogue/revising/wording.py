"""Values of a content in words for people: conditions, enumerations, lengths of time, whole parts. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Choices
from django.utils.translation import gettext as _

from yichuang.catalogue.conditions.picking import Known
from yichuang.catalogue.conditions.reading import read
from yichuang.catalogue.conditions.saying import known_of, words
from yichuang.catalogue.content import Content, Part, Span, TimeLimit
from yichuang.catalogue.labels import OFFICIAL, PARTS

NOTHING: Final = "—"
_SHOWN: Final = 8
"""So much of a digest tells one file from another."""


class Words:
    """The words that one content gives its keys: situations by their label, answers by the title of their field."""

    def __init__(self, *contents: Content) -> None:
        known = [known_of(content) for content in contents]
        fields = {name: piece for content in contents for name, piece in content.form.get("properties", {}).items()}
        self.situations = {key: label for one in known for key, label in one.situations.items()}
        self.known = Known(self.situations, {"properties": fields})

    def condition(self, expression: str | None) -> str:
        """The condition as a person would say it; the expression itself where it is too involved for that."""
        if expression is None:
            return _("所有情形")
        picked = read(expression)
        return expression if picked is None else words(picked, self.known)

    def value(self, value: Any, *, field: str = "") -> str:
        """Any value of a content in words; nothing is a dash."""
        if field == "when":
            return self.condition(value)
        if field == "digest":
            return str(value)[:_SHOWN]
        if isinstance(value, bool):
            return _("是") if value else _("否")
        if value in (None, "", (), {}):
            return NOTHING
        if isinstance(value, Choices):
            return str(value.label)
        if isinstance(value, Part):
            return self.part(value)
        if isinstance(value, str):
            return str(OFFICIAL.get(value, value))
        if isinstance(value, Sequence):
            return _("、").join(self.value(one) for one in value)
        return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else str(value)

    def part(self, part: Part) -> str:
        """A whole part: its name, and in brackets whatever else it says."""
        if isinstance(part, Span | TimeLimit):
            return span(part)
        name = title(part)
        told = [
            f"{PARTS[field]}：{self.value(value, field=field)}"
            for field, value in part
            if value not in (None, "", (), {}) and value != type(part).model_fields[field].default
            if field not in ("key", "media_type", *_TITLES) and not (isinstance(value, str) and value == name)
        ]
        more = _("；").join(told)
        return f"{name}（{more}）" if name and more else name or more


_TITLES: Final = ("name", "label", "question", "law", "text", "giver", "told")


def title(part: Part) -> str:
    """What a part is called: a law with its article, otherwise its name, label, question or text."""
    fields = dict(part)
    if "law" in fields:
        return f"《{fields['law']}》{fields['article']}"
    if "label" in fields:
        return str(fields["label"])
    return next((str(fields[key]) for key in _TITLES if fields.get(key)), "")


def span(value: Span | TimeLimit) -> str:
    """`20个工作日`, 即时; the words of the source where there is no number."""
    if value.length is None or value.unit is None:
        return getattr(value, "text", "") or NOTHING
    if value.unit == "instant":
        return str(OFFICIAL["instant"])
    return f"{value.length}{OFFICIAL[value.unit]}"
