"""Rows of the national exchange tables laid into entries. Pure.

The tables tell little of a part, so what the catalogue knows of a part of that name stays (`merging`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import ValidationError

from yichuang.base.refusal import Refused
from yichuang.catalogue.content import Content, File
from yichuang.catalogue.revising.writing import CODE
from yichuang.catalogue.sheets import national_cells as cells
from yichuang.catalogue.sheets.by_hand import made_code
from yichuang.catalogue.sheets.entries import Entry
from yichuang.catalogue.sheets.layout import parts_in
from yichuang.catalogue.sheets.problems import Place, Problems, Weight
from yichuang.catalogue.sheets.sentences import invalid

BASIC: Final = "task_general_basic"
OUR_OWN: Final = "up_"
"""The tables that we send up begin so."""
_WRITTEN: Final = ("text", "mark", "lines", "names", "giver", "conditions", "bases")
"""Kinds that are free text, whose length the column limits; a code that is too long is none."""
UNTOLD: Final = object()
"""Nothing is told of the field: what the catalogue knows stays."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column, and where they stand."""

    cells: Mapping[str, str]
    places: Mapping[str, Place]

    @property
    def place(self) -> Place:
        return next(iter(self.places.values()))


class Reading:
    """One set of tables on its way into entries.

    What we told ourselves (`up_`) is the whole of an item, so that an empty cell means that there is nothing; what is
    sent down (`dn_`) says only what stands there.
    """

    def __init__(self, problems: Problems, files: Mapping[str, File], *, whole: bool) -> None:
        self.problems, self.files, self.whole = problems, files, whole
        self.entries: dict[str, Entry] = {}
        self.owners: dict[str, str] = {}

    def begin(self, row: Row, known: Mapping[str, str]) -> None:
        """A row of the basic table: an item."""
        entry = _begin(row, known, self.problems)
        if entry is None:
            return
        if entry.code in self.entries:
            sentence = _("这个事项上面已经有一行，这一行没有读取，请只留一行。")
            self.problems.add(row.place, entry.name, sentence, weight=Weight.UNREAD, item=entry.code)
            return
        self.entries[entry.code] = entry
        owned = {row.cells.get(column, ""): entry.code for column in ("row_guid", "task_handle_item")}
        self.owners |= {name: code for name, code in owned.items() if name}
        self._fill(entry, row, BASIC)

    def take(self, table: str, told: Iterable[Row], rows: str) -> None:
        """The rows of a table that belong to the items."""
        if rows != "item" and self.whole:
            for entry in self.entries.values():
                entry.parts.setdefault(rows, [])
        for row in sorted(told, key=_order):
            code = self.owners.get(row.cells.get("task_guid", "")) or self.owners.get(
                row.cells.get("task_handle_item", "")
            )
            if not code:
                sentence = _("“%(table)s”里没有这个事项，这一行没有读取，请核对 task_guid 或者 task_handle_item。")
                self.problems.add(row.place, "", sentence % {"table": BASIC})
            elif rows == "item":
                self._fill(self.entries[code], row, table)
            else:
                entry = self.entries[code]
                entry.parts.setdefault(rows, []).append(self._part(entry, row, table, rows))
                entry.places.setdefault(rows, row.place)

    def take_directory(self, told: Iterable[Row]) -> None:
        """The entries of the basic catalogue, each with the first item under it."""
        waiting = {entry.item.get("catalog_code", ""): entry for entry in reversed(self.entries.values())}
        for row in told:
            entry = waiting.get(row.cells.get("catalog_code", "").strip())
            if entry is None:
                sentence = _("表里没有归到这条基本目录的事项，这一行没有读取。")
                self.problems.add(row.place, "", sentence, weight=Weight.UNREAD)
                continue
            for column, (source, kind, longest) in cells.table()["tables"]["task_directory"]["columns"].items():
                text = row.cells.get(column, "").strip()
                if column in row.cells and kind not in cells.TOLD_ONLY and (text or self.whole):
                    value = self._value(text, kind, source, longest, row.places[column], entry) if text else None
                    entry.basic[source.partition(".")[2]] = value
            self._say_what_state(entry, row, ended=bool(row.cells.get("plan_cancel_date", "").strip()))

    def _fill(self, entry: Entry, row: Row, table: str) -> None:
        """Lay the cells of a row into the fields that the mapping names."""
        for column, (source, kind, longest) in cells.table()["tables"][table]["columns"].items():
            if column not in row.cells or kind in cells.TOLD_ONLY:
                continue
            text, place = row.cells[column].strip(), row.places[column]
            entry.places.setdefault(source.split(".")[1], place)
            value = self._value(text, kind, source, longest, place, entry) if text else self._empty(source)
            if kind == "giver":
                entry.giver = value if text else "" if self.whole else None
            else:
                _put(entry.item, entry.parts, source, value)
        self._say_what_state(entry, row, ended=False)
        self._say_what_differs(entry, row)

    def _part(self, entry: Entry, row: Row, table: str, rows: str) -> dict[str, Any]:
        part: dict[str, Any] = {}
        for column, (source, kind, longest) in cells.table()["tables"][table]["columns"].items():
            text = row.cells.get(column, "").strip()
            if column not in row.cells or kind in cells.TOLD_ONLY:
                continue
            if kind == "count":
                counted = self._value(text, kind, source, longest, row.places[column], entry) if text else None
                if text or self.whole:
                    part["copies" if part.get("kind") == "copy" else "originals"] = counted
                continue
            value = self._value(text, kind, source, longest, row.places[column], entry) if text else None
            _put({}, part, source, value if text else self._empty(source, rows))
        return part

    def _empty(self, source: str, rows: str = "") -> Any:
        """What an empty cell means: nothing where the row tells the whole of an item, else that nothing is told."""
        return _nothing(source, rows) if self.whole else UNTOLD

    def _value(self, text: str, kind: str, source: str, longest: int, place: Place, entry: Entry) -> Any:
        try:
            value = cells.read(text, kind, source.rpartition(".")[2])
        except Refused as refused:
            self.problems.add(place, text, str(refused), item=entry.code)
            return UNTOLD
        if kind == "file":
            return self._file(value["digest"], text, place, entry)
        if len(text) > longest and kind in _WRITTEN:
            weight = Weight.ERROR if kind == "mark" else Weight.DOUBT
            sentence = _("太长，最多 %(most)s 个字，请缩短。") % {"most": longest}
            self.problems.add(place, text, sentence, weight=weight, item=entry.code)
        return value

    def _file(self, digest: str, text: str, place: Place, entry: Entry) -> Any:
        if digest in self.files:
            return self.files[digest].model_dump(mode="json")
        sentence = _("系统里没有这个文件（按 SHA-256 摘要查找），没有读取；请在编制时上传。")
        self.problems.add(place, text, sentence, weight=Weight.UNREAD, item=entry.code)
        return UNTOLD

    def _say_what_state(self, entry: Entry, row: Row, *, ended: bool) -> None:
        """A state is never taken over: pausing and cancelling are acts with a reason."""
        states = cells.table()["codes"]["status"]
        text = row.cells.get("task_state", "").strip()
        if text in (states["paused"], states["cancelled"]) and not ended:
            sentence = _("暂停、取消的状态没有读取；需要时请在目录中写明理由暂停或者取消。")
            self.problems.add(row.places["task_state"], text, sentence, weight=Weight.UNREAD, item=entry.code)

    def _say_what_differs(self, entry: Entry, row: Row) -> None:
        """是否网办 follows from the ways; where the table contradicts itself, that is told."""
        text = row.cells.get("is_online", "").strip()
        if text and "ways" in entry.parts and text != cells.write(entry.parts["ways"], "web", "ways"):
            sentence = _("与办理形式（handle_type）不一致，没有读取；是否网办由办理形式得出，请核对。")
            self.problems.add(row.places["is_online"], text, sentence, weight=Weight.DOUBT, item=entry.code)


def _begin(row: Row, known: Mapping[str, str], problems: Problems) -> Entry | None:
    told = row.cells
    name, handle = told.get("task_name", "").strip(), told.get("task_handle_item", "").strip()
    if not name:
        problems.add(row.place, "", _("没有事项名称，这一行没有读取，请补上。"))
        return None
    if told.get("cd_operation", "").upper() == "D":
        sentence = _("这一行要求删除，没有执行；需要时请在目录中取消事项。")
        problems.add(row.place, name, sentence, weight=Weight.UNREAD)
        return None
    code = known.get(told.get("row_guid", "")) or known.get(handle)
    code = code or (handle if CODE.fullmatch(handle) else made_code(name, told.get("dept_name", "")))
    entry = Entry(item={"code": code, "department": told.get("dept_name", "").strip()}, by_column=True)
    entry.places["code"] = row.places.get("task_handle_item", row.place)
    return entry


def _put(item: dict[str, str], holder: dict[str, Any], source: str, value: Any) -> None:
    where, *path = source.split(".")
    if value is UNTOLD or (where == "item" and not value):
        return
    if where == "item":
        item[path[0]] = str(value)
        return
    for name in path[:-1]:
        holder = holder.setdefault(name, {})
    holder[path[-1]] = value


def _nothing(source: str, rows: str) -> Any:
    """What a field says when it says nothing; `UNTOLD` where it must say something, and for codes, which stay."""
    where, *path = source.split(".")
    if where not in ("content", "part"):
        return UNTOLD
    model = parts_in(Content.model_fields[rows].annotation) if where == "part" else Content
    for name in path[:-1]:
        model = parts_in(model.model_fields[name].annotation) if model else None
    field = model.model_fields[path[-1]] if model else None
    if field is None or field.is_required():
        return UNTOLD
    default = field.get_default(call_default_factory=True)
    return list(default) if isinstance(default, tuple) else str(default) if isinstance(default, str) else default


def _order(row: Row) -> tuple[bool, int]:
    """The rows in the order of their `order_num`, those without one last."""
    number = row.cells.get("order_num", "").strip()
    return (False, int(number)) if number.isascii() and number.isdigit() and len(number) < 9 else (True, 0)


def settle(entry: Entry, problems: Problems) -> None:
    """Let the content look at what was read."""
    try:
        entry.content(Content())
    except ValidationError as error:
        for part in error.errors()[:10]:
            problems.add(entry.place_of(str(part["loc"][0])), part.get("input", ""), invalid(part), item=entry.code)
