"""Splitting and merging items (拆分、合并): new items are written from the old, and take its place on one day.

Deciding makes the new items with drafts of the old content; they are written and reviewed like any other. On the day
on which all of them take effect, and in the same transaction, the old item ends. Nobody falls between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.base.text import clean
from yichuang.catalogue.models import UNPUBLISHED, Item, ItemVersion, Status, Succession
from yichuang.catalogue.queries import in_force
from yichuang.catalogue.revising import publishing, writing
from yichuang.catalogue.revising.writing import note
from yichuang.people.actors import Actor
from yichuang.people.models import Role

MOST = 20
"""Into how many items one is split, or from how many one is merged, at most."""


class AlreadyDescending(Refused):
    """The item is being split or merged, or was."""

    code = "already_descending"


class NotReady(Refused):
    """Not every new item has passed its review."""

    code = "not_ready"


class NotDescending(Refused):
    """Nothing is being split or merged here."""

    code = "not_descending"


@dataclass(frozen=True, slots=True)
class New:
    """An item that is to be: its code and the name of its first version."""

    code: str
    name: str


def split(*, item: Item, into: Sequence[New], reason: str, by: Actor, at: datetime) -> list[ItemVersion]:
    """Begin several items from one (拆分). Returns their drafts. The old item stays as it is until `take_effect`.

    Raises NotAllowed, AlreadyDescending, and Invalid for less than two items, a code taken, or no reason.
    """
    by.must_have(Role.MANAGER)
    if not 2 <= len(into) <= MOST:
        raise Invalid(_("拆分后应当有 2 至 %(most)d 个事项，请补全或者减少。") % {"most": MOST}, field="into")
    why = _reason(reason)
    with transaction.atomic():
        (old,) = _held([item])
        source = _in_force(old, at)
        drafts = [_begin(new, old, source, kind=Succession.Kind.SPLIT, why=why, by=by, at=at) for new in into]
        detail = {"into": [new.code for new in into], "reason": why, "version": source.number}
        note("catalogue.item_split", old, by=by, at=at, detail=detail)
    return drafts


def merge(*, items: Sequence[Item], into: New, reason: str, by: Actor, at: datetime) -> ItemVersion:
    """Begin one item from several (合并). Returns its draft, which says what the first of them says.

    Raises NotAllowed, AlreadyDescending, and Invalid for less than two items, a code taken, or no reason.
    """
    by.must_have(Role.MANAGER)
    if not 2 <= len({item.pk for item in items}) <= MOST:
        raise Invalid(_("合并前应当有 2 至 %(most)d 个不同的事项，请补全或者减少。") % {"most": MOST}, field="items")
    why = _reason(reason)
    with transaction.atomic():
        held = {old.pk: old for old in _held(items)}
        olds = [held[pk] for pk in dict.fromkeys(item.pk for item in items)]
        sources = [_in_force(old, at) for old in olds]
        draft = _begin(into, olds[0], sources[0], kind=Succession.Kind.MERGE, why=why, by=by, at=at)
        for old in olds[1:]:
            _link(old, draft.item, Succession.Kind.MERGE, why, by=by, at=at)
        for old, source in zip(olds, sources, strict=True):
            detail = {"into": [into.code], "reason": why, "version": source.number}
            note("catalogue.item_merged", old, by=by, at=at, detail=detail)
    return draft


def take_effect(*, item: Item, effective_from: date, by: Actor, at: datetime) -> list[ItemVersion]:
    """Publish all items that `item` goes into, from one day on; it and whatever goes there with it ends that day.

    Raises NotAllowed, NotDescending, NotReady naming each item that has not passed review, Backdated, and Refusals.
    """
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        links = _family(item)
        held = _rows([*(one.predecessor_id for one in links), *(one.successor_id for one in links)])
        links = list(Succession.objects.filter(pk__in=[one.pk for one in links], effective_from=None))
        if not links:
            raise NotDescending(_("这个事项没有正在进行的拆分或者合并，请刷新后再看。"))
        olds = [held[pk] for pk in dict.fromkeys(one.predecessor_id for one in links)]
        news = [held[pk] for pk in dict.fromkeys(one.successor_id for one in links)]
        publishing.check_date(effective_from, at)
        drafts = _passed(olds, news)
        for old in olds:
            publishing.end_earlier(old, effective_from)
        Succession.objects.filter(pk__in=[one.pk for one in links]).update(effective_from=effective_from)
        made = [
            publishing.release(draft, new, effective_from=effective_from, by=by, at=at)
            for draft, new in zip(drafts, news, strict=True)
        ]
        for old in olds:
            detail = {"into": [new.code for new in news], "effective_from": effective_from.isoformat()}
            note("catalogue.item_succeeded", old, by=by, at=at, detail=detail)
    return made


def call_off(*, item: Item, reason: str, by: Actor, at: datetime) -> None:
    """Give up a split or a merger that has not taken effect; the drafts of the new items are discarded."""
    by.must_have(Role.MANAGER)
    why = _reason(reason)
    with transaction.atomic():
        links = _family(item)
        held = _rows([*(one.predecessor_id for one in links), *(one.successor_id for one in links)])
        links = list(Succession.objects.filter(pk__in=[one.pk for one in links], effective_from=None))
        if not links:
            raise NotDescending(_("这个事项没有正在进行的拆分或者合并，请刷新后再看。"))
        news = {one.successor_id for one in links}
        Succession.objects.filter(pk__in=[one.pk for one in links]).delete()
        for draft in ItemVersion.objects.filter(item__in=news, status__in=UNPUBLISHED):
            writing.discard(version=draft, reason=why, by=by, at=at)
        for old in {one.predecessor_id for one in links}:
            note("catalogue.descent_called_off", held[old], by=by, at=at, detail={"reason": why})


def pending(item: Item) -> list[Succession]:
    """The split or merger under way that the item takes part in, on either side. Two statements."""
    return _family(item)


def successors_of(item_code: str) -> list[Succession]:
    """Where an item went, with the items it went into."""
    found = Succession.objects.filter(predecessor__code=item_code, effective_from__isnull=False)
    return list(found.select_related("successor", "predecessor").order_by("successor__code"))


def origins_of(item: Item) -> list[Succession]:
    """Where an item came from."""
    found = Succession.objects.filter(successor=item, effective_from__isnull=False)
    return list(found.select_related("predecessor").order_by("predecessor__code"))


def _family(item: Item) -> list[Succession]:
    """All links under way that hang together with the item: a split has one old item, a merger one new."""
    open_links = Succession.objects.filter(effective_from=None).select_related("predecessor", "successor")
    olds = set(open_links.filter(predecessor=item).values_list("predecessor", flat=True))
    news = set(open_links.filter(successor=item).values_list("successor", flat=True))
    for link in open_links.filter(predecessor__in=olds) | open_links.filter(successor__in=news):
        olds.add(link.predecessor_id)
        news.add(link.successor_id)
    found = open_links.filter(predecessor__in=olds) | open_links.filter(successor__in=news)
    return list(found.order_by("predecessor__code", "successor__code"))


def _rows(keys: Sequence[int]) -> dict[int, Item]:
    """The rows of the items, held in the order of their ids so that two acts never wait for each other."""
    return {item.pk: item for item in Item.objects.select_for_update().filter(pk__in=keys).order_by("pk")}


def _held(items: Sequence[Item]) -> list[Item]:
    found = list(_rows([item.pk for item in items]).values())
    taken = Succession.objects.filter(predecessor__in=found).select_related("predecessor").first()
    taken = taken or Succession.objects.filter(successor__in=found, effective_from=None).first()
    if taken is not None:
        sentence = _("事项“%(code)s”已经在拆分或者合并，请先完成它，或者先撤销。")
        raise AlreadyDescending(sentence % {"code": taken.predecessor.code})
    return found


def _in_force(item: Item, at: datetime) -> ItemVersion:
    today = timezone.localdate(at)
    now = item.versions.filter(in_force(today), status__in=(Status.PUBLISHED, Status.PAUSED)).first()
    if now is None:
        raise publishing.NotInForce(_("事项“%(code)s”现在没有生效的版本，不能拆分或者合并。") % {"code": item.code})
    return now


def _begin(
    new: New, old: Item, source: ItemVersion, *, kind: Succession.Kind, why: str, by: Actor, at: datetime
) -> ItemVersion:
    item = writing.new_item(
        code=new.code,
        department=old.department,
        centre=old.centre,
        subject_area=old.subject_area,
        implementation=old.implementation,
        by=by,
        at=at,
    )
    _link(old, item, kind, why, by=by, at=at)
    content = source.parsed
    return writing.new_version(
        item=item, name=new.name, content=content, source=source.source, reason=why, by=by, at=at
    )


def _link(old: Item, new: Item, kind: Succession.Kind, why: str, *, by: Actor, at: datetime) -> None:
    Succession.objects.create(
        predecessor=old, successor=new, kind=kind, reason=why, decided_by=by.account, decided_at=at
    )


def _passed(olds: Sequence[Item], news: Sequence[Item]) -> list[ItemVersion]:
    """The reviewed draft of every new item; what still stands in the way is told at once."""
    found = {one.item_id: one for one in ItemVersion.objects.filter(item__in=news, status=Status.APPROVED)}
    refusals: list[Refused] = [
        NotReady(_("事项“%(code)s”还没有通过审核，请先完成审核。") % {"code": new.code}, field="effective_from")
        for new in news
        if new.pk not in found
    ]
    for draft in ItemVersion.objects.filter(item__in=olds, status__in=UNPUBLISHED).select_related("item"):
        sentence = _("原事项“%(code)s”还有正在编制的版本，请先作废它。")
        refusals.append(NotReady(sentence % {"code": draft.item.code}, field="effective_from"))
    if refusals:
        raise Refusals(refusals)
    return [found[new.pk] for new in news]


def _reason(text: str) -> str:
    why = clean(text, field="reason", longest=500, label=_("理由"))
    if not why:
        raise Invalid(_("请写明理由。"), field="reason")
    return why
