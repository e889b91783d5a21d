"""The simple kinds of input of an editor: how a value stands in the page, how it comes back, what may be wrong with it.

Four words for every kind: `present` (a JSON value → what is typed), `read` (what was sent → what is typed), `settle`
(what is typed → a JSON value, with everything wrong told) and `draw` (what is typed → a node of the page).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.catalogue.conditions.picking import Known
from yichuang.catalogue.forms import ordered_fields, title_of
from yichuang.web.desk.editing.nodes import Node, Option

NOTHING: Final = object()
"""What an input settles to when nothing was typed: the default holds."""
_MOST_DIGITS: Final = 12


@dataclass
class Place:
    """Where an input stands: the name that is sent, its label, the errors found so far, what conditions may name."""

    name: str
    label: str
    known: Known
    errors: dict[str, list[str]]

    def at(self, name: str, label: str) -> Place:
        """The place of an input below this one."""
        return Place(f"{self.name}.{name}" if self.name else name, label, self.known, self.errors)

    def tell(self, sentence: str) -> None:
        """Something is wrong here."""
        self.errors.setdefault(self.name, []).append(sentence)


class Kind:
    """One line of text; the other kinds differ in what they say otherwise."""

    template = "line"
    counts = True
    """Whether something typed here makes a row worth keeping."""

    def present(self, value: Any, known: Known) -> Any:
        """What is typed when the value is this (None: nothing)."""
        return "" if value is None else str(value)

    def read(self, data: QueryDict, name: str) -> Any:
        """What was typed."""
        return data.get(name, "")

    def settle(self, typed: Any, place: Place) -> Any:
        """The JSON value, or NOTHING."""
        raise NotImplementedError

    def draw(self, typed: Any, place: Place, *, hint: str, needed: bool) -> Node:
        """The node of the page."""
        errors = place.errors.get(place.name, ())
        return Node(self.template, place.name, place.label, hint, typed, errors, needed)


@dataclass
class Text(Kind):
    """Text of one line, or of several."""

    longest: int = 500
    several_lines: bool = False

    @property
    def template(self) -> str:  # type: ignore[override]
        return "text" if self.several_lines else "line"

    def settle(self, typed: Any, place: Place) -> Any:
        try:
            return (
                clean(typed, field=place.name, longest=self.longest, multiline=self.several_lines, label=place.label)
                or NOTHING
            )
        except Invalid as refused:
            place.tell(str(refused))
            return NOTHING

    def draw(self, typed: Any, place: Place, *, hint: str, needed: bool) -> Node:
        node = super().draw(typed, place, hint=hint, needed=needed)
        node.longest = self.longest
        return node


@dataclass
class Lines(Kind):
    """Several short texts, one a line."""

    longest: int = 500
    template = "text"

    def present(self, value: Any, known: Known) -> str:
        return "\n".join(value or ())

    def settle(self, typed: Any, place: Place) -> Any:
        text = Text(self.longest)
        kept = [text.settle(line, place) for line in str(typed).splitlines() if line.strip()]
        return [line for line in kept if line is not NOTHING] or NOTHING


class Number(Kind):
    """A whole number."""

    template = "number"

    def settle(self, typed: Any, place: Place) -> Any:
        digits = str(typed).strip()
        if not digits:
            return NOTHING
        if not digits.isdecimal() or len(digits) > _MOST_DIGITS:
            place.tell(_("“%(field)s”应当是整数，例如 20，请修改。") % {"field": place.label})
            return NOTHING
        return int(digits)


class Decimals(Kind):
    """A number that may have a fraction and a sign."""

    template = "number"

    def present(self, value: Any, known: Known) -> str:
        return "" if value is None else format(Decimal(str(value)).normalize(), "f")

    def settle(self, typed: Any, place: Place) -> Any:
        text = str(typed).strip()
        if not text:
            return NOTHING
        try:
            number = Decimal(text) if len(text) <= 2 * _MOST_DIGITS else Decimal("nan")
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite() or abs(number) >= 10**_MOST_DIGITS:
            place.tell(_("“%(field)s”应当是数字，例如 12.5，请修改。") % {"field": place.label})
            return NOTHING
        return int(number) if number == number.to_integral_value() else float(number)


class Yuan(Kind):
    """Money: fen in the content, yuan on the page."""

    template = "number"

    def present(self, value: Any, known: Known) -> str:
        return "" if value is None else f"{value // 100}.{value % 100:02d}"

    def settle(self, typed: Any, place: Place) -> Any:
        text = str(typed).strip().replace(",", "")
        if not text:
            return NOTHING
        whole, _point, rest = text.partition(".")
        if not (whole.isdecimal() and (not rest or rest.isdecimal()) and len(rest) <= 2 and len(whole) <= _MOST_DIGITS):
            place.tell(_("“%(field)s”应当是以元为单位的金额，例如 10.00，请修改。") % {"field": place.label})
            return NOTHING
        return int(whole) * 100 + int(rest.ljust(2, "0") or 0)


class Tick(Kind):
    """Yes when it is ticked."""

    template = "tick"

    def present(self, value: Any, known: Known) -> bool:
        return bool(value)

    def read(self, data: QueryDict, name: str) -> bool:
        return name in data

    def settle(self, typed: Any, place: Place) -> Any:
        return bool(typed)


@dataclass
class Choice(Kind):
    """One of several; nothing chosen is possible."""

    options: Sequence[tuple[str, str]] = field(default_factory=tuple)
    template = "choice"

    def settle(self, typed: Any, place: Place) -> Any:
        if not typed:
            return NOTHING
        if typed not in dict(self.offered(place)):
            place.tell(_("“%(field)s”的选项已经改变，请重新选择。") % {"field": place.label})
            return NOTHING
        return typed

    def offered(self, place: Place) -> Sequence[tuple[str, str]]:
        """What can be chosen."""
        return [(value, str(label)) for value, label in self.options]

    def draw(self, typed: Any, place: Place, *, hint: str, needed: bool) -> Node:
        node = super().draw(typed, place, hint=hint, needed=needed)
        chosen = typed if isinstance(typed, list) else [typed]
        node.options = [Option(value, label, value in chosen) for value, label in self.offered(place)]
        return node


class OfSituations(Choice):
    """One of the situations of the item."""

    def offered(self, place: Place) -> Sequence[tuple[str, str]]:
        return list(place.known.situations.items())


class OfFields(Choice):
    """One of the fields of the form."""

    def offered(self, place: Place) -> Sequence[tuple[str, str]]:
        return [(name, title_of(piece, name)) for name, piece in ordered_fields(dict(place.known.form))]


class YesNo(Choice):
    """Yes, no, or not known."""

    def __init__(self) -> None:
        super().__init__()

    def offered(self, place: Place) -> Sequence[tuple[str, str]]:
        return [("yes", _("是")), ("no", _("否"))]

    def present(self, value: Any, known: Known) -> str:
        return "" if value is None else "yes" if value else "no"

    def settle(self, typed: Any, place: Place) -> Any:
        found = super().settle(typed, place)
        return found if found is NOTHING else found == "yes"


class Many(Choice):
    """Any number of several."""

    template = "many"

    def present(self, value: Any, known: Known) -> list[str]:
        return [str(one) for one in value or ()]

    def read(self, data: QueryDict, name: str) -> list[str]:
        return data.getlist(name)

    def settle(self, typed: Any, place: Place) -> Any:
        kept = [super(Many, self).settle(one, place) for one in dict.fromkeys(typed)]
        return [one for one in kept if one is not NOTHING] or NOTHING


class Hidden(Kind):
    """Carried along, never shown: the key of a row, what a short form leaves out."""

    template = "hidden"
    counts = False

    def settle(self, typed: Any, place: Place) -> Any:
        return Text(500).settle(typed, place)


class Static(Hidden):
    """Shown, carried along, not changed."""

    template = "static"


class Stored(Kind):
    """A file: one kept already (name, digest, type), one to be laid in now, or none."""

    template = "file"

    def present(self, value: Any, known: Known) -> dict[str, str]:
        return {key: str((value or {}).get(key, "")) for key in ("name", "digest", "media_type")}

    def read(self, data: QueryDict, name: str) -> dict[str, str]:
        if f"{name}.gone" in data:
            return self.present(None, Known())
        return {key: data.get(f"{name}.{key}", "") for key in ("name", "digest", "media_type")}

    def settle(self, typed: Any, place: Place) -> Any:
        if not typed["digest"]:
            return NOTHING
        return {key: value for key, value in typed.items() if value}
