"""Acts on the catalogue: name an item, write a version of it, publish, pause, cancel.

A published version is never changed and never backdated; a change is a new version from a date on. The one exception
is the first version of an item at the initial load of an installation (`initial_load`): what was already in force
before the software came may be entered with the date since when it is in force.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.base.text import clean
from yichuang.catalogue import searching
from yichuang.catalogue.checking import defects
from yichuang.catalogue.content import LONGEST_CONTENT, Content, canonical, digest_of, parse, to_json
from yichuang.catalogue.models import Item, ItemVersion, Status
from yichuang.people.actors import Actor
from yichuang.people.models import Role

if TYPE_CHECKING:
    from yichuang.offices.models import Centre, Department

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Backdated(Refused):
    """A version may not take effect before the day it is published."""

    code = "backdated"


class NotADraft(Refused):
    """The version was published already, or ended; only a draft may be changed or published."""

    code = "not_a_draft"


class NotInForce(Refused):
    """The version is not published, so it can neither be paused nor cancelled."""

    code = "not_in_force"


def new_item(
    *,
    code: str,
    department: Department,
    centre: Centre,
    subject_area: str,
    national_code: str = "",
    local_code: str = "",
    by: Actor,
    at: datetime,
) -> Item:
    """Name a service item. It can be asked for as soon as a version of it is published.

    Raises NotAllowed, and Invalid when the code is taken or badly written.
    """
    by.must_have(Role.MANAGER)
    if not CODE.fullmatch(code):
        sentence = _("事项编码“%(code)s”只能由字母、数字、点、横线组成，以字母或者数字开头，请修改。")
        raise Invalid(sentence % {"code": code[:64]}, field="code")
    if Item.objects.filter(code=code).exists():
        raise Invalid(_("事项编码“%(code)s”已经使用，请换一个。") % {"code": code}, field="code")
    with transaction.atomic():
        item = Item.objects.create(
            code=code,
            department=department,
            centre=centre,
            subject_area=clean(subject_area, field="subject_area", longest=60, label=_("领域")),
            national_code=national_code,
            local_code=local_code,
            created_at=at,
        )
        _note("catalogue.item_named", item, by=by, at=at, detail={"department": department.code})
    return item


def new_version(
    *, item: Item, name: str, content: Content, name_en: str = "", source: str = "", by: Actor, at: datetime
) -> ItemVersion:
    """Write the next version of an item, as a draft. An item has one draft at a time: a second call replaces its text.

    Raises NotAllowed, and Invalid when the content is too large.
    """
    by.must_have(Role.MANAGER)
    stored = _storable(content)
    with transaction.atomic():
        Item.objects.select_for_update().get(pk=item.pk)
        last = ItemVersion.objects.filter(item=item).order_by("-number").first()
        version = last if last is not None and last.status == Status.DRAFT else _blank(item, last, at)
        version.name = clean(name, field="name", longest=200, label=_("事项名称"))
        version.name_en = clean(name_en, field="name_en", longest=300, label=_("英文名称"))
        version.source = clean(source, field="source", longest=500, label=_("来源"))
        version.content, version.content_digest = stored, digest_of(stored)
        version.save()
        _note("catalogue.version_written", item, by=by, at=at, detail=_facts(version))
    return version


def publish(
    *, version: ItemVersion, effective_from: date, by: Actor, at: datetime, initial_load: bool = False
) -> ItemVersion:
    """Publish a draft from a day on; the version in force until then ends that day.

    `initial_load` lets the first version of an item begin in the past (see above). Raises NotAllowed, NotADraft,
    Backdated, and Refusals with every defect of the content.
    """
    by.must_have(Role.MANAGER)
    found = defects(parse(version.content, digest=version.content_digest))
    if found:
        raise Refusals(found)
    with transaction.atomic():
        item = Item.objects.select_for_update().get(pk=version.item_id)
        fresh = ItemVersion.objects.get(pk=version.pk)
        if fresh.status != Status.DRAFT:
            raise NotADraft(_("“%(name)s”已经发布过，不能再次发布。如需修改，请编制新版本。") % {"name": fresh.name})
        first = not ItemVersion.objects.filter(item=item).exclude(status=Status.DRAFT).exists()
        _check_date(effective_from, at, first=first, initial_load=initial_load)
        _end_earlier(item, effective_from)
        fresh.status, fresh.effective_from = Status.PUBLISHED, effective_from
        fresh.published_at, fresh.published_by = at, by.account
        fresh.save()
        searching.enter(fresh)
        _note("catalogue.version_published", item, by=by, at=at, detail=_facts(fresh))
    return fresh


def pause(*, version: ItemVersion, reason: str, by: Actor, at: datetime) -> ItemVersion:
    """Take no more applications for a while (暂停). Cases already begun go on."""
    return _set_status(version, Status.PUBLISHED, Status.PAUSED, reason, by=by, at=at)


def resume(*, version: ItemVersion, reason: str, by: Actor, at: datetime) -> ItemVersion:
    """Take applications again after a pause."""
    return _set_status(version, Status.PAUSED, Status.PUBLISHED, reason, by=by, at=at)


def cancel(*, version: ItemVersion, reason: str, by: Actor, at: datetime) -> ItemVersion:
    """Take the item off the list from today on (取消). Cases already begun go on under their version."""
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        fresh = ItemVersion.objects.select_for_update().get(pk=version.pk)
        if fresh.status not in (Status.PUBLISHED, Status.PAUSED) or fresh.effective_from is None:
            raise _not_in_force(fresh)
        today = timezone.localtime(at).date()
        end = max(today, fresh.effective_from)
        fresh.status = Status.CANCELLED
        fresh.effective_until = min(end, fresh.effective_until) if fresh.effective_until else end
        fresh.save(update_fields=["status", "effective_until"])
        searching.remove(fresh)
        _note_reason("catalogue.version_cancelled", fresh, reason, by=by, at=at)
    return fresh


def _blank(item: Item, last: ItemVersion | None, at: datetime) -> ItemVersion:
    return ItemVersion(item=item, number=(last.number if last else 0) + 1, status=Status.DRAFT, created_at=at)


def _storable(content: Content) -> dict[str, Any]:
    stored = to_json(content)
    size = len(canonical(stored).encode())
    if size > LONGEST_CONTENT:
        sentence = _("事项内容共 %(size)d 字节，最多 %(most)d 字节，请精简。")
        raise Invalid(sentence % {"size": size, "most": LONGEST_CONTENT}, field="content")
    return stored


def _check_date(effective_from: date, at: datetime, *, first: bool, initial_load: bool) -> None:
    today = timezone.localtime(at).date()
    if effective_from >= today or (first and initial_load):
        return
    if initial_load:
        sentence = _("生效日期 %(date)s 早于今天 %(today)s：只有初次导入的第一个版本可以使用过去的日期。")
    else:
        sentence = _("生效日期 %(date)s 早于今天 %(today)s，不能倒签，请改为今天或者以后的日期。")
    raise Backdated(sentence % {"date": effective_from, "today": today}, field="effective_from")


def _end_earlier(item: Item, effective_from: date) -> None:
    """The version in force until then ends on that day; one that is still to come stands in the way."""
    open_ended = Q(effective_until__isnull=True) | Q(effective_until__gt=effective_from)
    real = ItemVersion.objects.filter(open_ended, item=item).exclude(status=Status.DRAFT)
    for earlier in real.exclude(effective_until=F("effective_from")).order_by("effective_from"):
        if earlier.effective_from is not None and earlier.effective_from > effective_from:
            sentence = _("已有版本将于 %(date)s 生效，新版本的生效日期不能早于它，请改为这一天或者以后。")
            raise Backdated(sentence % {"date": earlier.effective_from}, field="effective_from")
        earlier.effective_until = effective_from
        earlier.save(update_fields=["effective_until"])


def _set_status(
    version: ItemVersion, before: Status, after: Status, reason: str, *, by: Actor, at: datetime
) -> ItemVersion:
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        fresh = ItemVersion.objects.select_for_update().get(pk=version.pk)
        if fresh.status != before:
            raise _not_in_force(fresh)
        fresh.status = after
        fresh.save(update_fields=["status"])
        _note_reason(f"catalogue.version_{after}", fresh, reason, by=by, at=at)
    return fresh


def _not_in_force(version: ItemVersion) -> NotInForce:
    sentence = _("“%(name)s”目前的状态是“%(status)s”，不能这样操作，请刷新后再看。")
    return NotInForce(sentence % {"name": version.name, "status": version.get_status_display()})


def _facts(version: ItemVersion) -> dict[str, Any]:
    facts: dict[str, Any] = {"version": version.number, "digest": version.content_digest}
    if version.effective_from is not None:
        facts["effective_from"] = version.effective_from.isoformat()
    return facts


def _note_reason(act: str, version: ItemVersion, reason: str, *, by: Actor, at: datetime) -> None:
    written = clean(reason, field="reason", longest=500, label=_("理由"))
    if not written:
        raise Invalid(_("请写明理由。"), field="reason")
    _note(act, version.item, by=by, at=at, detail={**_facts(version), "reason": written})


def _note(act: str, item: Item, *, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    journal.write(
        act=act, subject=journal.Subject("item", item.code), by=by, at=at, centre_id=item.centre_id, detail=detail
    )
