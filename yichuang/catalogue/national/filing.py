"""Acts that keep the basic catalogue and the implementation list: record an entry, put items under it.

基本目录 → 实施清单 → 业务办理项. The centre's manager keeps them; codes are checked as written here that day (`codes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.base.text import clean
from yichuang.catalogue.finding import entering
from yichuang.catalogue.kinds import HandleKind, ItemType
from yichuang.catalogue.models import BasicItem, CodePattern, Implementation, Item
from yichuang.catalogue.national import codes
from yichuang.people.actors import Actor
from yichuang.people.models import Role

if TYPE_CHECKING:
    from yichuang.offices.models import Centre, Department

Kind = CodePattern.Kind
_WORDS_OF_BASIC: Final = {"name": 1000, "local_code": 50, "basis": 20_000, "levels": 60}
_MOST_VERSIONS: Final = 100_000


def mask_for(centre: Centre, kind: CodePattern.Kind, on: date) -> str:
    """How that code is written here on a day; empty is the national structure."""
    found = CodePattern.objects.filter(centre=centre, kind=kind, since__lte=on).order_by("-since").first()
    return found.mask if found else ""


def set_mask(*, centre: Centre, kind: CodePattern.Kind, mask: str, since: date, by: Actor, at: datetime) -> CodePattern:
    """From a day on (never a past one), that code is written so. Raises NotAllowed, Invalid."""
    by.must_have(Role.MANAGER)
    written = codes.check_mask(mask)
    if since < timezone.localdate(at):
        raise Invalid(_("日期不能早于今天，请修改。"), field="since")
    with transaction.atomic():
        pattern, _new = CodePattern.objects.update_or_create(
            centre=centre, kind=kind, since=since, defaults={"mask": written}
        )
        _note("catalogue.codes_written", "centre", centre.code, centre, by, at, code=str(kind), mask=written)
    return pattern


def record_basic(
    *, centre: Centre, code: str, name: str, item_type: str = "", local_code: str = "", by: Actor, at: datetime
) -> BasicItem:
    """Take an entry of the basic catalogue over. Raises NotAllowed, and Refusals with everything that is wrong."""
    by.must_have(Role.MANAGER)
    wrong: list[Refused] = []
    mask = mask_for(centre, Kind.CATALOGUE, timezone.localdate(at))
    written = _checked(wrong, codes.check_catalogue_code, code, mask=mask)
    title = _named(wrong, name, _("目录名称"))
    if item_type and item_type not in ItemType.values:
        wrong.append(Invalid(_("没有这种事项类型，请重新选择。"), field="item_type"))
    local = _checked(wrong, _local, local_code, field="local_code", longest=50)
    if written and BasicItem.objects.filter(code=written).exists():
        wrong.append(Invalid(_("基本编码“%(code)s”已经登记过。") % {"code": written}, field="code"))
    if wrong:
        raise Refusals(wrong)
    with transaction.atomic():
        entry = BasicItem.objects.create(code=written, name=title, item_type=item_type, local_code=local)
        _note("catalogue.basic_recorded", "basic_item", written, centre, by, at)
    return entry


def revise_basic(*, entry: BasicItem, changes: Mapping[str, Any], centre: Centre, by: Actor, at: datetime) -> BasicItem:
    """Bring an entry of the basic catalogue up to what the higher level says of it: every field but its code.

    Raises NotAllowed, and Invalid for an empty name, a type that is none, a version below 1, an end before the start.
    """
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        held = BasicItem.objects.select_for_update().get(pk=entry.pk)
        for name, longest in _WORDS_OF_BASIC.items():
            if name in changes:
                setattr(held, name, clean(changes[name], field=name, longest=longest, multiline=True))
        for name in ("item_type", "version", "effective_from", "effective_until"):
            setattr(held, name, changes.get(name, getattr(held, name)))
        if not held.name:
            raise Invalid(_("请填写“%(field)s”。") % {"field": _("目录名称")}, field="name")
        if held.item_type and held.item_type not in ItemType.values:
            raise Invalid(_("没有这种事项类型，请重新选择。"), field="item_type")
        if not 1 <= held.version < _MOST_VERSIONS:
            raise Invalid(_("数值超出范围，请改正。"), field="version")
        if held.effective_from and held.effective_until and held.effective_until < held.effective_from:
            raise Invalid(_("失效日期早于生效日期，请改正。"), field="effective_until")
        held.save()
        _note("catalogue.basic_revised", "basic_item", held.code or "", centre, by, at, changed="、".join(changes))
    return held


def record_implementation(
    *,
    department: Department,
    basic: BasicItem | None,
    name: str,
    code: str = "",
    local_code: str = "",
    by: Actor,
    at: datetime,
) -> Implementation:
    """Record a power as one department exercises it; at least one of the two codes. Raises as `record_basic`."""
    by.must_have(Role.MANAGER)
    wrong: list[Refused] = []
    of = {"catalogue_code": basic.code if basic and basic.code else ""}
    mask = mask_for(department.centre, Kind.IMPLEMENTATION, timezone.localdate(at))
    check = codes.check_implementation_code
    written = _checked(wrong, check, code, mask=mask, **of) if code.strip() else ""
    local = _checked(wrong, _local, local_code, field="local_code", longest=100)
    title = _named(wrong, name, _("事项名称"))
    if not code.strip() and not local:
        wrong.append(Invalid(_("实施编码和地方实施编码至少填写一个。"), field="code"))
    if written and Implementation.objects.filter(code=written).exists():
        wrong.append(Invalid(_("实施编码“%(code)s”已经登记过。") % {"code": written}, field="code"))
    if local and Implementation.objects.filter(department=department, local_code=local).exists():
        wrong.append(Invalid(_("地方实施编码“%(code)s”已经登记过。") % {"code": local}, field="local_code"))
    if wrong:
        raise Refusals(wrong)
    with transaction.atomic():
        made = Implementation.objects.create(
            department=department, basic=basic, name=title, code=written, local_code=local
        )
        _note("catalogue.implementation_recorded", "implementation", str(made.pk), department.centre, by, at)
    return made


def file_item(
    *,
    item: Item,
    implementation: Implementation,
    handle_kind: HandleKind,
    national_code: str = "",
    local_code: str = "",
    by: Actor,
    at: datetime,
) -> Item:
    """Put an item under an implementation of its own department (首次、变更 …). Raises as `record_basic`."""
    by.must_have(Role.MANAGER)
    wrong: list[Refused] = []
    mask = mask_for(item.centre, Kind.HANDLE, timezone.localdate(at))
    of = {"implementation_code": implementation.code, "field": "national_code"}
    written = _checked(wrong, codes.check_handle_code, national_code, mask=mask, **of) if national_code.strip() else ""
    local = _checked(wrong, _local, local_code, field="local_code", longest=100)
    if implementation.department_id != item.department_id:
        wrong.append(Invalid(_("实施清单属于另一个部门，请选本部门的。"), field="implementation"))
    if written and Item.objects.filter(national_code=written).exclude(pk=item.pk).exists():
        wrong.append(Invalid(_("业务办理项编码“%(code)s”已经使用。") % {"code": written}, field="national_code"))
    if wrong:
        raise Refusals(wrong)
    with transaction.atomic():
        held = Item.objects.select_for_update().get(pk=item.pk)
        held.implementation, held.handle_kind = implementation, handle_kind
        held.national_code, held.local_code = written, local or held.local_code
        held.save(update_fields=["implementation", "handle_kind", "national_code", "local_code"])
        entering.enter_item(held)
        _note("catalogue.item_filed", "item", item.code, item.centre, by, at, implementation=implementation.code)
    return held


def _checked(wrong: list[Refused], check: Any, text: str, **more: Any) -> str:
    try:
        return str(check(text, **more))
    except Refused as refused:
        wrong.append(refused)
        return ""


def _local(text: str, *, field: str, longest: int) -> str:
    return clean(text, field=field, longest=longest, label=_("地方编码"))


def _named(wrong: list[Refused], name: str, label: str) -> str:
    try:
        title = clean(name, field="name", longest=1000, label=label)
    except Refused as refused:
        wrong.append(refused)
        return ""
    if not title:
        wrong.append(Invalid(_("请填写“%(field)s”。") % {"field": label}, field="name"))
    return title


def _note(act: str, kind: str, name: str, centre: Centre, by: Actor, at: datetime, **detail: str) -> None:
    subject = journal.Subject(kind, name)
    journal.write(act=act, subject=subject, by=by, at=at, centre_id=centre.pk, detail=detail)
