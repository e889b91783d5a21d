"""Rows of a list of cases: in words for the page, in plain cells for a spreadsheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from yichuang.cases.deciding import OFFICERS
from yichuang.cases.models import Case, Opinion, State
from yichuang.catalogue.kinds import Processing
from yichuang.delivery import queries as deliveries
from yichuang.delivery.models import Delivery, Mode
from yichuang.people.actors import Actor
from yichuang.people.models import Role
from yichuang.web.desk.story import state_tone
from yichuang.web.kit import spreadsheets

NEXT: Final[dict[State, StrPromise]] = {
    State.SUBMITTED: gettext_lazy("审核，决定是否受理"),
    State.CORRECTING: gettext_lazy("等待申请人补正"),
    State.ACCEPTED: gettext_lazy("开始审查"),
    State.SUSPENDED: gettext_lazy("等待特别程序结束"),
    State.FORWARDED: gettext_lazy("等待上级机关答复"),
    State.DECIDED: gettext_lazy("制证出件"),
    State.ISSUING: gettext_lazy("出件办结"),
    State.COMPLETED: gettext_lazy("交付申请人"),
}

_READY: Final[dict[Mode, StrPromise]] = {
    Mode.COURIER: gettext_lazy("等待交邮"),
    Mode.LOCKER: gettext_lazy("等待放入取件柜"),
    Mode.ELECTRONIC: gettext_lazy("等待申请人打开"),
}
_UNDER_WAY: Final[dict[Mode, StrPromise]] = {
    Mode.COURIER: gettext_lazy("快递在途"),
    Mode.LOCKER: gettext_lazy("在取件柜待取"),
    Mode.NOTICE: gettext_lazy("公告期内"),
}


@dataclass(frozen=True)
class Row:
    """One case of a list. `mine` tells that the next step is this officer's to take."""

    case: Case
    next: str
    mine: bool
    tone: str

    @property
    def state(self) -> str:
        return str(State(self.case.state).label)


def rows_of(cases: Sequence[Case], *, role: Role, by: Actor) -> list[Row]:
    """The cases with the next step of each; one statement more, for the opinions."""
    examined: dict[object, set[int]] = defaultdict(set)
    wanted = [case.pk for case in cases if case.state == State.EXAMINING]
    for opinion in Opinion.objects.filter(case__in=wanted) if wanted else ():
        examined[opinion.case_id, opinion.step].add(opinion.by_id)
    me = by.account.pk if by.account else 0
    ready = deliveries.ways_of([case.pk for case in cases if case.state == State.COMPLETED])
    return [
        _to_deliver(case, *ready[case.pk]) if case.pk in ready else _row(case, role, me, examined) for case in cases
    ]


def _to_deliver(case: Case, mode: Mode, sent: Delivery | None) -> Row:
    """A result that is ready: whether it waits for the window, for somebody on the way, or for the applicant."""
    tone = state_tone(case.state, case.outcome)
    if sent is not None:
        return Row(case, str(_UNDER_WAY.get(Mode(sent.mode), "")), False, tone)
    return Row(case, str(_READY.get(mode, NEXT[State.COMPLETED])), mode != Mode.ELECTRONIC, tone)


def _row(case: Case, role: Role, me: int, examined: dict[object, set[int]]) -> Row:
    tone = state_tone(case.state, case.outcome)
    instant = case.item_version.parsed.processing == Processing.INSTANT
    if case.state == State.ACCEPTED and role == Role.CHIEF_APPROVER:
        return Row(case, _("当场决定") if instant else _("等待审查人员审查"), instant, tone)
    if case.state != State.EXAMINING:
        return Row(case, str(NEXT.get(State(case.state), "")), True, tone)
    opinions = examined[case.pk, Opinion.Step.EXAMINATION]
    proposed = bool(examined[case.pk, Opinion.Step.PRELIMINARY_REVIEW])
    words, mine = _examining(role, len(opinions), me in opinions, proposed)
    return Row(case, words, mine, tone)


def _examining(role: Role, opinions: int, gave: bool, proposed: bool) -> tuple[str, bool]:
    """What a case under examination waits for."""
    if opinions < OFFICERS:
        if role != Role.EXAMINER:
            return _("等待第 %(n)s 份审查意见") % {"n": opinions + 1}, False
        return (_("等待另一人的审查意见"), False) if gave else (_("提出审查意见"), True)
    if role == Role.EXAMINER:
        return _("等待决定"), False
    if role == Role.CHIEF_APPROVER:
        return (_("等待部门负责人决定"), False) if proposed else (_("初审或者决定"), not gave)
    return _("作出决定"), not gave


def as_csv(rows: Sequence[Row], *, name: str) -> HttpResponse:
    """The page as a spreadsheet: names masked as on the page, and no cell that a spreadsheet would run."""
    heads = [_("办件编号"), _("事项"), _("申请人"), _("状态"), _("办理部门"), _("到期时间"), _("下一步")]
    lines = []
    for row in rows:
        case = row.case
        due = f"{timezone.localtime(case.due_at):%Y-%m-%d %H:%M}" if case.due_at else ""
        who, where = case.applicant.known_as, str(case.department)
        lines.append([case.number, case.item_version.title, who, row.state, where, due, row.next])
    return spreadsheets.table("csv", heads, lines, name=name)
