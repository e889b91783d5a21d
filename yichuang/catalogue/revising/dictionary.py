"""The material dictionary (材料字典): acts to enter, change and retire a material, and to take it into a draft.

A guide that takes a material keeps its own copy and the name of the entry, so that a published version never changes
with the dictionary; a draft can be renewed from it.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refused
from yichuang.catalogue.content import Content, Material
from yichuang.catalogue.models import ItemVersion, StandardMaterial, Status
from yichuang.catalogue.revising import writing
from yichuang.catalogue.revising.checking import is_catch_all
from yichuang.people.actors import Actor
from yichuang.people.models import Role

OF_THE_GUIDE: Final = frozenset(
    {"key", "need", "when", "situation", "note", "note_en", "tolerable", "promisable", "children", "dictionary"}
)
"""What a guide says of a material itself; all else comes from the dictionary."""
COMMON: Final = 3
"""In how many guides a name occurs before it is worth an entry."""


class Retired(Refused):
    """The entry is no longer used for new guides."""

    code = "material_retired"


def enter(*, material: Material, by: Actor, at: datetime) -> StandardMaterial:
    """Enter a material. Raises NotAllowed, and Invalid when one of that name is there or the name says nothing."""
    by.must_have(Role.MANAGER)
    key = f"d{secrets.token_hex(6)}"
    with transaction.atomic():
        entry = StandardMaterial(key=key, entered_at=at)
        _write(entry, material, at=at)
        _note("catalogue.material_entered", entry, by=by, at=at)
    return entry


def change(*, entry: StandardMaterial, material: Material, by: Actor, at: datetime) -> StandardMaterial:
    """Say something else of it. Guides that took it keep what they took. Raises as `enter`, and Retired."""
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        fresh = _in_use(entry)
        before = fresh.body
        _write(fresh, material, at=at)
        if fresh.body != before:
            _note("catalogue.material_changed", fresh, by=by, at=at, was=before)
    return fresh


def retire(*, entry: StandardMaterial, reason: str, by: Actor, at: datetime) -> StandardMaterial:
    """Give it up: no guide takes it any more. Raises NotAllowed, Invalid without a reason, and Retired."""
    by.must_have(Role.MANAGER)
    if not reason.strip():
        raise Invalid(_("请写明理由。"), field="reason")
    with transaction.atomic():
        fresh = _in_use(entry)
        fresh.retired_at = at
        fresh.save(update_fields=["retired_at"])
        _note("catalogue.material_retired", fresh, by=by, at=at, reason=reason.strip()[:500])
    return fresh


def take(*, version: ItemVersion, entry: StandardMaterial, seen: str | None, by: Actor, at: datetime) -> ItemVersion:
    """Put the material at the end of a draft, as a step. Raises Retired, and as `writing.revise`."""
    if entry.retired_at is not None:
        raise Retired(_("“%(name)s”已经停用，请另选一项。") % {"name": entry.name}, field="entry")
    content = version.parsed
    taken = entry.parsed.model_copy(update={"key": _fresh_key(content), "dictionary": entry.key})
    explanation = _("从材料字典加入“%(name)s”") % {"name": entry.name}
    revised = content.model_copy(update={"materials": (*content.materials, taken)})
    return writing.revise(
        version=version, content=revised, part="materials", explanation=explanation, seen=seen, by=by, at=at
    )


def renew(*, version: ItemVersion, entry: StandardMaterial, by: Actor, at: datetime) -> ItemVersion:
    """Take into a draft what the entry says now; what the guide says of it stays. Raises as `writing.revise`."""
    content = version.parsed
    materials = tuple(renewed(one, entry) if one.dictionary == entry.key else one for one in content.materials)
    explanation = _("按材料字典更新“%(name)s”") % {"name": entry.name}
    revised = content.model_copy(update={"materials": materials})
    return writing.revise(version=version, content=revised, part="materials", explanation=explanation, by=by, at=at)


def renewed(material: Material, entry: StandardMaterial) -> Material:
    """The material as the entry says now, with what the guide says of it."""
    own = {name: getattr(material, name) for name in OF_THE_GUIDE}
    return entry.parsed.model_copy(update=own)


def found(words: str = "") -> QuerySet[StandardMaterial]:
    """The entries in use whose name holds these words, by name."""
    entries = StandardMaterial.objects.filter(retired_at=None).order_by("name")
    return entries.filter(name__icontains=words.replace("\x00", "")[:60]) if words else entries


def used_by(entry: StandardMaterial) -> QuerySet[ItemVersion]:
    """The versions, drafts too, that took the entry, newest first. A cancelled one does not count."""
    versions = ItemVersion.objects.filter(content__materials__contains=[{"dictionary": entry.key}])
    return (
        versions.exclude(status=Status.CANCELLED).select_related("item__department").order_by("item__code", "-number")
    )


def common_materials(contents: Iterable[Content]) -> list[Material]:
    """The materials whose name occurs in `COMMON` guides or more, each as the first of them says it."""
    first: dict[str, Material] = {}
    times: Counter[str] = Counter()
    for content in contents:
        mine = {one.name: one for one in content.materials if not one.children}
        times.update(mine.keys())
        first = mine | first
    return [first[name] for name, n in sorted(times.items()) if n >= COMMON and not is_catch_all(name)]


def _write(entry: StandardMaterial, material: Material, *, at: datetime) -> None:
    own: dict[str, Any] = {name: Material.model_fields[name].default for name in OF_THE_GUIDE - {"key"}}
    kept = material.model_copy(update=own | {"key": entry.key})
    if is_catch_all(kept.name):
        raise Invalid(_("“%(name)s”没有说明是什么材料，请写具体。") % {"name": kept.name}, field="name")
    twins = StandardMaterial.objects.filter(retired_at=None, name=kept.name).exclude(pk=entry.pk)
    if twins.exists():
        raise Invalid(_("材料字典里已经有“%(name)s”，请修改已有的。") % {"name": kept.name}, field="name")
    entry.name, entry.name_en, entry.changed_at = kept.name, kept.name_en, at
    entry.body = kept.model_dump(mode="json", exclude_defaults=True)
    entry.save()


def _in_use(entry: StandardMaterial) -> StandardMaterial:
    fresh = StandardMaterial.objects.select_for_update().get(pk=entry.pk)
    if fresh.retired_at is not None:
        raise Retired(_("“%(name)s”已经停用，请另选一项。") % {"name": fresh.name})
    return fresh


def _fresh_key(content: Content) -> str:
    taken = {one.key for one in content.materials}
    return next(key for number in range(1, 10_000) if (key := f"m{len(taken) + number}") not in taken)


def _note(act: str, entry: StandardMaterial, *, by: Actor, at: datetime, **detail: Any) -> None:
    journal.write(
        act=act, subject=journal.Subject("material", entry.key), by=by, at=at, detail={"name": entry.name, **detail}
    )
