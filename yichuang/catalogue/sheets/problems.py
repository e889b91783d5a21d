"""What an import has to tell: problems by sheet, row and column, and what became of each item."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.guides.importing import Report

MOST: Final = 5000
"""Problems of one import that are kept, and cells of which the same is said; what comes after is only counted."""
_QUOTED: Final = re.compile(r"“[^”]*”")


class Weight(TextChoices):
    """How grave a problem is."""

    ERROR = "error", _("错误")
    DOUBT = "doubt", _("存疑")
    UNREAD = "unread", _("未读取")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the sheet, the row and the column as people count them; 0 is "no particular one"."""

    sheet: str = ""
    row: int = 0
    column: int = 0
    header: str = ""

    @property
    def address(self) -> str:
        """The cell as a spreadsheet names it: `B5`; only the row or nothing when there is no more to say."""
        return f"{letters(self.column)}{self.row or ''}"


@dataclass(frozen=True, slots=True)
class Spot:
    """One more cell of which the same is to be said, of which item; `sentence` as it reads there."""

    place: Place
    item: str
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        """The spot as JSON."""
        told = asdict(self.place) | {"address": self.place.address}
        return told | {"item": self.item, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was not read as it stands: where, what stood there, and what to do about it.

    `also`: further cells of which the same is to be said, so that it is read once.
    """

    place: Place
    value: str
    sentence: str
    weight: str = Weight.ERROR
    item: str = ""
    also: list[Spot] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The problem as JSON."""
        told = asdict(self.place) | {"address": self.place.address, "value": self.value}
        told |= {"sentence": self.sentence, "weight": str(self.weight), "item": self.item}
        return told | {"also": [one.as_dict() for one in self.also]}


@dataclass(slots=True)
class Problems:
    """Filled while a file is read. An item with an error is not imported. Only the first `MOST` are kept, all count."""

    found: list[Problem] = field(default_factory=list)
    more: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    _wrong: set[tuple[str, int]] = field(default_factory=set)
    _alike: dict[str, Problem] = field(default_factory=dict)
    _spots: int = 0

    def add(self, place: Place, value: object, sentence: str, *, weight: str = Weight.ERROR, item: str = "") -> None:
        """Note a problem; a long value is cut."""
        if weight == Weight.ERROR:
            self.refused.setdefault(item, sentence)
            self._wrong.add((place.sheet, place.row))
        if len(self.found) < MOST:
            self.found.append(Problem(place, str(value)[:120], sentence, str(weight), item))
        else:
            self.more += 1

    def advise(self, place: Place, sentence: str, *, item: str) -> None:
        """Note a doubt that many items share: it is told once, with every cell; only the words in “ ” may differ."""
        kind = _QUOTED.sub("“”", sentence)
        if kind not in self._alike:
            fits = len(self.found) < MOST
            self.add(place, "", sentence, weight=Weight.DOUBT, item=item)
            if fits:
                self._alike[kind] = self.found[-1]
        elif self._spots < MOST:
            self._spots += 1
            self._alike[kind].also.append(Spot(place, item, sentence))
        else:
            self.more += 1

    def is_wrong(self, place: Place) -> bool:
        """Whether something in that row is an error."""
        return (place.sheet, place.row) in self._wrong


@dataclass(slots=True)
class TableReport(Report):
    """The report on an import of tables: a line for each item, and every problem with its place."""

    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    """Problems beyond the first `MOST`."""

    @property
    def refused(self) -> int:
        """How much was not imported: items, and files that could not be read at all."""
        return self.counts["refused"] + sum(1 for file in self.files if file["outcome"] == "refused")

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON."""
        told = Report.as_dict(self)
        return told | {"problems": [one.as_dict() for one in self.problems], "more_problems": self.more}


def letters(column: int) -> str:
    """The name of a column as a spreadsheet writes it: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
