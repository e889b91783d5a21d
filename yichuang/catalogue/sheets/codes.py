"""The codes of an item: its place in the basic catalogue and the implementation list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from yichuang.base.text import clean
from yichuang.catalogue.kinds import HandleKind
from yichuang.catalogue.models import BasicItem, Implementation, Item
from yichuang.catalogue.writing import must_write, note
from yichuang.people.actors import Actor

if TYPE_CHECKING:
    from yichuang.offices.models import Department

_LONGEST = {"national_code": 50, "local_code": 100, "area": 60}


def give(item_told: Mapping[str, str], *, item: Item, department: Department, by: Actor, at: datetime) -> bool:
    """Give an item the codes, the area and the kind that a table tells; what the table leaves blank stays.

    Tells whether anything changed; then one row stands in the journal. Raises NotAllowed and Invalid.
    """
    must_write(item=item, by=by, at=at)
    told = {name: clean(item_told.get(name, ""), field=name, longest=most) for name, most in _LONGEST.items()}
    with transaction.atomic():
        changed = {
            "national_code": told["national_code"] or item.national_code,
            "local_code": told["local_code"] or item.local_code,
            "subject_area": told["area"] or item.subject_area,
            "handle_kind": HandleKind(item_told.get("handle_kind") or item.handle_kind),
            "implementation": implementation_for(item_told, department=department) or item.implementation,
        }
        before = {name: getattr(item, name) for name in changed}
        if changed == before:
            return False
        for name, value in changed.items():
            setattr(item, name, value)
        item.save(update_fields=list(changed))
        detail = {name: str(value) for name, value in changed.items() if value != before[name]}
        note("catalogue.item_coded", item, by=by, at=at, detail=detail)
    return True


def implementation_for(told: Mapping[str, str], *, department: Department) -> Implementation | None:
    """The entry of the implementation list that the codes name, made when it is new; null when none is named."""
    code = clean(told.get("task_code", ""), field="task_code", longest=36, label=_("实施编码"))
    local = clean(told.get("local_task_code", ""), field="local_task_code", longest=100, label=_("地方实施编码"))
    if not code and not local:
        return None
    found = Implementation.objects.select_related("basic")
    known = found.filter(code=code).first() if code else None
    known = known or (found.filter(department=department, local_code=local, code="").first() if local else None)
    known = known or Implementation(department=department, name="")
    new, before = known._state.adding, (known.code, known.local_code, known.name, known.basic_id)
    known.code, known.local_code = code or known.code, local or known.local_code
    known.basic = basic_for(told) or known.basic
    name = told.get("task_name", "") or known.name or told.get("name", "")
    known.name = clean(name, field="task_name", longest=1000, label=_("实施清单名称"))
    if new or (known.code, known.local_code, known.name, known.basic_id) != before:
        known.save()
    return known


def basic_for(told: Mapping[str, str]) -> BasicItem | None:
    """The entry of the basic catalogue that the codes name, made when it is new; null when none is named."""
    code = clean(told.get("catalog_code", ""), field="catalog_code", longest=12, label=_("基本编码"))
    local = clean(told.get("local_catalog_code", ""), field="local_catalog_code", longest=50, label=_("地方基本编码"))
    if not code and not local:
        return None
    known = BasicItem.objects.filter(code=code).first() if code else None
    known = known or (BasicItem.objects.filter(code=None, local_code=local).first() if local else None)
    known = known or BasicItem(code=code or None, name=told.get("task_name") or told.get("name", ""))
    new, before = known._state.adding, (known.code, known.local_code)
    known.code, known.local_code = code or known.code, local or known.local_code
    if new or (known.code, known.local_code) != before:
        known.save()
    return known
