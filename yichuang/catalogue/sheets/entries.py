"""One item as a table tells it, whatever the table: what the catalogue keeps of it, and the fields of its content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from yichuang.catalogue.content import Content
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.sheets import merging, national_cells
from yichuang.catalogue.sheets.problems import Place

ITEM: Final = (
    *("code", "name", "name_en", "department", "area", "handle_kind", "national_code", "local_code", "task_code"),
    *("local_task_code", "task_name", "catalog_code", "local_catalog_code", "source", "reason"),
)
"""What the catalogue keeps beside the content; `data/sheets/county.json` has a header for each."""


@dataclass(slots=True)
class Entry:
    """An item to be taken over. Of `item` and `parts` only what the table has a column or a sheet for is there.

    `places` tells where each field of the content (and each key of `item`) stands, for whoever refuses it later.
    `by_name`: the table tells little of each part, so a part that is known by its name keeps what is known of it.
    `by_column`: what the table has a column for is as the table says, everything else of a known part stays
    (`merging`); `giver` is then the 委托部门 (null: not told), `basic` the entry of the basic catalogue.
    """

    item: dict[str, str]
    parts: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    by_name: bool = False
    by_column: bool = False
    giver: str | None = None
    basic: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The item's own code."""
        return self.item.get("code", "")

    @property
    def name(self) -> str:
        """The item's name."""
        return self.item.get("name", "")

    def content(self, base: Content) -> Content:
        """The content: what the table says, over what was there before. Raises pydantic's ValidationError."""
        before = base.model_dump(mode="json", exclude_defaults=True)
        if self.by_column:
            return Content.model_validate({**before, **self._by_column(before)})
        told = (
            {name: _kept(name, value, before.get(name)) for name, value in self.parts.items()}
            if self.by_name
            else self.parts
        )
        return Content.model_validate({**before, **told})

    def guesses_the_trust(self, base: Content) -> bool:
        """Whether a 委托部门 is told of whom neither the table nor the catalogue says which kind of 委托 it is."""
        links = [one.source for one in base.delegation if one.source in merging.ENTRUSTED]
        return bool(self.giver) and not links and self.parts.get("power_source") not in merging.ENTRUSTED

    def _by_column(self, before: Mapping[str, Any]) -> dict[str, Any]:
        found = merging.over(self.parts, before, alike=national_cells.table()["codes"]["need"])
        if self.giver is not None:
            now = {**before, **found}
            source, taker = str(now.get("power_source") or ""), str(now.get("implementing_body") or "")
            found["delegation"] = merging.entrusted(
                self.giver, before.get("delegation") or (), source=source, taker=taker
            )
        return found

    def place_of(self, name: str) -> Place:
        """Where a field stands: its own place, or that of the item."""
        return self.places.get(name) or self.places.get("code") or Place()


_KNOWN_BY: Final = {
    "materials": ("name",),
    "fees": ("name", "standard"),
    "questions": ("question",),
    "steps": ("name",),
    "conditions": ("text",),
    "legal_basis": ("law", "article"),
    "result": ("name",),
    "statutory": ("length", "unit"),
    "promised": ("length", "unit"),
}
"""By what a part of a hand-kept table is known again."""


def _kept(name: str, told: Any, before: Any) -> Any:
    """What a table says of a field, with what was known of the same parts."""
    if name == "online" and told:
        return {**(before or {}), **told}
    if name not in _KNOWN_BY or not told or not before:
        return told
    if isinstance(told, dict):
        return {**told, **before} if _known(name, told) == _known(name, before) else told
    known = {_known(name, one): one for one in before}
    return [{**one, **known.get(_known(name, one), {})} for one in told]


def _known(name: str, part: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(part.get(key) or "" for key in _KNOWN_BY[name])


def item_of(version: ItemVersion) -> dict[str, str]:
    """What the catalogue keeps of the item of a version, by the names of `ITEM`."""
    item = version.item
    task = item.implementation
    basic = task.basic if task else None
    return {
        "code": item.code,
        "name": version.name,
        "name_en": version.name_en,
        "department": item.department.code,
        "area": item.subject_area,
        "handle_kind": item.handle_kind,
        "national_code": item.national_code,
        "local_code": item.local_code,
        "task_code": task.code if task else "",
        "local_task_code": task.local_code if task else "",
        "task_name": task.name if task else "",
        "catalog_code": (basic.code or "") if basic else "",
        "local_catalog_code": basic.local_code if basic else "",
        "source": version.source,
        "reason": version.change_reason,
    }


Told = tuple[Mapping[str, str], Content]
"""An item as it is written into a table: what the catalogue keeps of it, and its content."""
