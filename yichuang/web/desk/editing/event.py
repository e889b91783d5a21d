"""A guide by life event as a sheet to write on: names, questions, items with what follows from which answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from yichuang.catalogue.conditions.picking import Known
from yichuang.catalogue.life.drafting import Draft
from yichuang.catalogue.life.guiding import Follows, Wanted
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.queries import published
from yichuang.offices.models import Centre
from yichuang.web.desk.editing.kinds import NOTHING, Choice, Place, Text
from yichuang.web.desk.editing.nodes import Node, Option
from yichuang.web.desk.editing.parts import Parts, Rows, Slot
from yichuang.web.desk.editing.sheet import rearrange, sentence_of

MOST_OFFERED: Final = 1000
"""More items than this are not offered as a list; their codes and names are still understood."""
_SHOWN: Final = (
    *("name", "name_en", "audience", "about", "about_en", "words", "questions", "items", "elsewhere", "sources"),
)


@dataclass(frozen=True)
class KnownHere(Known):
    """Besides the answers: the items of the list (code → name), their situations, those of the item at hand."""

    items: Mapping[str, str] = field(default_factory=dict)
    situations_of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    here: Mapping[str, str] = field(default_factory=dict)


class ListedItem(Text):
    """An item of the list, by its code or its name."""

    @property
    def template(self) -> str:  # type: ignore[override]
        return "listed"

    def settle(self, typed: Any, place: Place) -> Any:
        text = super().settle(typed, place)
        if text is NOTHING or not isinstance(place.known, KnownHere) or text in place.known.items:
            return text
        named = [code for code, name in place.known.items.items() if name == text]
        if len(named) != 1:
            place.tell(_("“%(typed)s”不在清单上，请从列表里选择事项。") % {"typed": text[:60]})
        return named[0] if len(named) == 1 else text

    def draw(self, typed: Any, place: Place, *, hint: str, needed: bool) -> Node:
        node = super().draw(typed, place, hint=hint, needed=needed)
        node.words = place.known.items.get(str(typed).strip(), "") if isinstance(place.known, KnownHere) else ""
        return node


class SituationOfItem(Choice):
    """One of the situations of the item at hand."""

    def offered(self, place: Place) -> Sequence[tuple[str, str]]:
        return list(place.known.here.items()) if isinstance(place.known, KnownHere) else []


class _Follows(Parts):
    @property
    def slots(self) -> list[Slot]:
        return [replace(one, kind=SituationOfItem()) if one.name == "situation" else one for one in super().slots]


class _Wanted(Parts):
    """An item: below it, the situations that can be chosen are its own."""

    @property
    def slots(self) -> list[Slot]:
        kinds = {"item": ListedItem(), "situations": Rows(_Follows(Follows))}
        return [replace(one, kind=kinds.get(one.name, one.kind)) for one in super().slots]

    def settle(self, typed: Any, place: Place) -> Any:
        return super().settle(typed, _at_hand(typed, place))

    def nodes(self, typed: dict[str, Any], place: Place) -> list[Node]:
        found = super().nodes(typed, _at_hand(typed, place))
        found.sort(key=lambda node: node.name.endswith(".situations"))
        return found


def _at_hand(typed: Any, place: Place) -> Place:
    known = place.known
    if isinstance(known, KnownHere):
        known = replace(known, here=known.situations_of.get(str(typed["item"]).strip(), {}))
    return replace(place, known=known)


class _Guide(Parts):
    @property
    def slots(self) -> list[Slot]:
        return [replace(one, kind=Rows(_Wanted(Wanted))) if one.name == "items" else one for one in super().slots]


PART: Final = _Guide(Draft, _SHOWN)


class EventSheet:
    """What stands in the inputs, and what is wrong with it."""

    def __init__(self, draft: Draft | None, *, centre: Centre, on: date, data: QueryDict | None = None) -> None:
        self._listed = published(on, centre=centre)
        self.errors: dict[str, list[str]] = {}
        kept = draft.kept if draft is not None else {}
        self.typed: dict[str, Any] = PART.read(data, "") if data is not None else PART.present(kept, Known())

    @cached_property
    def items(self) -> dict[str, str]:
        """The items in force, by code."""
        return dict(self._listed.values_list("item__code", "name"))

    @property
    def offered(self) -> list[Option]:
        """The items to pick from."""
        return [Option(code, name) for code, name in self.items.items()] if len(self.items) <= MOST_OFFERED else []

    @property
    def place(self) -> Place:
        """The root of the inputs."""
        return Place("", _("人生大事指南"), self.known, self.errors)

    @property
    def known(self) -> KnownHere:
        """What conditions may speak of: the answers that are kept already."""
        answers = {
            choice["key"]: f"{question['text']}{choice['label']}"
            for question in self.typed["questions"]
            for choice in question["choices"]
            if choice["key"]
        }
        return KnownHere(answers, applicant=False, items=self.items, situations_of=self._situations)

    @cached_property
    def _situations(self) -> dict[str, dict[str, str]]:
        codes = [str(wanted["item"]).strip().replace("\x00", "") for wanted in self.typed["items"]]
        found: list[ItemVersion] = list(self._listed.filter(item__code__in=codes))
        return {one.item.code: {each.key: each.label for each in one.parsed.situations} for one in found}

    @property
    def nodes(self) -> list[Node]:
        """The inputs of the page."""
        return PART.nodes(self.typed, self.place)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Every error with the id to go to; what belongs to no input comes first."""
        found = [(ident, sentence) for node in self.nodes for ident, _label, sentence in node.everything()]
        placed = {sentence for _ident, sentence in found}
        loose = [("", sentence) for told in self.errors.values() for sentence in told if sentence not in placed]
        return [*loose, *found]

    def move(self, command: str) -> None:
        """Add, remove or move a row."""
        rearrange(PART, self.typed, self.known, command)

    def draft(self) -> Draft | None:
        """The guide as typed; None when something is wrong."""
        given = PART.settle(self.typed, self.place)
        if self.errors:
            return None
        try:
            return Draft.model_validate({} if given is NOTHING else given)
        except ValidationError as wrong:
            for error in wrong.errors():
                name = ".".join(str(step) for step in error["loc"])
                self.errors.setdefault(name, []).append(sentence_of(error, _label(self.nodes, name)))
            return None


def _label(nodes: Sequence[Node], name: str) -> str:
    """What the input of that name is called."""
    for node in nodes:
        if node.name == name:
            return node.label
        inner = [*node.nodes, *(one for row in node.rows for one in row.nodes)]
        if name.startswith(f"{node.name}.") and (found := _label(inner, name)) != name:
            return found
    return name
