"""What an application must hold, and the dated time rules of a centre."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.cases.models import Case
from yichuang.catalogue.conditions.evaluating import Applicant
from yichuang.catalogue.content import Content, Material, each_material
from yichuang.catalogue.kinds import Need
from yichuang.catalogue.rules import materials_for, must_be_handed_in


@dataclass(frozen=True)
class Given:
    """One paper or file handed in for a material: a stored file, or paper counted at the window."""

    key: str
    file_id: UUID | None = None
    originals: int = 0
    copies: int = 0
    original_seen: bool = False

    @property
    def is_something(self) -> bool:
        """Whether anything was handed in at all."""
        return self.file_id is not None or self.originals > 0 or self.copies > 0 or self.original_seen


def asked_of(case: Case, answers: Mapping[str, Any]) -> list[Material]:
    """The materials that this case is asked for when its form reads so."""
    return materials_for(case.item_version.parsed, answers, case.situations, Applicant.of(case.applicant))


def not_asked(keys: Iterable[str], *, names: Mapping[str, str]) -> list[Invalid]:
    """One sentence for each of these materials, which nobody asked for."""
    return [
        Invalid(
            _("材料“%(name)s”不在本次办理需要的材料之内，请删去后再提交。") % {"name": names.get(key, key[:40])},
            field=f"materials.{key[:80]}",
        )
        for key in keys
    ]


def material_names(content: Content) -> dict[str, str]:
    """Key → name of every material and every part of one."""
    return {one.key: one.name for one in each_material(content.materials)}


def material_titles(content: Content) -> dict[str, str]:
    """The same in the language of the reader, for sentences that he reads now."""
    return {one.key: one.title for one in each_material(content.materials)}


def missing(wanted: Sequence[Material], given: Iterable[Given], *, promises: Iterable[str] = ()) -> list[Material]:
    """The materials that must be there and are not. Of a choice (择一) one child is enough; of a set all are needed.

    What a promise stands for (it follows later, or is not needed) is not missing, and what is shared is nobody's to
    bring (国务院令第716号第七条).
    """
    have = {g.key for g in given if g.is_something} | set(promises)
    return [m for m in wanted if must_be_handed_in(m) and not _met(m, have)]


def _met(material: Material, have: set[str]) -> bool:
    if material.key in have or material.shared:
        return True
    if material.need == Need.ONE_OF:
        return any(_met(child, have) for child in material.children)
    parts = [child for child in material.children if must_be_handed_in(child)]
    return bool(parts) and all(_met(child, have) for child in parts)


def unfetched(wanted: Sequence[Material], given: Iterable[Given], *, promises: Iterable[str] = ()) -> list[Material]:
    """The shared materials that must be there and are not: the centre has to call for them."""
    have = {g.key for g in given if g.is_something} | set(promises)
    return [one for m in wanted if must_be_handed_in(m) for one in _to_fetch(m, have)]


def _to_fetch(material: Material, have: set[str]) -> list[Material]:
    if material.key in have:
        return []
    if material.shared:
        return [material]
    if material.need == Need.ONE_OF:
        there = any(child.key in have for child in material.children)
        return [] if there else [one for child in material.children for one in _to_fetch(child, have)][:1]
    return [one for child in material.children if must_be_handed_in(child) for one in _to_fetch(child, have)]


def keys_of(materials: Iterable[Material]) -> Iterator[str]:
    """The keys of the materials and of all their parts."""
    for one in materials:
        yield one.key
        yield from keys_of(one.children)


def claimed_paper(given: Iterable[Given], *, names: Mapping[str, str]) -> list[Invalid]:
    """One sentence for each material of which somebody who is not at the window says that its paper is there."""
    return [
        Invalid(
            _("材料“%(name)s”的纸质件由窗口收取和核对，网上申请请上传文件，或者把纸质件带到窗口办理。")
            % {"name": names.get(g.key, g.key[:40])},
            field=f"materials.{g.key[:80]}",
        )
        for g in given
        if g.originals or g.copies or g.original_seen
    ]


def empty_handed(given: Iterable[Given], *, names: Mapping[str, str]) -> list[Invalid]:
    """One sentence for each material that is named and not there."""
    return [
        Invalid(
            _("材料“%(name)s”没有上传文件，也没有登记纸质份数，请补上。") % {"name": names.get(g.key, g.key[:40])},
            field=f"materials.{g.key[:80]}",
        )
        for g in given
        if not g.is_something
    ]


def complaints(
    wanted: Sequence[Material], given: Sequence[Given], *, names: Mapping[str, str], promises: Iterable[str] = ()
) -> list[Invalid]:
    """Everything wrong with the materials, each as one sentence naming the material and the remedy."""
    known = set(keys_of(wanted))
    found = not_asked([g.key for g in given if g.key not in known], names=names)
    found += empty_handed([g for g in given if g.key in known], names=names)
    found += [
        Invalid(_("缺少材料“%(name)s”，请上传或交到窗口。") % {"name": m.title}, field=f"materials.{m.key}")
        for m in missing(wanted, given, promises=promises)
    ]
    return found
