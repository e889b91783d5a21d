"""The journal of a case in plain words: what was done, by whom, by whose right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.base.journal import Entry
from yichuang.cases import life_cycle
from yichuang.cases.models import (
    Channel,
    Found,
    Ground,
    Keeping,
    Orderer,
    Outcome,
    Procedure,
    Side,
    SignedCopy,
    SiteFinding,
    State,
    SupervisionNote,
)
from yichuang.cases.models import Way as EndingWay
from yichuang.catalogue.kinds import StepKind
from yichuang.delivery.models import CourierStatus, Direction, Failure, Mode, Relation
from yichuang.offices.mandates import instruments
from yichuang.offices.models import Mandate
from yichuang.people.models import Account

OTHERS: Final = {
    "people.signed_in": gettext_lazy("登录"),
    "people.sign_in_failed": gettext_lazy("登录失败"),
    "people.account_opened": gettext_lazy("开户"),
    "people.account_closed": gettext_lazy("停用账号"),
    "people.password_changed": gettext_lazy("修改密码"),
    "people.sessions_ended": gettext_lazy("退出其他登录"),
    "people.unmasked": gettext_lazy("查看完整信息"),
    "people.read": gettext_lazy("查看个人信息"),
    "notifications.subscribed": gettext_lazy("选择哪些消息发短信"),
    "cases.archive_exported": gettext_lazy("导出档案包"),
    "cases.own_papers_taken": gettext_lazy("申请人下载办件资料"),
    "cases.reentry_mapping_set": gettext_lazy("设定二次录入对照表"),
    "cases.turned_away": gettext_lazy("不予收件登记"),
    "cases.turning_away_checked": gettext_lazy("复核不予收件"),
    "cases.received_after_all": gettext_lazy("复核后收件"),
    "cases.handed_over": gettext_lazy("生成归档移交清单"),
    "cases.retention_set": gettext_lazy("设定保管期限"),
}
"""Acts that are not about a case."""


@dataclass(frozen=True)
class Told:
    """One row of the history, in words. `basis` names the instrument under which it was done."""

    at: datetime
    title: str
    who: str
    basis: str
    note: str
    tone: str
    entry: Entry


def tell(entries: Iterable[Entry]) -> list[Told]:
    """The rows in words; two statements more, whatever their number."""
    rows = list(entries)
    named = {int(e.who_id) for e in rows if e.who_kind == "staff" and e.who_id.isdigit()}
    named |= {e.detail[key] for e in rows for key in _PEOPLE if key in e.detail}
    accounts = Account.objects.in_bulk(named)
    mandates = instruments({e.mandate_id for e in rows if e.mandate_id})
    return [_told(entry, accounts, mandates) for entry in rows]


def _told(entry: Entry, accounts: Mapping[int, Account], mandates: Mapping[int, Mandate]) -> Told:
    mandate = mandates.get(entry.mandate_id or 0)
    return Told(
        at=entry.at,
        title=title_of(entry.act),
        who=_who(entry, accounts),
        basis=_("依据%(grantor)s%(mandate)s") % {"grantor": mandate.grantor, "mandate": mandate} if mandate else "",
        note=_note(_with_names(entry.detail, accounts)),
        tone=_tone(str(entry.detail.get("to", ""))),
        entry=entry,
    )


def title_of(act: str) -> str:
    """The name of an act as the law calls it."""
    return str(OTHERS[act]) if act in OTHERS else life_cycle.title_of(act)


def _who(entry: Entry, accounts: Mapping[int, Account]) -> str:
    if entry.who_kind == "staff":
        account = accounts.get(int(entry.who_id)) if entry.who_id.isdigit() else None
        if account is None:
            return _("工作人员")
        number = _("（工号 %(number)s）") % {"number": account.employee_number} if account.employee_number else ""
        return f"{account.display_name}{number}"
    move = life_cycle.MOVES.get(entry.act.removeprefix("case."))
    if move is not None and move.who is life_cycle.Party.INTERESTED:
        return _("利害关系人")
    return {"public": _("申请人一方"), "system": _("系统")}.get(entry.who_kind, _("未登录的人"))


def _with_names(detail: Mapping[str, Any], accounts: Mapping[int, Account]) -> Mapping[str, Any]:
    """The detail with the colleagues by name whom it names by number."""
    named = {key: accounts[detail[key]].display_name for key in _PEOPLE if detail.get(key) in accounts}
    return {key: value for key, value in detail.items() if key not in _PEOPLE} | named


def _note(detail: Mapping[str, Any]) -> str:
    """What the row says beyond its name, for people."""
    parts: list[str] = []
    if "lines" in detail:
        parts.append(
            _("第 %(round)s 次，共 %(lines)s 项") % {"round": detail.get("round", 1), "lines": detail["lines"]}
        )
    if checked := detail.get("checked"):
        parts.append(_("逐份核对，符合受理标准：%(names)s") % {"names": _("、").join(one["name"] for one in checked)})
    for key, words in _WORDS.items():
        if value := detail.get(key):
            parts.append(str(words[0]) % {"value": words[1].get(str(value), value)})
    return _("；").join(parts)


def _labels(choices: Any) -> dict[str, Any]:
    return dict(choices.choices)


_PEOPLE: Final = ("handed_to", "in_place_of")
_WORDS: Final[Mapping[str, tuple[Any, Mapping[str, Any]]]] = {
    "step": (gettext_lazy("环节：%(value)s"), _labels(StepKind)),
    "handed_to": (gettext_lazy("转给%(value)s"), {}),
    "in_place_of": (gettext_lazy("代%(value)s（AB角）"), {}),
    "inspectors": (gettext_lazy("%(value)s 人勘验"), {}),
    "late": (gettext_lazy("超过指派期限"), {}),
    "finding": (gettext_lazy("结论：%(value)s"), _labels(SiteFinding)),
    "recommends": (gettext_lazy("建议%(value)s"), _labels(Outcome)),
    "channel": (gettext_lazy("来自%(value)s"), _labels(Channel)),
    "letter": ("%(value)s", {}),
    "signed_on": (gettext_lazy("签收日期：%(value)s"), {}),
    "signer": (gettext_lazy("签收人：%(value)s"), _labels(SignedCopy.Signer)),
    "mode": ("%(value)s", _labels(Mode)),
    "relation": (gettext_lazy("领取人：%(value)s"), _labels(Relation)),
    "courier": (gettext_lazy("快递：%(value)s"), {}),
    "procedure": ("%(value)s", _labels(Procedure)),
    "named": ("%(value)s", {}),
    "status": ("%(value)s", _labels(CourierStatus)),
    "cell": (gettext_lazy("格口 %(value)s"), {}),
    "failure": ("%(value)s", _labels(Failure)),
    "slip": (gettext_lazy("转移单 %(value)s"), {}),
    "direction": ("%(value)s", _labels(Direction)),
    "differences": (gettext_lazy("%(value)s 处份数不符"), {}),
    "side": ("%(value)s", _labels(Side)),
    "files": (gettext_lazy("附件 %(value)s 个"), {}),
    "to_body": ("→ %(value)s", {}),
    "answer": ("%(value)s", _labels(Outcome)),
    "number": ("%(value)s", {}),
    "found": ("%(value)s", _labels(Found)),
    "credit": (gettext_lazy("信用记录：%(value)s"), {"by_hand": gettext_lazy("人工查询，没有不良记录")}),
    "put_right": (gettext_lazy("%(value)s 项已合格"), {}),
    "still_wrong": (gettext_lazy("%(value)s 项仍不合格"), {}),
    "corrected": (gettext_lazy("更正了：%(value)s"), {}),
    "confirmed": (gettext_lazy("申请人当面核对确认"), {}),
    "fetched": ("“%(value)s”", {}),
    "register": (gettext_lazy("来源：%(value)s"), {}),
    "call": ("%(value)s", {"there": gettext_lazy("查到"), "nothing": gettext_lazy("没有查到")}),
    "why_again": (gettext_lazy("再次告知的原因：%(value)s"), {}),
    "taken_back": (gettext_lazy("收回的是：%(value)s"), life_cycle.TITLES),
    "system": ("%(value)s", {}),
    "minutes": (gettext_lazy("%(value)s 分钟"), {}),
    "their_number": (gettext_lazy("对方编号：%(value)s"), {}),
    "keeping": (gettext_lazy("保管期限：%(value)s"), _labels(Keeping)),
    "way": ("%(value)s", _labels(EndingWay)),
    "ground": ("%(value)s", _labels(Ground)),
    "about": ("%(value)s", _labels(SupervisionNote.About)),
    "law": (gettext_lazy("依据：%(value)s"), {}),
    "reason": (gettext_lazy("理由：%(value)s"), {}),
    "service": (gettext_lazy("中介服务：%(value)s"), {}),
    "ordered_by": ("%(value)s", _labels(Orderer)),
    "intermediary_days": (gettext_lazy("用了 %(value)s 天"), {}),
    "terminal": (gettext_lazy("终端：%(value)s"), {}),
}
_WAITS: Final = {State.CORRECTING, State.SUSPENDED, State.FORWARDED}
_DONE: Final = {State.DECIDED, State.COMPLETED, State.DELIVERED, State.ACCEPTED}
_ENDED: Final = {State.DECLINED, State.NOT_REQUIRED, State.WITHDRAWN, State.LAPSED, State.TERMINATED}


def _tone(target: str) -> str:
    if target in _ENDED:
        return "refused"
    return "near" if target in _WAITS else "done" if target in _DONE else ""


def state_tone(state: str, outcome: str = "") -> str:
    """The colour of a state; the word always stands beside it."""
    if state in _ENDED or outcome == Outcome.REFUSED:
        return "refused"
    if state in (State.COMPLETED, State.DELIVERED, State.ARCHIVED):
        return "done"
    return "near" if state in _WAITS else ""


def broken(entries: Sequence[Entry]) -> list[Entry]:
    """The rows of one subject that were changed, or before which a row was removed: their hashes do not fit."""
    found, before = [], None
    for entry in entries:
        if bytes(entry.hash) != entry.computed_hash() or (before and bytes(entry.previous_hash) != bytes(before.hash)):
            found.append(entry)
        before = entry
    return found
