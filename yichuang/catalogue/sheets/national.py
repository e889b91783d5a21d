"""The national exchange tables (`up_task_directory`, `up_task_general_basic` …) out of the catalogue.

The names of the columns are the national ones. `row_guid` is made from the item, so that the same row keeps it from one
report to the next; `cd_operation`, `cd_time`, `cd_batch` and `data_source` tell the batch.
"""

from __future__ import annotations

import csv
import io
import json
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.published import presence
from yichuang.catalogue.sheets import directory
from yichuang.catalogue.sheets import national_cells as cells
from yichuang.catalogue.sheets.entries import item_of
from yichuang.catalogue.sheets.problems import Place, Problems

SPACE: Final = uuid.UUID("5f0c2a52-6d2c-5f0e-9a55-0d9d5b1c7a10")
"""The name space of our row_guids."""
Table = list[dict[str, str]]


def guid(table: str, *names: str) -> str:
    """The row_guid of a row: the same for the same item and part, whenever it is reported."""
    return str(uuid.uuid5(SPACE, "\n".join((table, *names))))


def tables(versions: Iterable[ItemVersion], *, at: datetime, problems: Problems) -> dict[str, Table]:
    """The rows of each table. What is longer than its column is told in `problems`, and written whole."""
    mapping = cells.table()
    found: dict[str, Table] = {f"up_{name}": [] for name in mapping["tables"]}
    batch = _batch(at)
    basics: set[str] = set()
    on = timezone.localdate(at)
    away = presence.away(on)
    for version in versions:
        item = item_of(version)
        for name, told in mapping["tables"].items():
            if told["rows"] == "basic" and (not item["catalog_code"] or item["catalog_code"] in basics):
                continue
            rows = found[f"up_{name}"]
            for about in _about(version, item, name, told["rows"], on=on):
                about["entered"] = "0" if version.item_id in away else "1"
                rows.append({**_row(about, told["columns"]), **batch})
                _check(rows[-1], told["columns"], Place(f"up_{name}", len(rows) + 1), item["code"], problems)
        basics.add(item["catalog_code"])
    return found


def _batch(at: datetime) -> dict[str, str]:
    local = timezone.localtime(at)
    source = cells.table()["data_source"]
    told = ("I", local.strftime("%Y-%m-%d %H:%M:%S"), local.strftime(cells.table()["batch"]), source)
    return dict(zip(cells.table()["every"], told, strict=True))


def _about(
    version: ItemVersion, item: Mapping[str, str], table: str, rows: str, *, on: date
) -> Iterator[dict[str, Any]]:
    """What a row may tell of: the item, its version, its content, and for a part the part and its number."""
    content = version.parsed
    common = {"item": item, "version": version, "content": content, "owner": guid("item", item["code"])}
    task = version.item.implementation
    if rows == "basic":
        if task is not None and task.basic is not None:
            entry = directory.entry_of(task.basic, content, on=on)
            yield {**common, "basic": entry, "guid": guid("basic", item["catalog_code"])}
    elif rows == "item":
        yield {**common, "guid": common["owner"] if table == "task_general_basic" else guid(table, item["code"])}
    else:
        for order, part in enumerate(getattr(content, rows), start=1):
            key = getattr(part, "key", "") or str(order)
            yield {**common, "part": part, "order": str(order), "guid": guid(table, item["code"], key)}


def _row(about: Mapping[str, Any], columns: Mapping[str, Any]) -> dict[str, str]:
    return {name: _cell(about, source, kind) for name, (source, kind, _longest) in columns.items()}


def _cell(about: Mapping[str, Any], source: str, kind: str) -> str:
    if kind in ("guid", "owner"):
        return str(about[kind])
    if kind == "count":
        part = about["part"]
        return cells.write(part.copies if part.kind == "copy" else part.originals, kind, source)
    value: Any = about
    for name in source.split(".") if source else ():
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
        if value is None:
            return ""
    return cells.write(value, kind, source.rpartition(".")[2])


def _check(row: Mapping[str, str], columns: Mapping[str, Any], place: Place, item: str, problems: Problems) -> None:
    for number, (name, (_source, _kind, longest)) in enumerate(columns.items(), start=1):
        if len(row[name]) > longest:
            sentence = _("太长，最多 %(most)s 个字，请缩短。") % {"most": longest}
            problems.add(Place(place.sheet, place.row, number, name), row[name], sentence, item=item)
        elif name == "task_handle_item" and place.sheet == "up_task_general_basic" and not row[name]:
            sentence = _("没有业务办理项编码，上级平台不能接收，请在目录中补上。")
            problems.add(Place(place.sheet, place.row, number, name), "", sentence, item=item)


def write(path: Path, found: Mapping[str, Table], *, as_json: bool = False) -> None:
    """Write the tables: an XLSX of six sheets, or a ZIP of six files, CSV or JSON, as the name of the file says."""
    if path.suffix.lower() == ".xlsx":
        _workbook(path, found)
        return
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in found.items():
            text = json.dumps(rows, ensure_ascii=False, indent=1) if as_json else _csv(name, rows)
            archive.writestr(f"{name}.{'json' if as_json else 'csv'}", text.encode("utf-8" if as_json else "utf-8-sig"))


def headers(table: str) -> list[str]:
    """The columns of a table (`up_task_directory` …)."""
    mapping = cells.table()
    return [*mapping["tables"][table.removeprefix("up_")]["columns"], *mapping["every"]]


def _csv(table: str, rows: Table) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headers(table), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _workbook(path: Path, found: Mapping[str, Table]) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        for table, rows in found.items():
            sheet = book.add_worksheet(table)
            for number, row in enumerate([{name: name for name in headers(table)}, *rows]):
                for at, name in enumerate(headers(table)):
                    if row[name]:
                        sheet.write_string(number, at, row[name][:32_000])
