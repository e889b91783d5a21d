"""Who changed what in an item, when and why: from the journal and from the saved steps of its drafts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from yichuang.base import journal
from yichuang.base.refusal import Refused
from yichuang.catalogue.models import UNPUBLISHED, DraftStep, Item, ItemVersion
from yichuang.people.models import Account

_MARK: Final = re.compile(r"(\d{1,6})(?:\.(\d{1,6}))?")
MOST: Final = 500
_LARGEST: Final = 1_000_000
_ACTS: Final[Mapping[str, StrPromise]] = {
    "catalogue.item_named": gettext_lazy("新增事项"),
    "catalogue.item_filed": gettext_lazy("归入实施清单"),
    "catalogue.version_written": gettext_lazy("编制版本"),
    "catalogue.version_begun": gettext_lazy("开始修订"),
    "catalogue.version_revised": gettext_lazy("修改草稿"),
    "catalogue.version_discarded": gettext_lazy("作废草稿"),
    "catalogue.version_submitted": gettext_lazy("提交审核"),
    "catalogue.version_recalled": gettext_lazy("撤回修改"),
    "catalogue.version_approved": gettext_lazy("审核通过"),
    "catalogue.version_returned": gettext_lazy("审核不通过，退回修改"),
    "catalogue.version_published": gettext_lazy("发布"),
    "catalogue.version_paused": gettext_lazy("暂停受理"),
    "catalogue.version_resumed": gettext_lazy("恢复受理"),
    "catalogue.version_cancelled": gettext_lazy("取消"),
    "catalogue.item_split": gettext_lazy("拆分"),
    "catalogue.item_merged": gettext_lazy("合并"),
    "catalogue.item_succeeded": gettext_lazy("由后续事项取代"),
    "catalogue.descent_called_off": gettext_lazy("撤销拆分或者合并"),
    "catalogue.entry_due": gettext_lazy("列入应进"),
    "catalogue.entry_in": gettext_lazy("进驻大厅"),
    "catalogue.entry_exempt": gettext_lazy("不进驻大厅"),
    "catalogue.entry_ended": gettext_lazy("进驻台账终止"),
}


class NoSuchVersion(Refused):
    """The item has no version or step of that number, or none that the public may see."""

    code = "not_found"


@dataclass(frozen=True, slots=True)
class Happening:
    """One act: when, who, what, on which version, why; `before` and `after` name the two steps to compare."""

    at: datetime
    who: str
    what: str
    version: int | None
    why: str
    before: str = ""
    after: str = ""


def history_of(item: Item) -> list[Happening]:
    """Everything that was done with the item, latest first. Three statements."""
    entries = list(journal.history(journal.Subject("item", item.code)).order_by("-seq")[:MOST])
    ids = {int(one.who_id) for one in entries if one.who_kind == "staff" and one.who_id.isdigit()}
    names = {str(one.pk): one.display_name for one in Account.objects.filter(pk__in=ids)}
    steps = {
        (version, saved): number
        for version, saved, number in DraftStep.objects.filter(version__item=item).values_list(
            "version__number", "saved_at", "number"
        )
    }
    return [_happening(one, names, steps) for one in entries]


def _happening(entry: journal.Entry, names: Mapping[str, str], steps: Mapping[tuple[int, datetime], int]) -> Happening:
    detail: dict[str, Any] = entry.detail
    version = detail.get("version")
    step = steps.get((version or 0, entry.at), 0)
    compared = step > 1 and entry.act == "catalogue.version_revised"
    return Happening(
        at=entry.at,
        who=names.get(entry.who_id, "") or _("系统"),
        what=str(_ACTS.get(entry.act, entry.act)),
        version=version if isinstance(version, int) else None,
        why=str(detail.get("reason") or detail.get("opinion") or ""),
        before=f"{version}.{step - 1}" if compared else "",
        after=f"{version}.{step}" if compared else "",
    )


def steps_of(version: ItemVersion) -> list[DraftStep]:
    """The saved states of a draft, first to last, with who saved them."""
    return list(DraftStep.objects.filter(version=version).select_related("saved_by").order_by("number"))


def state(item: Item, mark: str) -> ItemVersion | DraftStep:
    """`3` is version 3, `3.2` the second saved step of it. Raises NoSuchVersion."""
    found = _MARK.fullmatch(mark)
    version = item.versions.filter(number=int(found[1])).first() if found else None
    if version is None or found is None:
        raise NoSuchVersion(_("这个事项没有版本“%(mark)s”，请重新选择。") % {"mark": mark[:20]}, field="version")
    if found[2] is None:
        return version
    step = DraftStep.objects.filter(version=version, number=int(found[2])).first()
    if step is None:
        raise NoSuchVersion(_("这个版本没有第 %(step)s 步，请重新选择。") % {"step": found[2]}, field="version")
    return step


def published_states(item_code: str) -> list[ItemVersion]:
    """All versions of an item that were published, newest first, without their content. Raises NoSuchVersion."""
    found = list(_published(item_code).defer("content").order_by("-number"))
    if not found:
        raise NoSuchVersion(_("没有公布过编码为“%(code)s”的事项，请核对。") % {"code": item_code[:64]}, field="code")
    return found


def published_state(item_code: str, number: int) -> ItemVersion:
    """A version that was published, now in force or not, for the public. Raises NoSuchVersion."""
    version = _published(item_code).filter(number=number).first() if 0 < number < _LARGEST else None
    if version is None:
        told = {"code": item_code[:64], "number": number}
        raise NoSuchVersion(_("事项“%(code)s”没有公布过第 %(number)s 版，请核对。") % told, field="version")
    return version


def _published(item_code: str) -> QuerySet[ItemVersion]:
    real = ItemVersion.objects.filter(item__code=item_code).exclude(status__in=UNPUBLISHED)
    return real.select_related("item__department", "item__centre")
