"""Who looked at somebody's data, in words for that person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from yichuang.base.journal import Entry
from yichuang.people.models import Account

_MOST = 200


@dataclass(frozen=True)
class Reading:
    """One reading: when, who, what, why, for which case."""

    at: datetime
    who: str
    what: str
    why: str
    case_number: str


def readings(entries: Iterable[Entry]) -> Sequence[Reading]:
    """The latest readings first. One statement for the names of the staff."""
    latest = list(entries)[-_MOST:][::-1]
    ids = {int(entry.who_id) for entry in latest if entry.who_kind == "staff" and entry.who_id.isdigit()}
    names = {str(account.pk): account.display_name for account in Account.objects.filter(pk__in=ids)}
    return [
        Reading(
            at=entry.at,
            who=names.get(entry.who_id, "") or _who(entry.who_kind),
            what=_what(str(entry.detail.get("field", ""))),
            why=str(entry.detail.get("reason", "")),
            case_number=str(entry.detail.get("case", "")),
        )
        for entry in latest
    ]


def _who(kind: str) -> str:
    return {"public": _("本人"), "system": _("系统")}.get(kind, _("工作人员"))


def _what(field: str) -> str:
    words = {"name": _("姓名"), "number": _("证件号码"), "phone": _("手机号码"), "address": _("地址")}
    return words.get(field, _("登记信息"))
