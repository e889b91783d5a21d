"""From a part of the content to a form and back: types become inputs, a part becomes a group, a tuple becomes rows."""

from __future__ import annotations

import json
import re
import secrets
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from annotated_types import MaxLen
from django.db.models import Choices
from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from yichuang.catalogue.conditions.picking import Known
from yichuang.catalogue.content import MOST_PARTS, File
from yichuang.catalogue.labels import OFFICIAL
from yichuang.web.desk.editing.conditions import Conditional
from yichuang.web.desk.editing.kinds import (
    NOTHING,
    Choice,
    Decimals,
    Hidden,
    Kind,
    Lines,
    Many,
    Number,
    OfFields,
    OfSituations,
    Place,
    Static,
    Stored,
    Text,
    Tick,
    YesNo,
    Yuan,
)
from yichuang.web.desk.editing.nodes import Node, Row
from yichuang.web.desk.editing.words import hint_of, name_of, only_for

MOST_ROWS: Final = MOST_PARTS
SHORT: Final[dict[str, tuple[str, ...]]] = {
    "TimeLimit.by_situation": ("length", "unit", "text", "basis", "note"),
    "TimeLimit.delivery": ("length", "unit", "text", "basis"),
    "SpecialProcedure.limit": ("length", "unit", "text", "by_situation"),
    "Material.children": (
        *("key", "name", "name_en", "need", "when", "form", "kind", "originals", "copies", "note", "blank", "sample"),
        "tolerable",
    ),
    "Question.choices": ("key", "label", "label_en"),
    "FormField.fields": (
        *("key", "title", "title_en", "kind", "required", "help", "options", "shortest", "longest"),
        *("at_least", "at_most"),
    ),
}
"""Parts within parts that are shown with fewer fields; what is not shown is carried along."""
FIXED: Final = frozenset({"Doubt.what"})
"""Fields that are shown and not changed."""
FIXED_ROWS: Final = frozenset({"Looked.doubts"})
"""Rows that are not added to, taken away or moved."""
_REST: Final = "_rest"


@dataclass(frozen=True)
class Slot:
    """One field of a part: its kind, whether an answer is needed, what holds when there is none."""

    name: str
    kind: Kind
    needed: bool
    default: Any


@dataclass
class Parts(Kind):
    """A part: a group of inputs. With `shown`, only those fields; a part that `carries` takes the rest along unseen."""

    model: type[BaseModel]
    shown: tuple[str, ...] = ()
    carries: bool = False
    template = "group"

    @property
    def slots(self) -> list[Slot]:
        """The fields that are shown, in their order."""
        slots = {slot.name: slot for slot in _slots(self.model)}
        return [slots[name] for name in self.shown or slots if name in slots]

    def slot(self, name: str) -> Slot:
        """The field of that name."""
        return next(slot for slot in self.slots if slot.name == name)

    @property
    def _unshown(self) -> list[str]:
        return [name for name in self.model.model_fields if name not in self.shown] if self.carries else []

    def present(self, value: Any, known: Known) -> dict[str, Any]:
        value = value or {}
        typed = {slot.name: slot.kind.present(value.get(slot.name, slot.default), known) for slot in self.slots}
        rest = {name: value[name] for name in self._unshown if name in value}
        return typed | ({_REST: json.dumps(rest, ensure_ascii=False)} if rest else {})

    def read(self, data: QueryDict, name: str) -> dict[str, Any]:
        lead = f"{name}." if name else ""
        typed = {slot.name: slot.kind.read(data, lead + slot.name) for slot in self.slots}
        return typed | ({_REST: data[lead + _REST]} if lead + _REST in data else {})

    def settle(self, typed: Any, place: Place) -> Any:
        before = len(place.errors)
        given = {slot.name: slot.kind.settle(typed[slot.name], self._place(slot, place)) for slot in self.slots}
        given = {name: value for name, value in given.items() if value is not NOTHING}
        counting = [s for s in self.slots if s.kind.counts and s.name in given and given[s.name] != s.default]
        if not counting and len(place.errors) == before and place.name:
            return NOTHING
        if any(slot.name == "key" for slot in self.slots):
            given.setdefault("key", f"k{secrets.token_hex(4)}")
        for slot in self.slots:
            at = self._place(slot, place)
            if slot.needed and slot.kind.counts and slot.name not in given and at.name not in place.errors:
                at.tell(_("“%(field)s”没有填写，请填写。") % {"field": at.label})
        return self._rest(typed) | given

    def _rest(self, typed: dict[str, Any]) -> dict[str, Any]:
        try:
            rest = json.loads(typed.get(_REST, "{}"))
        except (ValueError, RecursionError):
            return {}
        return {name: rest[name] for name in self._unshown if name in rest} if isinstance(rest, dict) else {}

    def draw(self, typed: Any, place: Place, *, hint: str, needed: bool) -> Node:
        node = super().draw(typed, place, hint=hint, needed=needed)
        node.nodes = self.nodes(typed, place)
        return node

    def nodes(self, typed: dict[str, Any], place: Place) -> list[Node]:
        """The inputs of the group."""
        found = [
            slot.kind.draw(
                typed[slot.name],
                self._place(slot, place),
                hint=hint_of(self.model.__name__, slot.name),
                needed=slot.needed,
            )
            for slot in self.slots
        ]
        for slot, node in zip(self.slots, found, strict=True):
            if (kinds := only_for(self.model.__name__, slot.name)) is not None:
                node.when = json.dumps({place.at("kind", "").name: list(kinds)})
        if _REST in typed:
            found.append(Node("hidden", place.at(_REST, "").name, "", typed=typed[_REST]))
        return found

    def _place(self, slot: Slot, place: Place) -> Place:
        return place.at(slot.name, name_of(self.model.__name__, slot.name))


@dataclass
class Rows(Kind):
    """Several alike, in an order that can be changed."""

    part: Parts
    fixed: bool = False
    template = "rows"

    def present(self, value: Any, known: Known) -> list[dict[str, Any]]:
        return [self.part.present(one, known) for one in value or ()]

    def read(self, data: QueryDict, name: str) -> list[dict[str, Any]]:
        return [self.part.read(data, f"{name}.{number}") for number in _numbers(data, name)]

    def settle(self, typed: Any, place: Place) -> Any:
        blank = Place(place.name, place.label, place.known, {})
        typed[:] = [row for row in typed if self.part.settle(row, blank.at("x", "")) is not NOTHING]
        kept = [self.part.settle(row, place.at(str(number), place.label)) for number, row in enumerate(typed)]
        return kept or NOTHING

    def draw(self, typed: Any, place: Place, *, hint: str, needed: bool) -> Node:
        node = super().draw(typed, place, hint=hint, needed=needed)
        node.fixed = self.fixed
        for number, row in enumerate(typed):
            inner = place.at(str(number), place.label)
            nodes = self.part.nodes(row, inner)
            bad = any(name == inner.name or name.startswith(f"{inner.name}.") for name in place.errors)
            node.rows.append(Row(number, title_of(nodes), nodes, bad))
        return node


class BySituation(Rows):
    """A part for each of some situations: rows that begin with the situation."""

    def __init__(self, part: Parts) -> None:
        super().__init__(_Keyed(part.model, part.shown, carries=part.carries))

    def present(self, value: Any, known: Known) -> list[dict[str, Any]]:
        return [self.part.present({**one, "situation": key}, known) for key, one in (value or {}).items()]

    def settle(self, typed: Any, place: Place) -> Any:
        rows = super().settle(typed, place)
        if rows is NOTHING:
            return NOTHING
        return {row.pop("situation", ""): row for row in rows if row.get("situation")} or NOTHING


class _Keyed(Parts):
    @property
    def slots(self) -> list[Slot]:
        return [Slot("situation", OfSituations(), needed=True, default=None), *super().slots]


def _numbers(data: QueryDict, name: str) -> list[int]:
    """The numbers of the rows that were sent, in order; a number nobody could have drawn is left out."""
    found = {m.group(1) for key in data if (m := re.match(rf"{re.escape(name)}\.(\d{{1,4}})(?:\.|$)", key))}
    return sorted(int(number) for number in found)[:MOST_ROWS]


def title_of(nodes: Sequence[Node]) -> str:
    """What a row is called: the first thing written in it."""
    written = (node.typed for node in nodes if node.template in ("line", "text") and node.typed)
    return next((str(text)[:60] for text in written), "")


@cache
def _slots(model: type[BaseModel]) -> tuple[Slot, ...]:
    return tuple(
        Slot(name, kind, info.is_required(), _default(info))
        for name, info in model.model_fields.items()
        if (kind := _kind(model, name, info)) is not None
    )


def _default(info: FieldInfo) -> Any:
    if info.is_required():
        return None
    value = info.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True) or None
    return list(value) if isinstance(value, tuple) else value.value if isinstance(value, Choices) else value


def _kind(model: type[BaseModel], name: str, info: FieldInfo) -> Kind | None:
    """The kind of input for a field of this type; None for what no page of the editor shows so."""
    path = f"{model.__name__}.{name}"
    if path == "Fee.fen":
        return Yuan()
    if name in ("key", "dictionary"):
        return Hidden()
    if path == "ShownWhen.field":
        return OfFields()
    if path in FIXED:
        return Static()
    annotation, limits = _bare(info.annotation, list(info.metadata))
    if name == "when":
        return Conditional()
    return _of_type(path, annotation, limits, optional=type(None) in get_args(info.annotation))


def _bare(annotation: Any, limits: list[Any]) -> tuple[Any, list[Any]]:
    """The type without None, without `Annotated` and without the empty word of a choice."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _bare(inner, [*limits, *more])
    if get_origin(annotation) in (Union, types.UnionType):
        options = [one for one in get_args(annotation) if one is not type(None) and one != Literal[""]]
        if len(options) == 1:
            return _bare(options[0], limits)
    return annotation, limits


def _of_type(path: str, annotation: Any, limits: list[Any], *, optional: bool) -> Kind | None:
    if get_origin(annotation) is Literal:
        options: list[tuple[str, Any]] = [(str(v), OFFICIAL.get(v, v)) for v in get_args(annotation) if v]
        return Choice(options)
    if get_origin(annotation) is tuple:
        return _of_several(path, get_args(annotation)[0])
    if get_origin(annotation) is dict:
        inner = get_args(annotation)[1]
        is_part = isinstance(inner, type) and issubclass(inner, BaseModel)
        return BySituation(_part(inner, path)) if is_part else None
    if annotation is bool:
        return YesNo() if optional else Tick()
    if annotation in (int, float):
        return Number() if annotation is int else Decimals()
    if annotation is File:
        return Stored()
    if issubclass(annotation, Choices):
        return Choice(annotation.choices)
    if issubclass(annotation, BaseModel):
        return _part(annotation, path)
    longest = next(iter(_longest(limits)), 500)
    return Text(longest, several_lines=longest > 1000)


def _part(model: type[BaseModel], path: str) -> Parts:
    return Parts(model, SHORT.get(path, ()), carries=path in SHORT)


def _of_several(path: str, inner: Any) -> Kind:
    annotation, limits = _bare(inner, [])
    if issubclass(annotation, Choices):
        return Many(annotation.choices)
    if issubclass(annotation, BaseModel):
        return Rows(_part(annotation, path), fixed=path in FIXED_ROWS)
    return Lines(next(iter(_longest(limits)), 500))


def _longest(limits: Sequence[Any]) -> Iterator[int]:
    for limit in limits:
        longest = limit.max_length if isinstance(limit, StringConstraints | MaxLen) else None
        if longest:
            yield longest
