"""Questions to the published list. Nothing outside it may be applied for (优化营商环境条例第四十条: 清单之外无审批)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.catalogue.models import Item, ItemVersion, Status

if TYPE_CHECKING:
    from yichuang.offices.models import Centre


class NotOffered(Refused):
    """The item is not on the list, not yet or no longer in force, or paused."""

    code = "not_offered"


def in_force(on: date) -> Q:
    """Versions whose time it is, whatever their status."""
    return Q(effective_from__lte=on) & (Q(effective_until__isnull=True) | Q(effective_until__gt=on))


def published(on: date, *, centre: Centre | None = None) -> QuerySet[ItemVersion]:
    """What may be applied for on that day, with item, department and centre, ordered by code."""
    versions = ItemVersion.objects.filter(in_force(on), status=Status.PUBLISHED)
    if centre is not None:
        versions = versions.filter(item__centre=centre)
    return versions.select_related("item__department", "item__centre").order_by("item__code")


def version_on(item_code: str, on: date) -> ItemVersion:
    """The version that may be applied for on that day, with item, department and centre. One statement.

    Raises NotOffered with the reason. Its content is parsed once per process (`ItemVersion.parsed`).
    """
    versions = ItemVersion.objects.filter(in_force(on), item__code=item_code).exclude(status=Status.DRAFT)
    version = versions.select_related("item__department", "item__centre").first()
    if version is None or version.status == Status.CANCELLED:
        sentence = _("事项“%(code)s”不在目前公布的事项清单之中，不能申请。请在事项目录中查找要办的事项。")
        raise NotOffered(sentence % {"code": item_code[:64]}, field="item")
    if version.status == Status.PAUSED:
        sentence = _("事项“%(name)s”已暂停受理，恢复后再申请；需要帮助请咨询窗口。")
        raise NotOffered(sentence % {"name": version.name}, field="item")
    return version


def versions_of(item_code: str) -> QuerySet[ItemVersion]:
    """All versions of an item, newest first, for the editor."""
    return (
        ItemVersion.objects.filter(item__code=item_code)
        .select_related("item__department", "item__centre", "published_by")
        .order_by("-number")
    )


def item_codes(centre: Centre) -> QuerySet[Item, str]:
    """The codes of all items of a centre."""
    return Item.objects.filter(centre=centre).order_by("code").values_list("code", flat=True)
