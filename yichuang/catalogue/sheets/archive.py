"""Items with all their versions as one JSON document, and back without loss into a catalogue that has none of them.

The document: `format` (yichuang-items), `version` of the format (1), `items`: each with what the catalogue keeps of it
(the names of `entries.ITEM`) and its `versions`, oldest first, with number, name, status, dates, source, reason and
`content` as `catalogue.content` has it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from yichuang.base.refusal import Invalid
from yichuang.catalogue.content import Content, digest_of, to_json
from yichuang.catalogue.finding import entering
from yichuang.catalogue.guides.importing import UnreadableFile, read_json
from yichuang.catalogue.kinds import HandleKind
from yichuang.catalogue.models import UNPUBLISHED, Item, ItemVersion, Status
from yichuang.catalogue.revising.writing import facts, note
from yichuang.catalogue.sheets.entries import ITEM, Entry, item_of
from yichuang.catalogue.sheets.problems import Place, Problems
from yichuang.catalogue.sheets.storable import must_be_storable
from yichuang.people.actors import Actor
from yichuang.people.models import Role

FORMAT: Final = "yichuang-items"
VERSION: Final = 1
_DATES: Final = ("effective_from", "effective_until")
_MOMENTS: Final = ("created_at", "published_at")
_TEXTS: Final = ("name", "name_en", "status", "source", "change_reason", "review_opinion")
_BELOW_ITEM: Final = ("name", "name_en", "source", "reason")


def document(versions: Iterable[ItemVersion]) -> dict[str, Any]:
    """The document of these versions (ordered by item and number)."""
    items: dict[str, dict[str, Any]] = {}
    for version in versions:
        told = items.setdefault(version.item.code, {**_kept(version), "versions": []})
        told["versions"].append(_told(version))
    return {"format": FORMAT, "version": VERSION, "items": list(items.values())}


def _kept(version: ItemVersion) -> dict[str, str]:
    return {name: text for name, text in item_of(version).items() if name not in _BELOW_ITEM}


def _told(version: ItemVersion) -> dict[str, Any]:
    dates = {name: value.isoformat() if (value := getattr(version, name)) else None for name in (*_DATES, *_MOMENTS)}
    texts = {name: str(getattr(version, name)) for name in _TEXTS}
    return {"number": version.number, **texts, **dates, "content": version.content}


def read(path: Path, problems: Problems) -> tuple[list[Entry], dict[str, list[dict[str, Any]]]]:
    """The items of a document as entries (what each says now), and all versions of each by code."""
    found = read_json(path)
    must_be_storable(found)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise UnreadableFile(_("文件不是本系统导出的事项文件（format 应当是 yichuang-items），请核对。"))
    if found.get("version") != VERSION or not isinstance(found.get("items"), list):
        raise UnreadableFile(_("文件的版本（version）不是 1，请用导出它的程序重新导出。"))
    entries: list[Entry] = []
    versions: dict[str, list[dict[str, Any]]] = {}
    for number, told in enumerate(found["items"], start=1):
        place = Place("items", number)
        entry = _entry(told, place, problems)
        if entry is None:
            problems.add(place, str(told)[:40], _("这一条没有编码、名称或者版本，没有读取。"))
        elif entry.code in versions:
            problems.add(place, entry.code, _("事项编码重复，只读取了前一条。"), item=entry.code)
        else:
            versions[entry.code] = told["versions"]
            entries.append(entry)
    return entries, versions


def _entry(told: Any, place: Place, problems: Problems) -> Entry | None:
    if not isinstance(told, dict) or not isinstance(told.get("versions"), list) or not told["versions"]:
        return None
    last = told["versions"][-1]
    code = str(told.get("code") or "")
    if not code or not isinstance(last, dict) or not last.get("name"):
        return None
    item = {name: str(told.get(name) or "") for name in ITEM if name in told}
    if item.get("handle_kind") not in {None, "", *HandleKind.values}:
        sentence = _("没有这种业务办理项类型（handle_kind），请从 %(known)s 中选择。")
        told_kinds = {"known": "、".join(HandleKind.values)}
        problems.add(place, item.pop("handle_kind"), sentence % told_kinds, item=code)
    item |= {"name": str(last["name"]), "name_en": str(last.get("name_en") or "")}
    item |= {"source": str(last.get("source") or ""), "reason": str(last.get("change_reason") or "")}
    try:
        content = Content.model_validate(last.get("content") or {})
    except ValidationError as error:
        for part in error.errors()[:10]:
            problems.add(place, ".".join(map(str, part["loc"])), str(part["msg"]), item=code)
        content = Content()
    return Entry(item=item, parts=content.model_dump(mode="json"), places={"code": place})


def restore(*, item: Item, versions: list[dict[str, Any]], by: Actor, at: datetime) -> ItemVersion:
    """Lay all versions of an item into a catalogue in which it has none (initial load). Only the installation may.

    They keep numbers, dates and status. Raises NotAllowed and Invalid; the database refuses versions that overlap.
    """
    by.must_have(Role.MANAGER)
    if not by.is_system or ItemVersion.objects.filter(item=item).exists():
        raise Invalid(_("历次版本只能由命令行载入还没有版本的事项。"), field="code")
    with transaction.atomic():
        laid = [_lay(item, told, at) for told in versions]
        for version in laid:
            if version.status in (Status.PUBLISHED, Status.PAUSED):
                entering.enter(version)
        detail = {**facts(laid[-1]), "versions": len(laid)}
        note("catalogue.item_restored", item, by=by, at=at, detail=detail)
    return laid[-1]


def _lay(item: Item, told: Mapping[str, Any], at: datetime) -> ItemVersion:
    try:
        stored = to_json(Content.model_validate(told.get("content") or {}))
        dates = {name: date.fromisoformat(told[name]) if told.get(name) else None for name in _DATES}
        moments = {name: datetime.fromisoformat(told[name]) if told.get(name) else None for name in _MOMENTS}
        number, status = int(told["number"]), Status(told.get("status", ""))
    except (KeyError, TypeError, ValueError):
        raise Invalid(
            _("第 %(number)s 版的编号、状态或者日期不对，请核对。") % {"number": told.get("number")}, field="code"
        )
    texts = {name: str(told.get(name) or "") for name in _TEXTS if name != "status"}
    version = ItemVersion(item=item, number=number, content=stored, content_digest=digest_of(stored), **texts, **dates)
    version.created_at = moments["created_at"] or at
    if status not in UNPUBLISHED:
        version.published_at = moments["published_at"] or at
    version.status = Status.DRAFT if status in UNPUBLISHED else Status.PUBLISHED  # how a row may begin
    version.save()
    if status in (Status.PAUSED, Status.CANCELLED):
        version.status = status
        version.save(update_fields=["status"])
    return version


def write(path: Path, versions: Iterable[ItemVersion]) -> int:
    """Write the document; tells how many items it has."""
    told = document(versions)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(told["items"])
