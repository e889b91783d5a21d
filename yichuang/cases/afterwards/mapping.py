"""What another system's screen asks for, as a manager writes it down: a line a field, in the order of that screen.

    企业名称 = 申请人.姓名
    经营场所 = 表单.premises
    办理类型 = 固定.新办

Left of the sign stands what the other screen calls the field, right of it where this system has it. Files get a name
by a rule such as `{办件编号}_{序号}_{材料名}`; the ending is that of the file.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.cases.models import Case, ReentryMapping
from yichuang.catalogue.forms import ordered_fields
from yichuang.catalogue.models import Item
from yichuang.catalogue.queries import version_on
from yichuang.offices.models import Centre
from yichuang.offices.queries import take_turns
from yichuang.people.actors import Actor
from yichuang.people.models import Role

CASE, APPLICANT, FORM, FIXED = "办件", "申请人", "表单", "固定"


def _day(at: datetime | None) -> str:
    return "" if at is None else f"{timezone.localtime(at):%Y-%m-%d}"


OF_CASE: Final[Mapping[str, Callable[[Case], str]]] = {
    "编号": lambda case: case.number,
    "事项": lambda case: case.item_version.name,
    "事项编码": lambda case: case.item.code,
    "部门": lambda case: case.department.name,
    "收到日期": lambda case: _day(case.submitted_at),
    "受理日期": lambda case: _day(case.accepted_at),
    "决定日期": lambda case: _day(case.decided_at),
    "承诺日期": lambda case: _day(case.promised_due_at),
    "结果": lambda case: case.get_outcome_display(),
}
OF_APPLICANT: Final[Mapping[str, str]] = {
    "姓名": "name",
    "证件类型": "document_type",
    "证件号码": "number",
    "电话": "phone",
    "地址": "address",
    "法定代表人": "representative",
}
OF_FILE: Final = ("办件编号", "序号", "材料名")
MOST_LINES: Final = 300
LONGEST_LABEL: Final = 100


@dataclass(frozen=True)
class Screen:
    """What a manager wrote: the other system, for which item (none for all), its fields, the rule for files."""

    system: str
    item: Item | None
    fields: str
    file_name: str
    since: date


def set_mapping(*, centre: Centre, screen: Screen, by: Actor, at: datetime) -> ReentryMapping:
    """The manager writes down the screen of another system, to be used from a day on. Raises Invalid."""
    by.must_have(Role.MANAGER)
    system = clean(screen.system, field="system", longest=100)
    if not system:
        raise Invalid(_("请写明要录入的系统的名称。"), field="system")
    if screen.since < timezone.localdate(at):
        raise Invalid(_("对照表从今天或者以后的日期起使用。"), field="since")
    lines = read(screen.fields, keys=form_keys(screen.item, on=timezone.localdate(at)))
    file_name = _file_rule(screen.file_name)
    with transaction.atomic():
        take_turns(centre)
        alike = ReentryMapping.objects.filter(centre=centre, system=system, item=screen.item)
        if any(one.since >= screen.since for one in alike):
            raise Invalid(_("这一天或者以后已经有同一个系统的对照表，请选择更晚的日期。"), field="since")
        made = ReentryMapping.objects.create(
            centre=centre,
            item=screen.item,
            system=system,
            lines=lines,
            file_name=file_name,
            since=screen.since,
            set_by=by.account,
            set_at=at,
        )
        detail = {"system": system, "item": screen.item.code if screen.item else "", "fields": len(lines)}
        subject = journal.Subject("reentry_mapping", str(made.pk))
        journal.write(
            act="cases.reentry_mapping_set",
            subject=subject,
            by=by,
            at=at,
            centre_id=centre.pk,
            detail=detail | {"since": screen.since.isoformat()},
        )
    return made


def form_keys(item: Item | None, *, on: date) -> frozenset[str] | None:
    """What the form of the item asks today; None when the lines are for every item."""
    if item is None:
        return None
    return frozenset(key for key, _schema in ordered_fields(version_on(item.code, on).parsed.form))


def read(text: str, *, keys: frozenset[str] | None) -> list[dict[str, str]]:
    """The lines of a screen. Raises Invalid with the number of the line that cannot be read."""
    text = clean(text, field="fields", longest=20_000, multiline=True)
    rows = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not rows or len(rows) > MOST_LINES:
        raise Invalid(_("请写 1 至 300 行，每行一个字段。"), field="fields")
    return [_line(number, line, keys) for number, line in rows]


def _line(number: int, line: str, keys: frozenset[str] | None) -> dict[str, str]:
    label, sign, place = line.replace("＝", "=", 1).partition("=")
    source, dot, key = place.strip().partition(".")
    label, key = label.strip(), key.strip()
    if not (sign and dot and label and key) or len(label) > LONGEST_LABEL:
        raise _wrong(number, _("应当写成“对方的字段名 = 来源.项目”。"))
    known: Mapping[str, Sequence[str] | Mapping[str, Any] | frozenset[str] | None] = {
        CASE: OF_CASE,
        APPLICANT: OF_APPLICANT,
        FORM: keys,
        FIXED: None,
    }
    if source not in known:
        raise _wrong(number, _("来源只能是办件、申请人、表单或者固定。"))
    allowed = known[source]
    if allowed is not None and key not in allowed:
        raise _wrong(number, _("“%(source)s”里没有“%(key)s”。") % {"source": source, "key": key[:40]})
    return {"label": label, "source": source, "key": key}


def _wrong(number: int, why: Any) -> Invalid:
    return Invalid(_("第 %(number)d 行：%(why)s") % {"number": number, "why": why}, field="fields")


def written(lines: Sequence[Mapping[str, str]]) -> str:
    """The lines as they are written, to go on from."""
    return "\n".join(f"{one['label']} = {one['source']}.{one['key']}" for one in lines)


def _file_rule(rule: str) -> str:
    """A rule for names of files: known parts in braces, and one that tells files apart."""
    rule = clean(rule, field="file_name", longest=200)
    try:
        parts = list(string.Formatter().parse(rule))
    except ValueError:
        parts = []
    names = [name for _text, name, _spec, _conversion in parts if name is not None]
    plain = all(not spec and not conversion for _text, _name, spec, conversion in parts)
    if not names or not plain or not set(names) <= set(OF_FILE) or "序号" not in names:
        raise Invalid(
            _("文件名规则只能用 {办件编号}、{序号}、{材料名}，并且要有 {序号}，例如：{办件编号}_{序号}_{材料名}。"),
            field="file_name",
        )
    return rule


def mappings_of(centre: Centre) -> QuerySet[ReentryMapping]:
    """All screens of the centre, by system and item, the newest of each first."""
    found = ReentryMapping.objects.filter(centre=centre).select_related("item", "set_by")
    return found.order_by("system", "item_id", "-since")


def mappings_for(case: Case, *, at: datetime) -> list[ReentryMapping]:
    """The screens into which the case is typed today: of each system the one of its item, else the general one."""
    on = timezone.localdate(at)
    rows = ReentryMapping.objects.filter(Q(item=case.item_id) | Q(item=None), centre=case.centre_id, since__lte=on)
    chosen: dict[str, ReentryMapping] = {}
    for one in rows.order_by("system", "item_id", "-since"):
        chosen.setdefault(one.system, one)  # PostgreSQL sorts those without an item last
    return list(chosen.values())
