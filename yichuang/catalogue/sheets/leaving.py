"""Export: the items of a centre as a workbook, a plain table, JSON or the national tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import QuerySet, TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue import queries
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.sheets import archive, plain, workbook
from yichuang.catalogue.sheets.entries import Told, item_of

if TYPE_CHECKING:
    from yichuang.offices.models import Centre


class Format(TextChoices):
    """What an export is written as."""

    WORKBOOK = "workbook", _("县级工作簿")
    TABLE = "table", _("一张表")
    JSON = "json", _("JSON")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which items are exported: of one centre, perhaps of one department or area, as they stand on a day."""

    centre: Centre
    on: date
    department: str = ""
    area: str = ""
    all_versions: bool = False


def export(path: Path, chosen: Choice, format_: Format) -> int:
    """Write the items into the file; tells how many there are."""
    versions = _versions(chosen)
    with translation.override("zh-hans"):  # a table is in the words of the standard, whoever asks for it
        if format_ == Format.JSON:
            return archive.write(path, versions.iterator(500))
        write = plain.write if format_ == Format.TABLE else workbook.write
        return write(path, _told(versions))


def _told(versions: QuerySet[ItemVersion]) -> Iterator[Told]:
    for version in versions.iterator(500):
        yield item_of(version), version.parsed


def _versions(chosen: Choice) -> QuerySet[ItemVersion]:
    """The versions in force on the day, or all of them, ordered by item and number."""
    if chosen.all_versions:
        found = ItemVersion.objects.filter(item__centre=chosen.centre)
    else:
        found = queries.published(chosen.on, centre=chosen.centre)
    if chosen.department:
        found = found.filter(item__department__code=chosen.department)
    if chosen.area:
        found = found.filter(item__subject_area=chosen.area)
    found = found.select_related("item__department", "item__centre", "item__implementation__basic")
    return found.order_by("item__code", "number")
