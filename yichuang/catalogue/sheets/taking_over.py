"""The act of importing tables: each item is taken over whole or not at all, and one bad item stops no other.

Through the desk items become drafts, or are handed in for review; only the installation itself publishes. What says
the same as the catalogue is left alone, so that importing twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.base.refusal import Refused
from yichuang.catalogue import queries
from yichuang.catalogue.content import Content, digest_of, to_json
from yichuang.catalogue.guides.importing import REFUSING, Departments, Line, Outcome, last_published, refusals_of
from yichuang.catalogue.guides.notes import Notes
from yichuang.catalogue.kinds import HandleKind
from yichuang.catalogue.models import UNPUBLISHED, Item, ItemVersion
from yichuang.catalogue.revising import publishing, reviewing, writing
from yichuang.catalogue.revising.checking import defects, gaps
from yichuang.catalogue.sheets import archive, files
from yichuang.catalogue.sheets.codes import Codes
from yichuang.catalogue.sheets.entries import Entry
from yichuang.catalogue.sheets.national import guid
from yichuang.catalogue.sheets.problems import Problems, TableReport, Weight
from yichuang.people.actors import Actor
from yichuang.people.models import Role

if TYPE_CHECKING:
    from yichuang.offices.models import Centre, Department


class Mode(TextChoices):
    """What becomes of the items that are taken over."""

    DRAFT = "draft", gettext_lazy("保存为草稿")
    REVIEW = "review", gettext_lazy("提交审核")
    PUBLISH = "publish", gettext_lazy("直接发布")


class DraftUnderWay(Refused):
    """Somebody is writing the next version; a publishing import does not run over it."""

    code = "draft_under_way"


class ForeignCode(Refused):
    """The code belongs to an item of another centre."""

    code = "foreign_code"


@dataclass(frozen=True, slots=True)
class Setting:
    """For which centre, into what, by whom and when an import is made.

    `history` has all versions of an item, by its code; they are laid in when the installation loads an item it does not
    have yet. In the dry run nothing is kept; with `all_or_nothing` one bad item keeps all others out.
    """

    centre: Centre
    departments: Departments
    mode: Mode
    by: Actor
    at: datetime
    effective_from: date | None = None
    history: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    source: str = ""
    department: Department | None = None
    """Whose the new items are that name no department."""
    dry_run: bool = False
    all_or_nothing: bool = False


def take_over_file(
    path: Path, *, setting: Setting, name: str = "", progress: Callable[[int, int], None] | None = None
) -> TableReport:
    """Read one file and take its items over; `progress` is told how many of how many are done.

    Raises NotAllowed, and UnreadableFile when nothing can be read at all.
    """
    setting.by.must_have(Role.MANAGER)
    problems = Problems()
    offered = queries.known_files(setting.centre)
    found = files.read(path, problems, known=_known_codes(setting.centre), files=offered)
    told = replace(setting, source=name or path.name, history=found.history)
    total = len(found.entries)
    step = partial(_step, progress, total)
    return take_over(found.entries, problems=problems, setting=told, progress=step)


def _known_codes(centre: Centre) -> dict[str, str]:
    """The code of each item by its name, its 业务办理项编码 and its row_guid."""
    told = Item.objects.filter(centre=centre).values_list("code", "national_code")
    codes = {national: code for code, national in told if national}
    return codes | {guid("item", code): code for code, _national in told} | _codes_of_names(centre)


def _codes_of_names(centre: Centre) -> dict[str, str]:
    """The code of each item by its name; a name that two items have is nobody's."""
    named = (
        ItemVersion.objects.filter(item__centre=centre).order_by("name").values_list("name", "item__code").distinct()
    )
    found: dict[str, set[str]] = {}
    for name, code in named:
        found.setdefault(name, set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def _step(progress: Callable[[int, int], None] | None, total: int, done: int) -> None:
    if progress is not None:
        progress(done, total)


def take_over(
    entries: Sequence[Entry], *, problems: Problems, setting: Setting, progress: Callable[[int], None] | None = None
) -> TableReport:
    """Take the items over; `progress` is told how many are done.

    Raises NotAllowed when the actor may not import; every other refusal stands in the report at its cell.
    """
    setting.by.must_have(Role.MANAGER)
    report = TableReport(dry_run=setting.dry_run, problems=problems.found)
    with transaction.atomic() if setting.all_or_nothing else nullcontext():
        for number, entry in enumerate(entries, start=1):
            report.items.append(_one(entry, problems, setting))
            if progress is not None:
                progress(number)
        if setting.all_or_nothing and (problems.refused or setting.dry_run):
            transaction.set_rollback(True)
    if setting.all_or_nothing and problems.refused:
        _all_refused(report)
    report.more = problems.more
    return report


def _all_refused(report: TableReport) -> None:
    for line in report.items:
        if line.outcome in (Outcome.CREATED, Outcome.NEW_VERSION):
            line.outcome, line.version = Outcome.REFUSED, None
            line.why.append(_("别的内容有错误，按“全部或者都不”的要求没有导入。"))


def _one(entry: Entry, problems: Problems, setting: Setting) -> Line:
    line = Line(id=entry.code, name=entry.name, file=setting.source)
    if entry.code in problems.refused:
        line.why.append(problems.refused[entry.code])
        _look_at_the_rest(entry, line, problems, setting)
        return line
    try:
        with transaction.atomic():
            _take_over(entry, line, problems, setting)
            if setting.dry_run:
                transaction.set_rollback(True)
    except REFUSING as error:
        _refuse(entry, error, line, problems)
    return line


def _look_at_the_rest(entry: Entry, line: Line, problems: Problems, setting: Setting) -> None:
    """An item whose cells are wrong is told of its department in the same go, so that one correction is enough."""
    if not entry.item.get("department"):
        return
    try:
        _department(entry, Item.objects.filter(code=entry.code).first(), problems, setting)
    except REFUSING as error:
        _refuse(entry, error, line, problems)


def _refuse(entry: Entry, error: Exception, line: Line, problems: Problems) -> None:
    line.outcome, line.version = Outcome.REFUSED, None
    for refused in refusals_of(error):
        line.why.append(str(refused))
        problems.add(entry.place_of(refused.field), "", str(refused), item=entry.code)


def _take_over(entry: Entry, line: Line, problems: Problems, setting: Setting) -> None:
    item = Item.objects.select_related("department", "implementation__basic").filter(code=entry.code).first()
    if item is not None and item.centre_id != setting.centre.pk:
        raise ForeignCode(_("编码“%(code)s”已由另一个中心使用，请换一个。") % {"code": entry.code}, field="code")
    department = _department(entry, item, problems, setting)
    last = _last(item, setting.mode)
    content = entry.content(last.parsed if last else Content())
    name_en = entry.item.get("name_en", last.name_en if last else "")
    same = last is not None and (last.content_digest, last.name, last.name_en) == (
        digest_of(to_json(content)),
        entry.name,
        name_en,
    )
    if entry.guesses_the_trust(last.parsed if last else Content()):
        sentence = _("没有写明是上级委托还是同级委托（power_source 应为 5 或者 6），按上级委托读取，请核对。")
        problems.add(entry.place_of("delegation"), entry.giver, sentence, weight=Weight.DOUBT, item=entry.code)
    told = Codes(entry.item, department, setting.by, setting.at, basic=entry.basic, content=content)
    recoded = told.give(item) if item else False
    if doubt := told.doubt() if recoded or item is None else "":
        place = entry.place_of("national_code")
        problems.add(place, entry.item["national_code"], doubt, weight=Weight.DOUBT, item=entry.code)
    if same and last is not None:
        line.outcome, line.version = (Outcome.NEW_VERSION if recoded else Outcome.UNCHANGED), last.number
        return
    line.outcome = Outcome.NEW_VERSION if last else Outcome.CREATED
    item = item or _named(entry, told, setting)
    line.version = _written(entry, item, content, name_en, first=last is None, setting=setting).number
    _advise(entry, content, problems, setting)


def _last(item: Item | None, mode: Mode) -> ItemVersion | None:
    """The version that the table is compared with: the draft under way, else what was published last."""
    if item is None:
        return None
    draft = ItemVersion.objects.filter(item=item, status__in=UNPUBLISHED).first()
    if draft is not None and mode == Mode.PUBLISH:
        raise DraftUnderWay(_("这个事项有正在编制的版本，没有导入。请先发布或者作废它。"), field="code")
    return draft or last_published(item)


def _department(entry: Entry, item: Item | None, problems: Problems, setting: Setting) -> Department:
    told = entry.item.get("department", "")
    found = setting.departments.named(told) if told else None
    if found is None and item is not None:
        if told:
            sentence = _("没有叫“%(name)s”的部门，承办部门没有改动。") % {"name": told[:60]}
            problems.add(entry.place_of("department"), told, sentence, weight=Weight.DOUBT, item=entry.code)
        return item.department
    if found is None and not told and setting.department is not None:
        return setting.department
    if found is None:
        notes = Notes()
        asked = {"id": entry.code, "implementing_body": told, "window": entry.item.get("area", "")}
        found = setting.departments.of(asked, notes)
        for doubt in notes.doubts:
            problems.add(entry.place_of("department"), told, doubt, weight=Weight.DOUBT, item=entry.code)
    if item is not None and item.department_id != found.pk:
        sentence = _("承办部门与目录中的“%(name)s”不同，没有改动。") % {"name": item.department.name}
        problems.add(entry.place_of("department"), told, sentence, weight=Weight.DOUBT, item=entry.code)
        return item.department
    return found


def _named(entry: Entry, told: Codes, setting: Setting) -> Item:
    return writing.new_item(
        code=entry.code,
        department=told.department,
        centre=setting.centre,
        subject_area=entry.item.get("area") or _("综合"),
        national_code=entry.item.get("national_code", "")[:50],
        local_code=entry.item.get("local_code", "")[:100],
        implementation=told.implementation(),
        handle_kind=HandleKind(entry.item.get("handle_kind") or HandleKind.OTHER),
        by=setting.by,
        at=setting.at,
    )


def _written(entry: Entry, item: Item, content: Content, name_en: str, *, first: bool, setting: Setting) -> ItemVersion:
    if first and setting.mode == Mode.PUBLISH and entry.code in setting.history:
        return archive.restore(item=item, versions=setting.history[entry.code], by=setting.by, at=setting.at)
    version = writing.new_version(
        item=item,
        name=entry.name,
        name_en=name_en,
        content=content,
        source=entry.item.get("source") or setting.source,
        reason=entry.item.get("reason") or _("从表格导入"),
        by=setting.by,
        at=setting.at,
    )
    if setting.mode == Mode.REVIEW:
        return reviewing.submit(version=version, by=setting.by, at=setting.at)
    if setting.mode == Mode.DRAFT:
        return version
    initial = setting.effective_from if first else None
    return publishing.publish(
        version=version,
        effective_from=initial or timezone.localtime(setting.at).date(),
        initial_load=initial is not None,
        by=setting.by,
        at=setting.at,
    )


def _advise(entry: Entry, content: Content, problems: Problems, setting: Setting) -> None:
    """What the rules of the guide still ask for before the draft can be published."""
    if setting.mode == Mode.REVIEW:
        return
    for refused in [*(defects(content) if setting.mode == Mode.DRAFT else []), *gaps(content)]:
        problems.advise(entry.place_of(refused.field), _("发布前：%(what)s") % {"what": refused}, item=entry.code)
