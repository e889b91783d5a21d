"""Rows of a list of cases: in words for the page, in plain cells for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from yichuang.cases import deeming
from yichuang.cases.models import ACT_OF, Case, CaseStep, ExpertOpinion, Opinion, State, StepHandover
from yichuang.catalogue.kinds import StepKind
from yichuang.delivery import queries as deliveries
from yichuang.delivery.models import Delivery, Mode
from yichuang.offices.queries import desk_of
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

AT_STEP: Final[dict[str, StrPromise]] = {
    "inspect": gettext_lazy("安排现场勘验，记录并确认"),
    "hear_experts": gettext_lazy("征求专家意见"),
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
    """One case of a list. `mine` tells that the next step is this officer's to take; under examination the case is at
    `step`, which has a time of its own."""

    case: Case
    next: str
    mine: bool
    tone: str
    step: CaseStep | None = None

    @property
    def state(self) -> str:
        """Where it stands; under examination, at which step."""
        state = str(State(self.case.state).label)
        return f"{state} · {self.step}" if self.step is not None and self.step.name else state

    @property
    def due_at(self) -> datetime | None:
        """When the step, or what is next for the case, is due."""
        return self.step.due_at if self.step is not None else self.case.due_at


def rows_of(cases: Sequence[Case], *, role: Role, by: Actor, at: datetime) -> list[Row]:
    """The cases as they stand by law, with the next step of each; five statements more at most."""
    cases = deeming.listed(cases, at=at)
    lying = {case.pk: Lying() for case in cases if case.state == State.EXAMINING}
    if lying:
        steps = CaseStep.objects.filter(case__in=lying, state=CaseStep.State.OPEN).select_related("department")
        for step in steps.order_by("position", "department_id"):
            lying[step.case_id].steps.append(step)
        open_ = [step.pk for one in lying.values() for step in one.steps]
        for opinion in Opinion.objects.filter(at_step__in=open_):
            lying[opinion.case_id].opinions.append(opinion)
        for asked in ExpertOpinion.objects.filter(step__in=open_, account=by.account, answered_at=None):
            lying[asked.case_id].asked.append(asked.step_id)
        for handover in StepHandover.objects.filter(step__in=open_, settled_at=None).select_related("taker", "step"):
            lying[handover.step.case_id].handovers.append(handover)
    posted = desk_of(by.account, timezone.localdate(at)).departments if lying and by.account else []
    me, mine = by.account.pk if by.account else 0, {one.pk for one in posted}
    ready = deliveries.ways_of([case.pk for case in cases if case.state == State.COMPLETED])
    return [
        _to_deliver(case, *ready[case.pk]) if case.pk in ready else _row(case, role, me, lying.get(case.pk), mine)
        for case in cases
    ]


def _to_deliver(case: Case, mode: Mode, sent: Delivery | None) -> Row:
    """A result that is ready: whether it waits for the window, for somebody on the way, or for the applicant."""
    tone = state_tone(case.state, case.outcome)
    if sent is not None:
        return Row(case, str(_UNDER_WAY.get(Mode(sent.mode), "")), False, tone)
    return Row(case, str(_READY.get(mode, NEXT[State.COMPLETED])), mode != Mode.ELECTRONIC, tone)


@dataclass(frozen=True)
class Lying:
    """Where a case under examination lies: the open steps, what was said there, to whom they were handed, and at
    which of them this officer was asked as an expert and has not answered."""

    steps: list[CaseStep] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    handovers: list[StepHandover] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)


def _row(case: Case, role: Role, me: int, lying: Lying | None, mine: set[int]) -> Row:
    tone = state_tone(case.state, case.outcome)
    instant = case.item_version.parsed.is_instant
    if case.state == State.ACCEPTED and role == Role.CHIEF_APPROVER:
        return Row(case, _("当场决定") if instant else _("等待审查人员审查"), instant, tone)
    if lying is None or not lying.steps:
        return Row(case, str(NEXT.get(State(case.state), "")), True, tone)
    if asked := [one for one in lying.steps if one.pk in lying.asked]:
        return Row(case, _("提出专家意见"), True, tone, asked[0])
    step = next((one for one in lying.steps if one.department_id in mine), lying.steps[0])
    words, is_mine = _at_step(step, role, me, lying)
    return Row(case, words, is_mine, tone, step)


def _at_step(step: CaseStep, role: Role, me: int, lying: Lying) -> tuple[str, bool]:
    """What a case under examination waits for, and whether it is this officer's turn."""
    here = [one for one in lying.opinions if one.at_step_id == step.pk]
    if ACT_OF[step.kind] in AT_STEP:
        return str(AT_STEP[ACT_OF[step.kind]]), role == Role.EXAMINER
    if ACT_OF[step.kind] != "give_opinion":
        return _before_decision(step, role, any(one.step == Opinion.Step.PRELIMINARY_REVIEW for one in here))
    takers = [one.taker for one in lying.handovers if one.step_id == step.pk]
    if role != Role.EXAMINER:
        return _("等待第 %(n)s 份审查意见") % {"n": len(here) + 1}, False
    if any(one.by_id == me for one in here):
        return _("等待另一人的审查意见"), False
    if takers and all(one.pk != me for one in takers) and step.officers - len(here) <= len(takers):
        return _("已转由%(names)s办理") % {"names": "、".join(one.display_name for one in takers)}, False
    if step.kind == StepKind.COUNTERSIGN:
        return _("提出会签意见"), True
    return (_("提出审查意见（转给您办理）") if any(one.pk == me for one in takers) else _("提出审查意见")), True


def _before_decision(step: CaseStep, role: Role, proposed: bool) -> tuple[str, bool]:
    if step.kind == StepKind.REVIEW:
        return (_("提出初审意见"), True) if role in (Role.CHIEF_APPROVER, Role.HEAD) else (_("等待初审"), False)
    if role == Role.CHIEF_APPROVER:
        return (_("等待部门负责人决定"), False) if proposed else (_("初审或者决定"), True)
    return (_("作出决定"), True) if role == Role.HEAD else (_("等待决定"), False)


def as_csv(rows: Sequence[Row], *, name: str) -> HttpResponse:
    """The page as a spreadsheet: names masked as on the page, and no cell that a spreadsheet would run."""
    heads = [_("办件编号"), _("事项"), _("申请人"), _("状态"), _("办理部门"), _("到期时间"), _("下一步")]
    lines = []
    for row in rows:
        case = row.case
        due = f"{timezone.localtime(row.due_at):%Y-%m-%d %H:%M}" if row.due_at else ""
        who, where = case.applicant.known_as, str(case.department)
        lines.append([case.number, case.item_version.title, who, row.state, where, due, row.next])
    return spreadsheets.table("csv", heads, lines, name=name)
