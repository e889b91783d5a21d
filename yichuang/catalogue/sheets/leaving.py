"""Export: the items of a centre as a workbook, a plain table, JSON or the national tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import QuerySet, TextChoices
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue import queries
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.sheets import archive, national, plain, workbook
from yichuang.catalogue.sheets.entries import Told, item_of
from yichuang.catalogue.sheets.problems import Problems

if TYPE_CHECKING:
    from yichuang.offices.models import Centre


class Format(TextChoices):
    """What an export is written as."""

    WORKBOOK = "workbook", _("县级工作簿")
    TABLE = "table", _("一张表")
    JSON = "json", _("JSON")
    NATIONAL = "national", _("国家平台交换表（CSV）")
    NATIONAL_JSON = "national-json", _("国家平台交换表（JSON）")

    @property
    def suffix(self) -> str:
        """The ending of the file."""
        return {"json": "json", "national": "zip", "national-json": "zip"}.get(self.value, "xlsx")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which items are exported: of one centre, perhaps of one department or area, as they stand at a moment."""

    centre: Centre
    at: datetime
    department: str = ""
    area: str = ""
    all_versions: bool = False


def export(path: Path, chosen: Choice, format_: Format, *, problems: Problems) -> int:
    """Write the items into the file; tells how many there are. What a higher platform would refuse is in `problems`."""
    versions = _versions(chosen)
    with translation.override("zh-hans"):  # a table is in the words of the standard, whoever asks for it
        if format_ == Format.JSON:
            return archive.write(path, versions.iterator(500))
        if format_ in (Format.NATIONAL, Format.NATIONAL_JSON):
            found = national.tables(versions.iterator(500), at=chosen.at, problems=problems)
            national.write(path, found, as_json=format_ == Format.NATIONAL_JSON)
            return len(found["up_task_general_basic"])
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
        found = queries.published(timezone.localdate(chosen.at), centre=chosen.centre)
    if chosen.department:
        found = found.filter(item__department__code=chosen.department)
    if chosen.area:
        found = found.filter(item__subject_area=chosen.area)
    found = found.select_related("item__department", "item__centre", "item__implementation__basic")
    return found.order_by("item__code", "number")
