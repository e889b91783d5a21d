"""Importing guides: each becomes an item with a published version, or is told why not. One bad guide stops no other.

The first version of an item is in force from today, or from `effective_from` at the initial load of an installation,
which alone may lie in the past (`publishing.publish`). Later versions begin today. What was imported before and says
the same is left alone, so that importing twice changes nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from yichuang.base.refusal import Refusals, Refused
from yichuang.catalogue import bundled
from yichuang.catalogue.content import Question, digest_of, to_json
from yichuang.catalogue.guides import codes, mapping
from yichuang.catalogue.guides.marks import marked
from yichuang.catalogue.guides.notes import Notes
from yichuang.catalogue.models import UNPUBLISHED, Item, ItemVersion
from yichuang.catalogue.revising import publishing, writing
from yichuang.people.actors import Actor

if TYPE_CHECKING:
    from yichuang.offices.models import Centre, Department

LARGEST_FILE = 20 * 1024 * 1024
REFUSING = (Refused, ValidationError, DataError, IntegrityError)
"""What keeps one item out and stops no other."""


class Outcome(TextChoices):
    """What became of one guide."""

    CREATED = "created", gettext_lazy("新建")
    NEW_VERSION = "new_version", gettext_lazy("新版本")
    UNCHANGED = "unchanged", gettext_lazy("没有变化")
    REFUSED = "refused", gettext_lazy("未导入")


class UnreadableFile(Refused):
    """A file that is no list of guides in UTF-8 JSON."""

    code = "unreadable_file"


class NoDepartment(Refused):
    """Nothing tells which department handles the item."""

    code = "no_department"


@dataclass(slots=True)
class Line:
    """The report on one guide."""

    id: str
    name: str
    file: str
    outcome: str = Outcome.REFUSED
    version: int | None = None
    why: list[str] = field(default_factory=list)
    not_read: list[dict[str, str]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """The report on an import: files that could not be read at all, and a line for each guide."""

    dry_run: bool
    files: list[dict[str, str]] = field(default_factory=list)
    items: list[Line] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many guides had which outcome."""
        counted = Counter(str(line.outcome) for line in self.items)
        return {outcome.value: counted.get(outcome.value, 0) for outcome in Outcome}

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON."""
        items = [asdict(line) | {"outcome": str(line.outcome)} for line in self.items]
        return {"dry_run": self.dry_run, "counts": self.counts, "files": self.files, "items": items}


@dataclass(frozen=True, slots=True)
class Departments:
    """Which department handles which guide: named by id, else by words in the implementing body, else by area."""

    by_code: Mapping[str, Department]
    rules: Mapping[str, Any]

    def named(self, text: str) -> Department | None:
        """The department of that code, name or short name."""
        found = self.by_code.get(text)
        return found or next((one for one in self.by_code.values() if text in (one.name, one.short_name)), None)

    def of(self, entry: Mapping[str, Any], notes: Notes) -> Department:
        """The department; raises NoDepartment."""
        named = self.rules.get("items", {}).get(entry.get("id"))
        if named in self.by_code:
            return self.by_code[named]
        body = str(entry.get("implementing_body") or "")
        for department in self.by_code.values():
            if body and department.name in body:
                return department
        for word, code in self.rules.get("bodies", {}).items():
            if word in body and code in self.by_code:
                notes.doubt(_("承办部门按实施主体“%(body)s”推定，请核对。") % {"body": body[:60]})
                return self.by_code[code]
        area = str(entry.get("window") or "")
        code = self.rules.get("areas", {}).get(area)
        if code in self.by_code:
            notes.doubt(_("承办部门按领域“%(area)s”推定，请核对。") % {"area": area[:40]})
            return self.by_code[code]
        if body:
            sentence = _("没有叫“%(name)s”的部门，请写部门的全称、简称或者代码。") % {"name": body[:60]}
        else:
            sentence = _("没有指明承办部门，请补上“实施部门”，或者导入时选择部门。")
        raise NoDepartment(sentence, field="department")


@dataclass(frozen=True, slots=True)
class _Import:
    centre: Centre
    departments: Departments
    effective_from: date | None
    by: Actor
    at: datetime


def import_guides(
    *,
    paths: Sequence[Path],
    centre: Centre,
    departments: Departments,
    by: Actor,
    at: datetime,
    effective_from: date | None = None,
    dry_run: bool = False,
) -> Report:
    """Import the guides of the files (of a directory: its *.json). With `dry_run` nothing is kept.

    Raises nothing for a bad file or guide: the report says what became of each.
    """
    job = _Import(centre, departments, effective_from, by, at)
    report = Report(dry_run=dry_run)
    seen: dict[str, str] = {}
    with transaction.atomic() if dry_run else nullcontext():
        for path in _files(paths):
            try:
                entries = read_file(path)
            except Refused as refused:
                report.files.append({"file": path.name, "outcome": Outcome.REFUSED.value, "why": str(refused)})
                continue
            report.files.append({"file": path.name, "outcome": "read", "why": ""})
            for number, entry in enumerate(entries, start=1):
                report.items.append(_import_one(job, entry, path.name, number, seen))
        if dry_run:
            transaction.set_rollback(True)
    return report


def read_file(path: Path) -> list[Any]:
    """The entries of one file; raises UnreadableFile saying what is wrong with it and what to do."""
    entries = read_json(path)
    if not isinstance(entries, list):
        raise UnreadableFile(_("文件内容应当是办事指南的列表（以 [ 开头），请修正后再导入。"))
    return entries


def read_json(path: Path) -> Any:
    """What a JSON file holds; raises UnreadableFile."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFile(_("文件超过 20 MB，请分成几个文件再导入。"))
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(_("文件打不开：%(reason)s。请核对路径和权限。") % {"reason": error.strerror or error})
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableFile(_wrong_encoding(raw))
    except json.JSONDecodeError as error:
        sentence = _("文件不是有效的 JSON：第 %(line)d 行第 %(column)d 列有误，请修正后再导入。")
        raise UnreadableFile(sentence % {"line": error.lineno, "column": error.colno})
    except (RecursionError, ValueError):
        raise UnreadableFile(_("文件嵌套过深，请修正后再导入。"))


def _wrong_encoding(raw: bytes) -> str:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return _("文件不是 UTF-8 编码，请转换为 UTF-8 后再导入。")
    return _("文件不是 UTF-8 编码（看起来是 GBK），请转换为 UTF-8 后再导入。")


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.json"))
        else:
            yield path


def _import_one(job: _Import, entry: object, file: str, number: int, seen: dict[str, str]) -> Line:
    line = Line(id="", name="", file=file)
    if not isinstance(entry, dict):
        line.why.append(_("第 %(number)d 条不是“字段：值”的形式，请修正。") % {"number": number})
        return line
    line.id, line.name = str(entry.get("id") or "")[:64], str(entry.get("item_name") or "")[:200]
    notes = Notes()
    try:
        _check_id(entry, number, file, seen)
        with transaction.atomic():
            _take_over(job, entry, line, notes)
    except REFUSING as error:
        line.why += [str(refused) for refused in refusals_of(error)]
    line.not_read = [{"field": path, "reason": reason} for path, reason in notes.unread]
    line.doubts = notes.doubts
    if line.why:
        line.outcome, line.version = Outcome.REFUSED, None
    return line


def refusals_of(error: Exception) -> list[Refused]:
    """Why an item was not taken over (`error` is one of `REFUSING`), each with the field it is about."""
    if isinstance(error, Refusals):
        return error.refusals
    if isinstance(error, Refused):
        return [error]
    if isinstance(error, ValidationError):
        return [_invalid_part(part) for part in error.errors()[:10]]
    return [Refused(_("数据库不接受：%(reason)s") % {"reason": str(error).splitlines()[0][:200]})]


def _invalid_part(part: Any) -> Refused:
    where = ".".join(str(step) for step in part["loc"])
    sentence = _("“%(field)s”不合要求（%(reason)s），请修正。") % {"field": where, "reason": part["msg"]}
    return Refused(sentence, field=str(part["loc"][0]) if part["loc"] else "")


def _check_id(entry: Mapping[str, Any], number: int, file: str, seen: dict[str, str]) -> None:
    code = entry.get("id")
    if not isinstance(code, str) or not code.strip():
        raise mapping.BadGuide(_("第 %(number)d 条没有编码（id），请补充。") % {"number": number}, field="id")
    if len(code) > 64:
        raise mapping.BadGuide(_("编码（id）超过 64 个字符，请缩短。"), field="id")
    if code in seen:
        sentence = _("编码“%(code)s”重复：%(file)s 里已经有了，只导入了前一条。请改为不同的编码。")
        raise mapping.BadGuide(sentence % {"code": code, "file": seen[code]}, field="id")
    seen[code] = file


def _take_over(job: _Import, entry: Mapping[str, Any], line: Line, notes: Notes) -> None:
    department = job.departments.of(entry, notes)
    item = Item.objects.filter(code=line.id).first()
    if item is not None and item.centre_id != job.centre.pk:
        raise mapping.BadGuide(_("编码“%(code)s”已由另一个中心使用，请换一个。") % {"code": line.id}, field="id")
    mapped = mapping.read(entry, setting=_setting(job, entry, department), notes=notes)
    mapped = replace(mapped, content=marked(line.id, mapped.content))
    line.name, line.unverified = mapped.name, list(mapped.content.unverified)
    name_en = bundled.english("items").get(line.id, "")
    if item is not None and item.department_id != department.pk:
        notes.doubt(_("承办部门与目录中的“%(name)s”不同，没有改动。") % {"name": item.department.name})
    last = last_published(item)
    digest = digest_of(to_json(mapped.content))
    if last is not None and (last.content_digest, last.name, last.name_en) == (digest, mapped.name, name_en):
        line.outcome, line.version = Outcome.UNCHANGED, last.number
        return
    if item is None:
        item = writing.new_item(
            code=line.id,
            department=department,
            centre=job.centre,
            subject_area=notes.text("window", entry.get("window"), longest=60) or _("综合"),
            national_code=mapped.national_code,
            local_code=mapped.local_code,
            by=job.by,
            at=job.at,
        )
    published = _publish(job, item, mapped, name_en, first=last is None)
    line.outcome = Outcome.CREATED if last is None else Outcome.NEW_VERSION
    line.version = published.number


def _publish(job: _Import, item: Item, mapped: mapping.Mapped, name_en: str, *, first: bool) -> ItemVersion:
    version = writing.new_version(
        item=item,
        name=mapped.name,
        name_en=name_en,
        content=mapped.content,
        source=(mapped.content.sources or ("",))[0],
        by=job.by,
        at=job.at,
    )
    initial = job.effective_from if first else None
    return publishing.publish(
        version=version,
        effective_from=initial or timezone.localtime(job.at).date(),
        initial_load=initial is not None,
        by=job.by,
        at=job.at,
    )


def last_published(item: Item | None) -> ItemVersion | None:
    """The newest version that was ever published."""
    if item is None:
        return None
    return ItemVersion.objects.filter(item=item).exclude(status__in=UNPUBLISHED).order_by("-number").first()


def _setting(job: _Import, entry: Mapping[str, Any], department: Department) -> mapping.Setting:
    code, area = str(entry.get("id")), str(entry.get("window") or "")
    objects, _said = codes.service_objects(entry.get("service_object"), notes=Notes())
    return mapping.Setting(
        region_code=job.centre.region_code,
        department_name=department.name,
        form=bundled.form_for(code=code, name=mapping.name_of(entry), area=area, objects=objects),
        materials_en=bundled.english("materials"),
        situations_en=bundled.english("situations"),
        results_en=bundled.english("results"),
        phrases_en=bundled.phrases(),
        questions=tuple(Question(**one) for one in bundled.questions(code)),
        aliases=bundled.aliases(code),
        overlay=bundled.overlay(code),
        steps=job.departments.rules.get("steps", {}).get(code, {}),
    )
