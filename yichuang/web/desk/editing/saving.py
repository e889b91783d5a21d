"""Saving a sheet: one step of the draft, or every reason why not, with nothing lost of what was typed."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.catalogue.models import ItemVersion, StandardMaterial
from yichuang.catalogue.queries import draft_of
from yichuang.catalogue.revising import dictionary, writing
from yichuang.people.actors import Actor
from yichuang.web.desk.editing.sections import Section, whole_of
from yichuang.web.desk.editing.sheet import Sheet, Written, moved
from yichuang.web.kit.refusals import each


def save(sheet: Sheet, data: QueryDict, *, by: Actor, at: datetime) -> bool:
    """Save what was typed as a step; False when something is wrong, which the sheet then tells."""
    written = sheet.written()
    if written is None:
        return False
    try:
        _revise(sheet.version, sheet.section, written, data, by=by, at=at)
    except writing.ChangedMeanwhile:
        sheet.version = draft_of(sheet.version.item.code) or sheet.version
        sheet.conflict = _("您打开以后，别人保存过这份草稿。您填的内容都在下面，请核对后再保存一次。")
        return False
    except Refused as refused:
        for one in each(refused):
            sheet.errors.setdefault(one.field, []).append(str(one))
        return False
    return True


def move(version: ItemVersion, section: Section, data: QueryDict, *, by: Actor, at: datetime) -> None:
    """Take a row of the section's list away, move it, or take one from the dictionary, as a step of the draft.

    Raises as `writing.revise`.
    """
    if data.get("row") == "take" and section.key == "materials":
        entry = StandardMaterial.objects.filter(key=data.get("entry", "").replace("\x00", "")).first()
        if entry is not None:
            dictionary.take(version=version, entry=entry, seen=data.get("seen", ""), by=by, at=at)
        return
    if sentence := section.locked(whole_of(version)):
        raise Invalid(sentence)
    written = moved(section, version, data.get("row", ""))
    if written is not None:
        _revise(version, section, written, data, by=by, at=at)


def _revise(
    version: ItemVersion, section: Section, written: Written, data: QueryDict, *, by: Actor, at: datetime
) -> None:
    writing.revise(
        version=version,
        content=written.content,
        name=written.name,
        name_en=written.name_en,
        part=section.key,
        explanation=data.get("explanation", ""),
        seen=data.get("seen", ""),
        by=by,
        at=at,
    )
