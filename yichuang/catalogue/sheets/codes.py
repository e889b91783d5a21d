"""The codes of an item as a table tells them: its place in the basic catalogue and the implementation list.

New entries are recorded by the acts of `filing`, which check every code; known ones are brought up to date here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from yichuang.base import journal
from yichuang.base.refusal import Refusals, Refused
from yichuang.base.text import clean
from yichuang.catalogue.content import Content
from yichuang.catalogue.kinds import HandleKind
from yichuang.catalogue.models import BasicItem, CodePattern, Implementation, Item
from yichuang.catalogue.national import codes, filing
from yichuang.catalogue.revising.writing import must_write, note
from yichuang.catalogue.sheets.directory import entry_of
from yichuang.people.actors import Actor

if TYPE_CHECKING:
    from yichuang.offices.models import Department

_BLANK: Mapping[str, Any] = {"local_code": "", "item_type": "", "basis": "", "exercise_level": []}
"""What an empty cell of the directory says; without a name or a version nothing is said of them."""
_LONGEST = {"national_code": 50, "local_code": 100, "area": 60}


@dataclass(frozen=True, slots=True)
class Codes:
    """What a table tells of the codes of one item, for which department, by whom and when."""

    told: Mapping[str, str]
    department: Department
    by: Actor
    at: datetime
    basic: Mapping[str, Any] = field(default_factory=dict)
    """What the table says of the entry of the basic catalogue itself."""
    content: Content = field(default_factory=Content)
    """What the item says; an entry that says nothing of its own is told with it."""

    def give(self, item: Item) -> bool:
        """Give an item the codes, the area and the kind that are told; what is blank stays.

        Tells whether anything changed; then one row stands in the journal of the item. Raises NotAllowed, Invalid.
        """
        must_write(item=item, by=self.by, at=self.at)
        told = {name: clean(self.told.get(name, ""), field=name, longest=most) for name, most in _LONGEST.items()}
        with transaction.atomic():
            changed = {
                "national_code": told["national_code"] or item.national_code,
                "local_code": told["local_code"] or item.local_code,
                "subject_area": told["area"] or item.subject_area,
                "handle_kind": HandleKind(self.told.get("handle_kind") or item.handle_kind),
                "implementation": self.implementation() or item.implementation,
            }
            before = {name: getattr(item, name) for name in changed}
            if changed == before:
                return False
            for name, value in changed.items():
                setattr(item, name, value)
            item.save(update_fields=list(changed))
            detail = {name: str(value) for name, value in changed.items() if value != before[name]}
            note("catalogue.item_coded", item, by=self.by, at=self.at, detail=detail)
        return True

    def implementation(self) -> Implementation | None:
        """The entry of the implementation list that the codes name, recorded when it is new; null when none is."""
        code, local = self.told.get("task_code", "").strip(), self.told.get("local_task_code", "").strip()
        if not code and not local:
            return None
        found = Implementation.objects.select_related("basic")
        known = found.filter(code=code).first() if code else None
        known = known or (found.filter(department=self.department, local_code=local).first() if local else None)
        basic, name = self._basic(), self.told.get("task_name", "")
        if known is not None:
            return self._up_to_date(known, basic, name)
        with _columns(code="task_code", local_code="local_task_code", name="task_name"):
            return filing.record_implementation(
                department=self.department,
                basic=basic,
                name=name or self.told.get("name", ""),
                code=code,
                local_code=local,
                by=self.by,
                at=self.at,
            )

    def doubt(self) -> str:
        """What is odd about the 业务办理项编码; it is never a key, so it is kept as it stands."""
        code = self.told.get("national_code", "")
        if not code:
            return ""
        mask = filing.mask_for(self.department.centre, CodePattern.Kind.HANDLE, timezone.localdate(self.at))
        try:
            codes.check_handle_code(code, implementation_code=self.told.get("task_code", ""), mask=mask)
        except Refused as refused:
            return str(refused)
        return ""

    def _basic(self) -> BasicItem | None:
        code = self.told.get("catalog_code", "").strip()
        if not code:
            return None
        entry = BasicItem.objects.filter(code=code).first()
        with _columns(code="catalog_code", local_code="local_catalog_code", name="task_name"):
            entry = entry or filing.record_basic(
                centre=self.department.centre,
                code=code,
                name=self.basic.get("name") or self.told.get("task_name") or self.told.get("name", ""),
                local_code=self.told.get("local_catalog_code", ""),
                by=self.by,
                at=self.at,
            )
            return self._as_told(entry)

    def _as_told(self, entry: BasicItem) -> BasicItem:
        """The entry of the basic catalogue brought up to what the table says of it."""
        now = entry_of(entry, self.content, on=timezone.localdate(self.at))
        told: dict[str, Any] = {
            "local_code": self.told.get("local_catalog_code", "") or now["local_code"],
            **self.basic,
        }
        told = {name: _BLANK.get(name) if value is None else value for name, value in told.items()}
        new = {name: value for name, value in told.items() if name != "code" and value != now[name]}
        for needed in ("name", "version"):
            if new.get(needed, "") is None:
                del new[needed]
        if "exercise_level" in new:
            levels: list[str] = new.pop("exercise_level")
            new["levels"] = ",".join(levels)
        if not new:
            return entry
        return filing.revise_basic(entry=entry, changes=new, centre=self.department.centre, by=self.by, at=self.at)

    def _up_to_date(self, known: Implementation, basic: BasicItem | None, name: str) -> Implementation:
        before = (known.name, known.basic_id)
        known.name = clean(name, field="task_name", longest=1000) or known.name
        known.basic = basic or known.basic
        if (known.name, known.basic_id) != before:
            known.save(update_fields=["name", "basic"])
            subject = journal.Subject("implementation", str(known.pk))
            journal.write(
                act="catalogue.implementation_updated",
                subject=subject,
                by=self.by,
                at=self.at,
                centre_id=self.department.centre_id,
                detail={"name": known.name},
            )
        return known


@contextmanager
def _columns(**names: str) -> Iterator[None]:
    """Within it, refusals name the columns of the table instead of the arguments of the act."""
    try:
        yield
    except Refusals as refusals:
        for refused in refusals.refusals:
            refused.field = names.get(refused.field, refused.field)
        raise
