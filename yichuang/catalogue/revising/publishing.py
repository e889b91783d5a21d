"""Acts on the published list: publish a reviewed version, pause, resume, cancel.

A published version is never changed and never backdated; a change is a new version from a date on. The one exception
is the first version of an item at the initial load of an installation (`initial_load`): what was already in force
before the software came may be entered with the date since when it is in force.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.base.text import clean
from yichuang.catalogue.content import parse
from yichuang.catalogue.finding import entering
from yichuang.catalogue.models import UNPUBLISHED, Item, ItemVersion, Status, Succession
from yichuang.catalogue.published import lists
from yichuang.catalogue.revising.checking import defects
from yichuang.catalogue.revising.writing import facts, note
from yichuang.people.actors import Actor
from yichuang.people.models import Role


class Backdated(Refused):
    """A version may not take effect before the day it is published."""

    code = "backdated"


class NotADraft(Refused):
    """The version was published already, or ended."""

    code = "not_a_draft"


class NotReviewed(Refused):
    """Nobody but its writer has looked at the version yet."""

    code = "not_reviewed"


class NotAlone(Refused):
    """The item comes from a split or a merger: it begins on the day on which the earlier one ends."""

    code = "not_alone"


class NotInForce(Refused):
    """The version is not published, so it can neither be paused nor cancelled."""

    code = "not_in_force"


def publish(
    *, version: ItemVersion, effective_from: date, by: Actor, at: datetime, initial_load: bool = False
) -> ItemVersion:
    """Publish a reviewed version from a day on; the version in force until then ends that day.

    Only the installation itself (the importer) publishes without a review. `initial_load` lets the first version of an
    item begin in the past (see above). Raises NotAllowed, NotADraft, NotReviewed, Backdated, and Refusals with every
    defect of the content.
    """
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        item = Item.objects.select_for_update().get(pk=version.item_id)
        if Succession.objects.filter(successor=item, effective_from=None).exists():
            sentence = _("“%(name)s”来自拆分或者合并，请在“拆分合并”中连同其他事项一起发布，原事项同日终止。")
            raise NotAlone(sentence % {"name": version.name})
        return release(version, item, effective_from=effective_from, by=by, at=at, initial_load=initial_load)


def release(
    version: ItemVersion, item: Item, *, effective_from: date, by: Actor, at: datetime, initial_load: bool = False
) -> ItemVersion:
    """Put a version into force, inside a transaction that holds the row of its item. Raises as `publish`."""
    fresh = ItemVersion.objects.select_for_update(of=("self",)).select_related("item").get(pk=version.pk)
    _check_content(fresh)
    _check_status(fresh, by)
    first = not ItemVersion.objects.filter(item=item).exclude(status__in=UNPUBLISHED).exists()
    check_date(effective_from, at, first=first, initial_load=initial_load)
    end_earlier(item, effective_from)
    fresh.status, fresh.effective_from = Status.PUBLISHED, effective_from
    fresh.published_at, fresh.published_by = at, by.account
    fresh.save()
    entering.enter(fresh)
    lists.enter(fresh)
    note("catalogue.version_published", item, by=by, at=at, detail=facts(fresh))
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
        entering.remove(fresh)
        _note_reason("catalogue.version_cancelled", fresh, reason, by=by, at=at)
    return fresh


def _check_content(version: ItemVersion) -> None:
    found = defects(parse(version.content, digest=version.content_digest))
    if found:
        raise Refusals(found)


def _check_status(version: ItemVersion, by: Actor) -> None:
    if version.status not in UNPUBLISHED:
        raise NotADraft(_("“%(name)s”已经发布过，不能再次发布。如需修改，请编制新版本。") % {"name": version.name})
    if version.status != Status.APPROVED and not by.is_system:
        raise NotReviewed(_("“%(name)s”还没有通过审核，请先提交审核。") % {"name": version.name})


def check_date(effective_from: date, at: datetime, *, first: bool = False, initial_load: bool = False) -> None:
    """Raises Backdated for a day before today, but for what was in force before the software came."""
    today = timezone.localtime(at).date()
    if effective_from >= today or (first and initial_load):
        return
    if initial_load:
        sentence = _("生效日期 %(date)s 早于今天 %(today)s：只有初次导入的第一个版本可以使用过去的日期。")
    else:
        sentence = _("生效日期 %(date)s 早于今天 %(today)s，不能倒签，请改为今天或者以后的日期。")
    raise Backdated(sentence % {"date": effective_from, "today": today}, field="effective_from")


def end_earlier(item: Item, effective_from: date) -> None:
    """The version in force until then ends on that day; one that is still to come stands in the way."""
    open_ended = Q(effective_until__isnull=True) | Q(effective_until__gt=effective_from)
    real = ItemVersion.objects.filter(open_ended, item=item).exclude(status__in=UNPUBLISHED)
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


def _note_reason(act: str, version: ItemVersion, reason: str, *, by: Actor, at: datetime) -> None:
    written = clean(reason, field="reason", longest=500, label=_("理由"))
    if not written:
        raise Invalid(_("请写明理由。"), field="reason")
    note(act, version.item, by=by, at=at, detail={**facts(version), "reason": written})
