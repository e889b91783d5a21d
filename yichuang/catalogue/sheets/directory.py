"""An entry of the basic catalogue as the national directory (`up_task_directory`) tells it."""

from __future__ import annotations

from datetime import date
from typing import Any

from yichuang.catalogue.content import Content
from yichuang.catalogue.models import BasicItem, Status
from yichuang.catalogue.sheets.national_lists import write_bases


def entry_of(basic: BasicItem, content: Content, *, on: date) -> dict[str, Any]:
    """The entry by the names of the mapping. What it does not say itself is told as the item under it says it."""
    ended = basic.effective_until is not None and basic.effective_until <= on
    laws = [(one.law, one.article) for one in content.legal_basis]
    levels = basic.levels or content.exercise_level
    return {
        "name": basic.name,
        "code": basic.code or "",
        "local_code": basic.local_code,
        "item_type": str(basic.item_type or content.item_type),
        "basis": basic.basis or write_bases(laws),
        "exercise_level": [one for one in str(levels).split(",") if one],
        "status": Status.CANCELLED if ended else Status.PUBLISHED,
        "version": basic.version,
        "effective_from": basic.effective_from,
        "effective_until": basic.effective_until,
    }
