"""Acts of whoever writes the catalogue: name an item, write a version of it step by step, take a step back, discard.

The department whose power it is writes its own items, and so does the centre's manager; somebody else reviews
(`reviewing`), the manager publishes (`publishing`). Every saved step of a draft is kept, with its writer and reason.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.catalogue import forms
from yichuang.catalogue.content import Content, digest_of, to_json
from yichuang.catalogue.kinds import HandleKind
from yichuang.catalogue.models import (
    UNPUBLISHED,
    WRITABLE,
    DraftStep,
    Implementation,
    Item,
    ItemVersion,
    Status,
    Succession,
)
from yichuang.catalogue.revising import bounds
from yichuang.offices.queries import desk_of
from yichuang.people.actors import Actor, NotAllowed
from yichuang.people.models import Role

if TYPE_CHECKING:
    from yichuang.offices.models import Centre, Department

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
WRITERS = (Role.CLERK, Role.EXAMINER, Role.CHIEF_APPROVER, Role.HEAD)


class NotWritable(Refused):
    """The version lies with the reviewer or was published; its text is not changed."""

    code = "not_writable"


class ChangedMeanwhile(Refused):
    """Somebody else saved the draft since this writer opened it."""

    code = "changed_meanwhile"


class UnpublishedExists(Refused):
    """The item has a version under way; one is finished or discarded before the next begins."""

    code = "unpublished_exists"


class Succeeded(Refused):
    """The item went into others; it is those that are revised."""

    code = "succeeded"


def may_write(*, item: Item, by: Actor, at: datetime) -> bool:
    """Whether the actor may write this item: the manager, or an officer posted in its department. One statement."""
    if by.is_system or by.has(Role.MANAGER):
        return True
    if by.account is None or not by.has(*WRITERS):
        return False
    desk = desk_of(by.account, timezone.localdate(at))
    return item.department_id in {department.pk for department in desk.departments}


def must_write(*, item: Item, by: Actor, at: datetime) -> None:
    """Raises NotAllowed unless `may_write`."""
    if not may_write(item=item, by=by, at=at):
        sentence = _("事项由实施部门“%(department)s”的工作人员或者中心管理员编制，请由他们修改。")
        raise NotAllowed(sentence % {"department": item.department.name})


def new_item(
    *,
    code: str,
    department: Department,
    centre: Centre,
    subject_area: str,
    national_code: str = "",
    local_code: str = "",
    implementation: Implementation | None = None,
    handle_kind: HandleKind = HandleKind.OTHER,
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
    with transaction.atomic():
        item, new = Item.objects.get_or_create(
            code=code,
            defaults={
                "department": department,
                "centre": centre,
                "subject_area": clean(subject_area, field="subject_area", longest=60, label=_("领域")),
                "implementation": implementation,
                "handle_kind": handle_kind,
                "national_code": national_code,
                "local_code": local_code,
                "created_at": at,
            },
        )
        if not new:
            raise Invalid(_("事项编码“%(code)s”已经使用，请换一个。") % {"code": code}, field="code")
        note("catalogue.item_named", item, by=by, at=at, detail={"department": department.code})
    return item


def new_version(
    *,
    item: Item,
    name: str,
    content: Content,
    name_en: str = "",
    source: str = "",
    reason: str = "",
    by: Actor,
    at: datetime,
) -> ItemVersion:
    """Write the whole next version of an item as a draft. A draft under way has its text replaced.

    Raises NotAllowed, UnpublishedExists when one lies with the reviewer, and Invalid when the content is too large.
    """
    must_write(item=item, by=by, at=at)
    with transaction.atomic():
        version = _draft_of(item, at=at, by=by)
        version.source = clean(source, field="source", longest=500, label=_("来源"))
        version.change_reason = _reason(reason)
        _write(version, name=name, name_en=name_en, content=content)
        _keep_step(version, part="", note_=reason, by=by, at=at)
        note("catalogue.version_written", item, by=by, at=at, detail=facts(version))
    return version


def begin(*, item: Item, reason: str, by: Actor, at: datetime) -> ItemVersion:
    """Begin the next version of an item from what it says now; `reason` tells why it is to be changed.

    Raises NotAllowed, UnpublishedExists, and Invalid without a reason when the item was published before.
    """
    must_write(item=item, by=by, at=at)
    with transaction.atomic():
        _locked(item)
        if ItemVersion.objects.filter(item=item, status__in=UNPUBLISHED).exists():
            raise UnpublishedExists(_("这个事项已有正在编制的版本，请继续编制，或者先作废它。"))
        last = ItemVersion.objects.filter(item=item).order_by("-number").first()
        if last is not None and not reason.strip():
            raise Invalid(_("请写明为什么要修订。"), field="reason")
        version = _blank(item, last, at=at, by=by)
        version.change_reason = _reason(reason)
        content = last.parsed if last else Content()
        _write(version, name=last.name if last else item.code, name_en=last.name_en if last else "", content=content)
        _keep_step(version, part="", note_=reason, by=by, at=at)
        note("catalogue.version_begun", item, by=by, at=at, detail=facts(version))
    return version


def revise(
    *,
    version: ItemVersion,
    content: Content,
    name: str | None = None,
    name_en: str | None = None,
    part: str = "",
    explanation: str = "",
    seen: str | None = None,
    by: Actor,
    at: datetime,
) -> ItemVersion:
    """Save a step of a draft: the whole content as it is to be. `part` names what was edited (`materials` …).

    `seen` is the digest that the writer had before him. Saying the same again is no step. Raises NotAllowed,
    NotWritable, ChangedMeanwhile, and Invalid when the content is too large.
    """
    must_write(item=version.item, by=by, at=at)
    with transaction.atomic():
        fresh = _writable(version)
        if seen is not None and seen != fresh.content_digest:
            raise ChangedMeanwhile(_("您打开以后，别人已经修改过这份草稿。请刷新后，把您的修改再填一次。"))
        before = (fresh.content_digest, fresh.name, fresh.name_en)
        _write(
            fresh,
            name=fresh.name if name is None else name,
            name_en=fresh.name_en if name_en is None else name_en,
            content=content,
            by=by,
        )
        if (fresh.content_digest, fresh.name, fresh.name_en) != before:
            _keep_step(fresh, part=part, note_=explanation, by=by, at=at)
            detail = {**facts(fresh), "part": part, "was": before[0]}
            note("catalogue.version_revised", fresh.item, by=by, at=at, detail=detail)
    return fresh


def take_back(*, version: ItemVersion, to: int, by: Actor, at: datetime) -> ItemVersion:
    """Take a draft back to one of its saved steps, as a new step; nothing is lost. Raises as `revise`."""
    step = DraftStep.objects.filter(version=version, number=to).first()
    if step is None:
        raise Invalid(_("草稿没有第 %(number)d 步，请刷新后再选。") % {"number": to}, field="to")
    explanation = _("退回到第 %(number)d 步") % {"number": to}
    return revise(
        version=version,
        content=step.parsed,
        name=step.name,
        name_en=step.name_en,
        explanation=explanation,
        by=by,
        at=at,
    )


def step_before(version: ItemVersion) -> int | None:
    """The step that “undo” goes back to: the one before what the draft says now. None when there is none.

    A step that says the same as an earlier one, because the draft was taken back to it, stands where that one stands.
    """
    steps = [((one.content_digest, one.name, one.name_en), one.number) for one in version.steps.order_by("number")]
    if not steps:
        return None
    says = steps[-1][0]
    first = next(place for place, (said, _number) in enumerate(steps) if said == says)
    return steps[first - 1][1] if first else None


def discard(*, version: ItemVersion, reason: str, by: Actor, at: datetime) -> None:
    """Give up a version that was not published (作废). The journal keeps that it was, and why."""
    must_write(item=version.item, by=by, at=at)
    written = _reason(reason)
    if not written:
        raise Invalid(_("请写明理由。"), field="reason")
    with transaction.atomic():
        fresh = ItemVersion.objects.select_for_update().select_related("item").get(pk=version.pk)
        if fresh.status not in UNPUBLISHED:
            raise NotWritable(_("这个版本已经发布，不能作废；需要时请编制新版本，或者取消事项。"))
        detail = {**facts(fresh), "reason": written}
        item = fresh.item
        fresh.delete()
        note("catalogue.version_discarded", item, by=by, at=at, detail=detail)


def _draft_of(item: Item, *, at: datetime, by: Actor) -> ItemVersion:
    _locked(item)
    last = ItemVersion.objects.filter(item=item).order_by("-number").first()
    if last is None or last.status not in UNPUBLISHED:
        return _blank(item, last, at=at, by=by)
    if last.status not in WRITABLE:
        raise UnpublishedExists(_("这个事项有一个版本正在审核或者等待发布，请先处理它。"))
    last.written_by = by.account
    return last


def _locked(item: Item) -> None:
    """Holds the row of the item; raises Succeeded when it ended by a split or a merger."""
    Item.objects.select_for_update().get(pk=item.pk)
    gone = Succession.objects.filter(predecessor=item, effective_from__isnull=False).order_by("successor__code")
    if codes := list(gone.values_list("successor__code", flat=True)):
        sentence = _("这个事项已经拆分或者合并为“%(codes)s”，请修订后面的事项。")
        raise Succeeded(sentence % {"codes": _("、").join(codes)})


def _blank(item: Item, last: ItemVersion | None, *, at: datetime, by: Actor) -> ItemVersion:
    number = (last.number if last else 0) + 1
    return ItemVersion(item=item, number=number, status=Status.DRAFT, created_at=at, written_by=by.account)


def _writable(version: ItemVersion) -> ItemVersion:
    fresh = ItemVersion.objects.select_for_update(of=("self",)).select_related("item__department").get(pk=version.pk)
    if fresh.status not in WRITABLE:
        sentence = _("这个版本的状态是“%(status)s”，不能修改。请先退回修改，或者编制新版本。")
        raise NotWritable(sentence % {"status": fresh.get_status_display()})
    return fresh


def _write(version: ItemVersion, *, name: str, name_en: str, content: Content, by: Actor | None = None) -> None:
    stored = _storable(content)
    version.name = clean(name, field="name", longest=200, label=_("事项名称"))
    if not version.name:
        raise Invalid(_("请填写事项名称。"), field="name")
    version.name_en = clean(name_en, field="name_en", longest=300, label=_("英文名称"))
    version.content, version.content_digest = stored, digest_of(stored)
    if by is not None:
        version.written_by, version.reviewed_by = by.account, None
    version.save()


def _storable(content: Content) -> dict[str, Any]:
    forms.must_be_readable(content.form)
    stored = to_json(content)
    bounds.must_be_readable(stored)
    return stored


def _keep_step(version: ItemVersion, *, part: str, note_: str, by: Actor, at: datetime) -> None:
    last = DraftStep.objects.filter(version=version).order_by("-number").first()
    DraftStep.objects.create(
        version=version,
        number=(last.number if last else 0) + 1,
        name=version.name,
        name_en=version.name_en,
        content=version.content,
        content_digest=version.content_digest,
        part=part,
        note=_reason(note_),
        saved_by=by.account,
        saved_at=at,
    )


def _reason(text: str) -> str:
    return clean(text, field="reason", longest=500, label=_("理由"))


def facts(version: ItemVersion) -> dict[str, Any]:
    """What the journal says of a version."""
    told: dict[str, Any] = {"version": version.number, "digest": version.content_digest}
    if version.effective_from is not None:
        told["effective_from"] = version.effective_from.isoformat()
    return told


def note(act: str, item: Item, *, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    """One row of the journal about an item."""
    journal.write(
        act=act, subject=journal.Subject("item", item.code), by=by, at=at, centre_id=item.centre_id, detail=detail
    )
