"""The lists as a tree: basic catalogue → implementation → handle items, with the codes of both sides."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from yichuang.catalogue.models import BasicItem, Implementation, Item, ItemVersion
from yichuang.offices.models import Centre

MOST = 2000


@dataclass(frozen=True, slots=True)
class Branch:
    """One entry of the basic catalogue (null: not named) with the implementations of this centre's departments."""

    basic: BasicItem | None
    implementations: list[Implementation]


def tree(centre: Centre) -> list[Branch]:
    """Every branch, by catalogue code, and last what names no entry. Five statements."""
    items = Item.objects.order_by("national_code", "code").prefetch_related(
        Prefetch("versions", ItemVersion.objects.defer("content"))
    )
    found = Implementation.objects.filter(department__centre=centre).select_related("department", "basic")
    branches: dict[int | None, list[Implementation]] = {
        pk: [] for pk in BasicItem.objects.order_by("code").values_list("pk", flat=True)[:MOST]
    }
    for one in found.prefetch_related(Prefetch("items", items)).order_by("code", "pk")[:MOST]:
        branches.setdefault(one.basic_id, []).append(one)
    known = BasicItem.objects.in_bulk([pk for pk in branches if pk is not None])
    return [Branch(known[pk] if pk is not None else None, of) for pk, of in branches.items()]
