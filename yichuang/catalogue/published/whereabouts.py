"""What became of an item that cannot be applied for today: where it went, why, since when. For whoever looks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.base import journal
from yichuang.catalogue.models import UNPUBLISHED, ItemVersion, Status
from yichuang.catalogue.queries import in_force
from yichuang.catalogue.revising.descending import successors_of
from yichuang.catalogue.revising.register import is_in_force


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """An item that is not offered. `ended`, `begins`: the days; `went` are the versions that took its place."""

    version: ItemVersion
    ended: date | None
    begins: date | None
    reason: str
    went: Sequence[ItemVersion]


def of(item_code: str, on: date) -> Whereabouts | None:
    """What became of the item; None when it was never published, or is in force. At most five statements."""
    found = ItemVersion.objects.filter(item__code=item_code).exclude(status__in=UNPUBLISHED).defer("content")
    versions = list(found.select_related("item__department", "item__centre").order_by("-effective_from", "-number"))
    if not versions:
        return None
    now = next((one for one in versions if is_in_force(one, on)), None)
    if now is not None:
        return None
    later = next((one for one in reversed(versions) if one.effective_from and one.effective_from > on), None)
    if later is not None:
        return Whereabouts(later, None, later.effective_from, "", ())
    links = successors_of(item_code)
    reason = links[0].reason if links else _reason(item_code, "catalogue.version_cancelled")
    return Whereabouts(versions[0], versions[0].effective_until, None, reason, _went(item_code, on) if links else ())


def _went(item_code: str, on: date) -> list[ItemVersion]:
    """The versions in force of the items that took the place of this one."""
    found = ItemVersion.objects.filter(
        in_force(on), status=Status.PUBLISHED, item__origins__predecessor__code=item_code
    )
    return list(found.select_related("item__department").order_by("item__code"))


def _reason(item_code: str, act: str) -> str:
    """The reason that stands in the journal for the last act of that kind."""
    rows = journal.history(journal.Subject("item", item_code)).filter(act=act).order_by("-seq")
    last = rows.first()
    return str(last.detail.get("reason", "")) if last else ""
