"""The list as its editors see it: every item with where it stands, and what waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models import TextChoices as Choices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.finding import searching
from yichuang.catalogue.models import UNPUBLISHED, WRITABLE, Item, ItemVersion, Status
from yichuang.catalogue.queries import in_force
from yichuang.offices.models import Centre, Department
from yichuang.offices.queries import desk_of
from yichuang.people.actors import Actor
from yichuang.people.models import Role

_MOST_FOUND = 200


class Waits(Choices):
    """What waits for the one who looks."""

    DRAFTS = "drafts", _("我要编完的草稿")
    REVIEW = "review", _("等我审核")
    PUBLISH = "publish", _("等我发布")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for; empty is everything."""

    words: str = ""
    status: str = ""
    department: str = ""
    waits: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One item: its version in force (or the last there was) and the one under way."""

    item: Item
    current: ItemVersion | None
    coming: ItemVersion | None

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def shown(self) -> ItemVersion | None:
        """The version that gives the item its name in the list."""
        return self.current or self.coming


def rows(wanted: Wanted, *, centre: Centre, by: Actor, at: datetime, limit: int) -> list[Row]:
    """Up to `limit` items in the order of their codes, after `wanted.after`. Three statements, four with words."""
    today = timezone.localdate(at)
    found = Item.objects.filter(centre=centre, code__gt=wanted.after).select_related("department").order_by("code")
    if wanted.department:
        found = found.filter(department__code=wanted.department)
    if wanted.status in Status.values:
        found = found.filter(_has(_standing(Status(wanted.status), today)))
    if wanted.waits in Waits.values:
        found = found.filter(_has(waiting(Waits(wanted.waits), by=by, at=at)))
    if wanted.words:
        found = found.filter(_named(wanted.words, centre=centre, on=today))
    return [_row(item, today) for item in with_versions(found)[:limit]]


def counts(*, centre: Centre, by: Actor, at: datetime) -> list[tuple[Waits, int]]:
    """How many items wait for this actor, by what they wait for. One statement for each kind that concerns him."""
    found = Item.objects.filter(centre=centre)
    return [(kind, found.filter(_has(waiting(kind, by=by, at=at))).count()) for kind in concerning(by)]


def concerning(by: Actor) -> Sequence[Waits]:
    """What can wait for this actor at all."""
    return tuple(Waits) if by.has(Role.MANAGER) else (Waits.DRAFTS,)


def waiting(kind: Waits, *, by: Actor, at: datetime) -> Q:
    """The versions that wait for this actor."""
    me = by.account.pk if by.account else 0
    if kind not in concerning(by):
        return Q(pk__in=[])
    if kind is Waits.REVIEW:
        return Q(status=Status.REVIEW) & ~Q(written_by=me)
    if kind is Waits.PUBLISH:
        return Q(status=Status.APPROVED)
    mine = Q(written_by=me)
    if by.account is not None:
        desk = desk_of(by.account, timezone.localdate(at))
        mine |= Q(item__department__in=[department.pk for department in desk.departments])
    return Q(status__in=WRITABLE) & mine


def departments(centre: Centre) -> QuerySet[Department]:
    """The departments that have items here."""
    return Department.objects.filter(Exists(Item.objects.filter(department=OuterRef("pk"), centre=centre))).order_by(
        "code"
    )


def with_versions(items: QuerySet[Item]) -> QuerySet[Item]:
    """The items with their versions, newest first, without the content of those that are parsed already."""
    return items.prefetch_related(Prefetch("versions", ItemVersion.objects.defer("content").order_by("-number")))


def current_of(versions: Sequence[ItemVersion], on: date) -> ItemVersion | None:
    """Of the versions of an item, newest first: the one whose time it is, else the last that was or will be."""
    real = [one for one in versions if one.status not in UNPUBLISHED]
    return next((one for one in real if is_in_force(one, on)), real[0] if real else None)


def is_in_force(version: ItemVersion, on: date) -> bool:
    """Whether its time has come and not ended, whatever its status."""
    since, until = version.effective_from, version.effective_until
    return since is not None and since <= on and (until is None or until > on)


def _row(item: Item, on: date) -> Row:
    versions = list(item.versions.all())
    return Row(item, current_of(versions, on), next((one for one in versions if one.status in UNPUBLISHED), None))


def _standing(status: Status, on: date) -> Q:
    """Published and paused are what is so today; what is past was published once and is not meant."""
    now = Q(status=status)
    return now & in_force(on) if status in (Status.PUBLISHED, Status.PAUSED) else now


def _has(versions: Q) -> Exists:
    return Exists(ItemVersion.objects.filter(versions, item=OuterRef("pk")))


def _named(words: str, *, centre: Centre, on: date) -> Q:
    """By code or name, whatever the status; by pinyin and everyday names among what is published."""
    hits = searching.search(words, on=on, centre=centre, limit=_MOST_FOUND)
    codes = [hit.version.item.code for hit in hits]
    return Q(code__in=codes) | Q(code__icontains=words) | Q(_has(Q(name__icontains=words)))
