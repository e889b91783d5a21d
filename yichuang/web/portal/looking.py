"""Who looked at somebody's data, in words for that person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base.journal import Entry
from yichuang.offices.models import Posting
from yichuang.people.models import Account

NUMBER_OF_DIGITS: Final = 19
_NUMBER: Final = re.compile(r"[0-9]{20}")
SIZE: Final = 50
"""Readings of one page."""


@dataclass(frozen=True)
class Reading:
    """One reading: when, who, what, why, for which case."""

    at: datetime
    who: str
    what: str
    why: str
    case_number: str
    seq: int


def readings(entries: QuerySet[Entry], *, after: str = "") -> Sequence[Reading]:
    """A page of readings and one more, the latest first, from behind the number `after` on. Each names the office as
    well as the officer: who wants to complain needs both. Three statements."""
    if after.isascii() and after.isdigit() and len(after) < NUMBER_OF_DIGITS:
        entries = entries.filter(seq__lt=int(after))
    latest = list(entries.order_by("-seq")[: SIZE + 1])
    ids = {int(entry.who_id) for entry in latest if entry.who_kind == "staff" and entry.who_id.isdigit()}
    names = {str(account.pk): account.display_name for account in Account.objects.filter(pk__in=ids)}
    posts = list(Posting.objects.filter(account__in=ids).select_related("department", "centre").order_by("since"))
    return [
        Reading(
            at=entry.at,
            seq=entry.seq,
            who=_named(names.get(entry.who_id, "") or _who(entry.who_kind), _office(entry, posts)),
            what=_what(str(entry.detail.get("field", ""))),
            why=str(entry.detail.get("reason", "")),
            case_number=_case(entry.detail),
        )
        for entry in latest
    ]


def _named(name: str, office: str) -> str:
    return f"{name} · {office}" if office else name


def _office(entry: Entry, posts: Sequence[Posting]) -> str:
    """Where the officer was posted on that day."""
    if entry.who_kind != "staff":
        return ""
    day = timezone.localdate(entry.at)
    held = [
        one
        for one in posts
        if str(one.account_id) == entry.who_id and one.since <= day and (one.until is None or one.until > day)
    ]
    return str(held[-1].department or held[-1].centre) if held else ""


def _case(detail: Mapping[str, Any]) -> str:
    """The case for which it was read: named, or in what the reading was for."""
    found = _NUMBER.search(str(detail.get("reason", "")))
    return str(detail.get("case") or "") or (found.group() if found else "")


def _who(kind: str) -> str:
    return {"public": _("本人"), "system": _("系统")}.get(kind, _("工作人员"))


def _what(field: str) -> str:
    words = {"name": _("姓名"), "number": _("证件号码"), "phone": _("手机号码"), "address": _("地址")}
    return words.get(field, _("登记信息"))
