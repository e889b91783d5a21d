"""What may be done with an item now, and by whom: the acts that its page lays out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from yichuang.catalogue.models import UNPUBLISHED, WRITABLE, Item, ItemVersion, Status
from yichuang.catalogue.revising.writing import may_write
from yichuang.people.actors import Actor
from yichuang.people.models import Role


@dataclass(frozen=True, slots=True)
class Offer:
    """One act that this actor may do now; `version` is what it is done to."""

    act: str
    version: ItemVersion | None = None


def offers_for(item: Item, versions: Sequence[ItemVersion], *, by: Actor, at: datetime) -> list[Offer]:
    """The acts open to this actor: the next step first, then the version in force, then the one that waits for its day.

    The acts themselves ask again. One statement.
    """
    today = timezone.localdate(at)
    manager = by.is_system or by.has(Role.MANAGER)
    coming = next((one for one in versions if one.status in UNPUBLISHED), None)
    found: list[Offer] = []
    if may_write(item=item, by=by, at=at):
        found += _writing(coming)
    if manager:
        found += _reviewing(coming, by)
        for version in sorted(versions, key=lambda one: one.effective_from or date.max):
            found += _published(version, today)
    return found


def _writing(coming: ItemVersion | None) -> Iterator[Offer]:
    if coming is None:
        yield Offer("beginning")
        return
    if coming.status in WRITABLE:
        yield Offer("submission", coming)
    else:
        yield Offer("recall", coming)
    yield Offer("discarding", coming)


def _reviewing(coming: ItemVersion | None, by: Actor) -> Iterator[Offer]:
    if coming is None:
        return
    own = by.account is not None and coming.written_by_id == by.account.pk
    if coming.status == Status.REVIEW and not own:
        yield Offer("review", coming)
    if coming.status == Status.APPROVED:
        yield Offer("publication", coming)


def _published(version: ItemVersion, today: date) -> Iterator[Offer]:
    """A version that has ended is the past: nothing is done to it. One that waits for its day has nothing to pause."""
    if version.effective_until is not None and version.effective_until <= today:
        return
    if version.status == Status.PUBLISHED and not version.waits(today):
        yield Offer("pause", version)
    if version.status == Status.PAUSED:
        yield Offer("resumption", version)
    if version.status in (Status.PUBLISHED, Status.PAUSED):
        yield Offer("cancellation", version)
