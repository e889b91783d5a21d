"""One section of a draft as a sheet to write on: what stands there, what was typed, what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from yichuang.catalogue.conditions.picking import Known
from yichuang.catalogue.conditions.saying import known_of
from yichuang.catalogue.content import Content
from yichuang.catalogue.models import ItemVersion
from yichuang.web.desk.editing.kinds import NOTHING, Place
from yichuang.web.desk.editing.nodes import Node
from yichuang.web.desk.editing.parts import MOST_ROWS, Parts, Rows
from yichuang.web.desk.editing.sections import Json, Section, Whole, whole_of

_MOVES: Final = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Written:
    """What a sheet makes of the whole draft."""

    content: Content
    name: str
    name_en: str


@dataclass
class Sheet:
    """A section, or one row of it (`row`), on the page. `typed` is what stands in the inputs."""

    section: Section
    version: ItemVersion
    row: int | None
    typed: dict[str, Any]
    errors: dict[str, list[str]] = field(default_factory=dict)
    conflict: str = ""

    @property
    def part(self) -> Parts:
        """What is edited."""
        return _part_of(self.section, self.row)

    @property
    def known(self) -> Known:
        """What conditions may speak of."""
        return known_of(self.version.parsed)

    @property
    def place(self) -> Place:
        """The root of the inputs."""
        return Place("", str(self.section.title), self.known, self.errors)

    @property
    def nodes(self) -> list[Node]:
        """The inputs of the page."""
        return self.part.nodes(self.typed, self.place)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Every error with the id to go to; what belongs to no input comes first."""
        found = [(ident, sentence) for node in self.nodes for ident, _label, sentence in node.everything()]
        placed = {sentence for _ident, sentence in found}
        loose = [("", sentence) for told in self.errors.values() for sentence in told if sentence not in placed]
        return [*loose, *found]

    def move(self, command: str) -> None:
        """Add, remove or move a row of what is typed: `add:fees`, `remove:fees:2`, `up:fees:2`. Others do nothing."""
        rearrange(self.part, self.typed, self.known, command)

    def written(self) -> Written | None:
        """The whole draft with this section as typed; None when something is wrong, which `errors` tells."""
        given = self.part.settle(self.typed, self.place)
        if self.errors:
            return None
        whole = whole_of(self.version)
        page = self._page(given, whole)
        self._look(self.section.model, page)
        return None if self.errors else self._whole(page, whole)

    def _page(self, given: Any, whole: Json) -> Json:
        stored = self.section.show(whole)
        given = {} if given is NOTHING else dict(given)
        if self.row is not None:
            return stored | {self.section.rows: placed(stored.get(self.section.rows, []), self.row, given)}
        shown = [slot.name for slot in self.part.slots]
        page: Json = {name: value for name, value in stored.items() if name not in shown}
        page.update(given)
        return page

    def _whole(self, page: Json, whole: Json) -> Written | None:
        kept = {name: value for name, value in whole.items() if name not in self.section.fields}
        made = self._look(Whole, kept | self.section.give(page, whole))
        if not isinstance(made, Whole):
            return None
        content = Content.model_validate(made.model_dump(exclude={"name", "name_en"}, exclude_defaults=True))
        return Written(content, made.name, made.name_en)

    def _look(self, model: type[BaseModel], page: Json) -> BaseModel | None:
        """The page as a value; what it may not say is told beside its input."""
        try:
            return model.model_validate(page)
        except ValidationError as wrong:
            labels = {ident: label for node in self.nodes for ident, label in _labels(node)}
            for error in wrong.errors(include_url=False, include_context=True):
                loc = error["loc"][2:] if self.row is not None else error["loc"]
                name = ".".join(str(step) for step in loc)
                self.errors.setdefault(name, []).append(sentence_of(error, labels.get(name, str(self.section.title))))
            return None


def listed(section: Section, version: ItemVersion) -> list[Json]:
    """The rows of a section that is edited row by row."""
    return list(section.show(whole_of(version)).get(section.rows, []))


def names(section: Section, version: ItemVersion) -> list[str]:
    """What the rows are called."""
    return [str(row.get("name") or row.get("title") or "") for row in listed(section, version)]


def opened(section: Section, version: ItemVersion, row: int | None = None) -> Sheet:
    """The sheet as the draft stands."""
    stored = section.show(whole_of(version))
    if row is not None:
        rows = listed(section, version)
        stored = rows[row] if row < len(rows) else {}
    sheet = Sheet(section, version, row, {})
    sheet.typed = sheet.part.present(stored, sheet.known)
    return sheet


def sent(section: Section, version: ItemVersion, data: QueryDict, row: int | None = None) -> Sheet:
    """The sheet as it was sent."""
    return Sheet(section, version, row, _part_of(section, row).read(data, ""))


def moved(section: Section, version: ItemVersion, command: str) -> Written | None:
    """The whole draft after a row of the section's list was taken away or moved."""
    verb, _colon, number = command.partition(":")
    whole = whole_of(version)
    page = section.show(whole)
    rows = list(page.get(section.rows, []))
    if number.isdecimal() and len(number) < 5:
        shift(rows, verb, int(number))
    return Sheet(section, version, None, {})._whole(page | {section.rows: rows}, whole)


def rearrange(part: Parts, typed: dict[str, Any], known: Known, command: str) -> None:
    """Add, remove or move a row of what is typed: `add:fees`, `remove:fees:2`, `up:fees:2`. Others do nothing."""
    verb, _colon, rest = command.partition(":")
    path, _colon, number = rest.partition(":")
    rows, kind = _rows_at(part, typed, path)
    if rows is None:
        return
    if verb == "add" and len(rows) < MOST_ROWS:
        rows.append(kind.part.present(None, known) if kind else {"what": "", "value": "", "turned": False})
    elif number.isdecimal() and len(number) < 5:
        shift(rows, verb, int(number))


def shift(rows: list[Any], verb: str, number: int) -> None:
    """Take the row away or move it by one; a number that is not there does nothing."""
    if not 0 <= number < len(rows):
        return
    if verb == "remove":
        del rows[number]
    elif verb in _MOVES and 0 <= (to := number + _MOVES[verb]) < len(rows):
        rows[number], rows[to] = rows[to], rows[number]


def placed(rows: list[Json], number: int, row: Json) -> list[Json]:
    """The rows with this one at its number, or behind the last."""
    return [*rows[:number], row, *rows[number + 1 :]]


def _part_of(section: Section, row: int | None) -> Parts:
    whole = Parts(section.model, section.shown)
    if row is None:
        return whole
    kind = whole.slot(section.rows).kind
    assert isinstance(kind, Rows)  # noqa: S101 - `rows` of a section names such a field
    return kind.part


def _rows_at(part: Parts, typed: Any, path: str) -> tuple[list[Any] | None, Rows | None]:
    """The rows of that path in what is typed, and their kind (None for the lines of a condition)."""
    kind: Any = part
    for step in path.split("."):
        if isinstance(typed, list):
            if not (step.isdecimal() and len(step) < 5 and int(step) < len(typed)):
                return None, None
            typed, kind = typed[int(step)], kind.part if isinstance(kind, Rows) else None
        elif isinstance(typed, dict) and step in typed:
            slots = {slot.name: slot.kind for slot in kind.slots} if isinstance(kind, Parts) else {}
            typed, kind = typed[step], slots.get(step)
        else:
            return None, None
    if not isinstance(typed, list) or (isinstance(kind, Rows) and kind.fixed):
        return None, None
    return typed, kind if isinstance(kind, Rows) else None


def _labels(node: Node) -> list[tuple[str, str]]:
    inner = [*node.nodes, *(one for row in node.rows for one in row.nodes)]
    return [(node.name, node.label), *(pair for one in inner for pair in _labels(one))]


def sentence_of(error: ErrorDetails, label: str) -> str:
    """What is wrong with one input, and what to write instead."""
    limits = error.get("ctx", {})
    told = {"field": label, "limit": next(iter(limits.values()), "")}
    return {
        "missing": _("“%(field)s”没有填写，请填写。"),
        "string_too_long": _("“%(field)s”太长，最多 %(limit)s 个字，请缩短后再保存。"),
        "greater_than_equal": _("“%(field)s”不能小于 %(limit)s，请核对。"),
        "less_than_equal": _("“%(field)s”不能大于 %(limit)s，请核对。"),
        "string_pattern_mismatch": _("“%(field)s”的格式不对，请核对。"),
    }.get(error["type"], _("“%(field)s”填写不正确，请核对。")) % told
