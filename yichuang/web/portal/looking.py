"""Who looked at somebody's data, in words for that person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.base.journal import Entry
from yichuang.cases import queries
from yichuang.cases.models import Case
from yichuang.offices.models import Posting
from yichuang.people.actors import Actor
from yichuang.people.models import Account
from yichuang.people.reading import Seen

NUMBER_OF_DIGITS: Final = 19
SIZE: Final = 50
"""Readings of one page."""
WORDS: Final = {
    Seen.CASE: (gettext_lazy("申请内容"), gettext_lazy("办理这件办件")),
    Seen.PAPERS: (gettext_lazy("材料或者文书"), gettext_lazy("办理这件办件")),
    Seen.SCREEN: (gettext_lazy("全部登记信息"), gettext_lazy("录入另一个业务系统")),
    Seen.PACKAGE: (gettext_lazy("整件办件的档案包"), gettext_lazy("导出档案")),
    Seen.PHONE: (gettext_lazy("手机号码"), gettext_lazy("联系您")),
    Seen.SHARED: (gettext_lazy("本中心发给您的证照"), gettext_lazy("调取共享材料")),
    Seen.ADDRESS: (gettext_lazy("收件人、电话和地址"), gettext_lazy("邮寄结果")),
}
"""What was seen, and why when nobody gave another reason."""
FIELDS: Final = {
    "name": gettext_lazy("姓名"),
    "number": gettext_lazy("证件号码"),
    "phone": gettext_lazy("手机号码"),
    "address": gettext_lazy("地址"),
}


@dataclass(frozen=True)
class Reading:
    """What one officer read of one case on one day for one reason: how often, and when for the first and last
    time. `is_mine`: the reader may open the case (he may also be somebody whom it only names)."""

    first: datetime
    last: datetime
    times: int
    who: str
    what: str
    why: str
    case_number: str
    is_mine: bool


def latest(entries: QuerySet[Entry], *, after: str = "") -> list[Entry]:
    """The readings of a page and one more, the latest first, from behind the number `after` on. One statement."""
    if after.isascii() and after.isdigit() and len(after) < NUMBER_OF_DIGITS:
        entries = entries.filter(seq__lt=int(after))
    return list(entries.order_by("-seq")[: SIZE + 1])


def told(entries: Sequence[Entry], *, to: Actor, at: datetime) -> list[Reading]:
    """The entries as lines, the latest first. Each names the office as well as the officer: who wants to complain
    needs both. Three statements."""
    numbers = {str(entry.detail.get("case", "")) for entry in entries}
    mine = Case.objects.filter(queries.on_my_side(to, at=at), number__in=numbers).values_list("number", flat=True)
    ids = {int(entry.who_id) for entry in entries if entry.who_kind == "staff" and entry.who_id.isdigit()}
    names = {str(account.pk): account.display_name for account in Account.objects.filter(pk__in=ids)}
    posts = list(Posting.objects.filter(account__in=ids).select_related("department", "centre").order_by("since"))
    same_day: dict[tuple[date, str, str, str, str], list[Entry]] = {}
    for entry in entries:
        who = _named(names.get(entry.who_id, "") or _who(entry.who_kind), _office(entry, posts))
        key = (timezone.localdate(entry.at), who, entry.who_id, str(_why(entry)), str(entry.detail.get("case", "")))
        same_day.setdefault(key, []).append(entry)
    own = set(mine)
    return [_line(key[1], found, own) for key, found in same_day.items()]


def _line(who: str, entries: Sequence[Entry], mine: Collection[str]) -> Reading:
    """Readings that belong together; the latest comes first."""
    number = str(entries[0].detail.get("case", ""))
    kinds = [kind for kind, _same in groupby(sorted(str(_what(entry)) for entry in entries))]
    return Reading(
        first=entries[-1].at,
        last=entries[0].at,
        times=len(entries),
        who=who,
        what=_("、").join(kinds),
        why=str(_why(entries[0])),
        case_number=number,
        is_mine=number in mine,
    )


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


def _who(kind: str) -> str:
    return {"public": _("本人"), "system": _("系统自动办理，没有人看")}.get(kind, _("工作人员"))


def _seen(entry: Entry) -> Seen:
    return Seen(str(entry.detail["seen"]))


def _what(entry: Entry) -> object:
    field = str(entry.detail.get("field", ""))
    return FIELDS.get(field, field) if field else WORDS[_seen(entry)][0]


def _why(entry: Entry) -> object:
    return str(entry.detail.get("reason", "")) or WORDS[_seen(entry)][1]
