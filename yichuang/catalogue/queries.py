"""Questions to the published list. Nothing outside it may be applied for (优化营商环境条例第四十条: 清单之外无审批)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.catalogue.content import File
from yichuang.catalogue.models import UNPUBLISHED, Item, ItemVersion, Status

if TYPE_CHECKING:
    from yichuang.offices.models import Centre


class NotOffered(Refused):
    """The item is not on the list, not yet or no longer in force, or paused."""

    code = "not_offered"


class NoSuchItem(Refused):
    """A code that no published item has."""

    code = "no_such_item"


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
    """The version that may be applied for on that day, with item, department and centre. One statement, seldom two.

    Raises NotOffered with the reason. The value is shared by all who ask in this process: nobody changes it.
    """
    version = _in_force(item_code, on)
    if version is None:
        raise _not_listed(item_code)
    must_be_offered(version, on)
    return version


def must_be_offered(version: ItemVersion, on: date) -> None:
    """Raises NotOffered unless the version may be applied for on that day: published, in force, not paused."""
    since, until = version.effective_from, version.effective_until
    if version.status == Status.PAUSED:
        sentence = _("事项“%(name)s”已暂停受理，恢复后再申请；需要帮助请咨询窗口。")
        raise NotOffered(sentence % {"name": version.name}, field="item")
    if version.status != Status.PUBLISHED or (until is not None and until <= on):
        raise _not_listed(version.item.code)
    if since is None or since > on:
        sentence = _("事项“%(name)s”从 %(date)s 起受理，请到时再申请。")
        raise NotOffered(sentence % {"name": version.name, "date": since}, field="item")


def must_still_be_offered(version: ItemVersion, on: date) -> None:
    """The same of what the database says now; until the transaction ends, nobody pauses, ends or replaces the version.

    One statement. Raises NotOffered.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [version.pk])
        status, since, until = cursor.fetchone()
    if (status, since, until) != (version.status, version.effective_from, version.effective_until):
        version = ItemVersion.objects.select_related("item").get(pk=version.pk)
    must_be_offered(version, on)


_HELD = "SELECT status, effective_from, effective_until FROM catalogue_itemversion WHERE id = %s FOR SHARE"


def _not_listed(item_code: str) -> NotOffered:
    sentence = _("事项“%(code)s”不在目前公布的事项清单之中，不能申请。请在事项目录中查找要办的事项。")
    return NotOffered(sentence % {"code": item_code[:64]}, field="item")


_MOST_KEPT = 2000
_kept: dict[int, tuple[str, ItemVersion]] = {}
# A row's place and the transaction that wrote it name its present form: as long as they are the same, what this process
# holds is what the database holds.
_FORM = """
SELECT v.id, concat_ws(' ', v.xmin, v.ctid, i.xmin, i.ctid, d.xmin, d.ctid, c.xmin, c.ctid)
FROM catalogue_itemversion v
JOIN catalogue_item i ON i.id = v.item_id
JOIN offices_department d ON d.id = i.department_id
JOIN offices_centre c ON c.id = i.centre_id
WHERE i.code = %s AND v.published_at IS NOT NULL AND v.effective_from <= %s
  AND (v.effective_until IS NULL OR v.effective_until > %s)
ORDER BY v.id LIMIT 1
"""


def _in_force(item_code: str, on: date) -> ItemVersion | None:
    if "\x00" in item_code:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_FORM, [item_code, on, on])
        found = cursor.fetchone()
    if found is None:
        return None
    pk, form = found
    kept = _kept.get(pk)
    if kept is None or kept[0] != form:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        version = ItemVersion.objects.select_related("item__department", "item__centre").get(pk=pk)
        kept = _kept[pk] = (form, version)
    return kept[1]


def public_versions(item_code: str) -> QuerySet[ItemVersion]:
    """Every version of an item that is, was or will be in force, newest first, with item, department and centre."""
    if "\x00" in item_code:
        return ItemVersion.objects.none()
    return (
        ItemVersion.objects.filter(item__code=item_code, published_at__isnull=False)
        .select_related("item__department", "item__centre")
        .defer("content")
        .order_by("-number")
    )


def known_items(codes: Iterable[str], *, field: str = "items") -> list[str]:
    """These codes, each once, when all belong to items that were ever published. One statement, none for no codes.

    For whatever names items that it does not itself decide about (a letter of authority). Raises NoSuchItem.
    """
    wanted = sorted(set(codes))
    if not wanted:
        return []
    readable = [code for code in wanted if "\x00" not in code]
    listed = ItemVersion.objects.filter(item__code__in=readable, published_at__isnull=False)
    known = set(listed.values_list("item__code", flat=True))
    if unknown := [code[:64] for code in wanted if code not in known]:
        sentence = _("事项目录中没有这些编码：%(codes)s。请从事项目录中核对编码后重新填写。")
        raise NoSuchItem(sentence % {"codes": "、".join(unknown[:5])}, field=field)
    return wanted


def names_on(on: date, *, codes: Collection[str]) -> dict[str, str]:
    """By code, what these items are called on that day, for the reader; those not in force are left out."""
    if not codes:
        return {}
    return {one.item.code: one.title for one in published(on).filter(item__code__in=codes).defer("content")}


def versions_of(item_code: str) -> QuerySet[ItemVersion]:
    """All versions of an item, newest first, for the editor."""
    return (
        ItemVersion.objects.filter(item__code=item_code)
        .select_related("item__department", "item__centre", "published_by")
        .order_by("-number")
    )


def draft_of(item_code: str) -> ItemVersion | None:
    """The version of the item that is under way, with item, department and centre."""
    return versions_of(item_code).filter(status__in=UNPUBLISHED).first()


def published_file(item_code: str, digest: str) -> File | None:
    """The file of that digest, if any version of the item that was ever published offers it."""
    versions = ItemVersion.objects.filter(item__code=item_code).exclude(status__in=UNPUBLISHED).defer("content")
    files = (file for version in versions for file in version.parsed.files())
    return next((file for file in files if file.digest == digest), None)


def known_files(centre: Centre) -> dict[str, File]:
    """By digest, every file that a version of the centre's items offers, as the newest names it. One statement."""
    told = ItemVersion.objects.annotate(words=Cast("content", TextField())).order_by("pk")
    told = told.filter(item__centre=centre, words__contains='"digest"')
    return {file.digest: file for version in told.iterator(200) for file in version.parsed.files()}


def item_codes(centre: Centre) -> QuerySet[Item, str]:
    """The codes of all items of a centre."""
    return Item.objects.filter(centre=centre).order_by("code").values_list("code", flat=True)
