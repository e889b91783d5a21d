"""The way of a case in plain words: what was done, where it stands, what comes next. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yichuang.cases.models import Case, CaseStep, Correction, Hold, Outcome, State
from yichuang.catalogue.content import Content
from yichuang.catalogue.kinds import StepKind

Tone = Literal["done", "current", "ahead", "refused"]
S = State
_REACHED = {
    S.SUBMITTED: 0,
    S.CORRECTING: 0,
    S.ACCEPTED: 1,
    S.EXAMINING: 1,
    S.SUSPENDED: 1,
    S.FORWARDED: 1,
    S.DECIDED: 2,
    S.ISSUING: 2,
    S.COMPLETED: 3,
    S.DELIVERED: 4,
    S.ARCHIVED: 4,
}


@dataclass(frozen=True)
class Step:
    """One step for the time line of the kit."""

    title: str
    state: Tone
    at: datetime | None = None
    note: str = ""
    who: str = ""


@dataclass(frozen=True)
class Next:
    """What happens next, in one sentence; by when; whether it is the applicant's turn."""

    words: str
    due: datetime | None = None
    mine: bool = False


def where_to_collect(case: Case) -> str:
    """The centre and the part of its hall where the result lies."""
    if case.zone is None:
        return str(case.centre)
    return _("%(centre)s%(zone)s") % {"centre": case.centre, "zone": case.zone}


def is_to_pay(case: Case, holds: Sequence[Hold]) -> bool:
    """Whether what was granted waits for nothing but its fee; `holds` are those of the case."""
    unpaid = any(one.kind == Hold.Kind.PAYMENT and one.until is None for one in holds)
    return unpaid and case.outcome == Outcome.GRANTED and case.state != S.TERMINATED


def next_of(
    case: Case, correction: Correction | None = None, now: Sequence[CaseStep] = (), *, to_pay: bool = False
) -> Next:
    """What happens next and by which date; `now` are the steps that are open while it is examined."""
    if case.state == S.CORRECTING:
        answer_by = correction.answer_by if correction else case.due_at
        return Next(_("请您补正：按告知书补齐或改正后重新提交。"), answer_by, mine=True)
    if to_pay:
        return Next(_("已经准予，请您缴费：缴清以后才能出件和送达。"), mine=True)
    if case.state == S.EXAMINING and now:
        return _at_steps(now, case.item_version.parsed)
    if case.state == S.TERMINATED and case.outcome:
        return Next(_("准予的内容已经失效，结果不再送达。理由和救济途径写在决定书里。"))
    words = {
        S.SUBMITTED: _("窗口正在核对材料，符合条件的会出具受理通知书，缺什么会一次告诉您。"),
        S.ACCEPTED: _("部门开始审查，会在期限内作出决定。"),
        S.EXAMINING: _("部门正在审查，会在期限内作出决定。"),
        S.SUSPENDED: _("正在进行法定的特别程序，所需时间不计入办理期限。"),
        S.FORWARDED: _("已经审查完毕，连同全部材料转报上级机关，正在等待答复。您不用再交材料。"),
        S.DECIDED: _("决定已经作出，正在制作结果文书。"),
        S.ISSUING: _("正在制作证照或者文书。"),
        S.COMPLETED: _("结果已经办好，按您选择的方式送达；到窗口领取的，请带身份证到%(place)s。")
        % {"place": where_to_collect(case)},
        S.DELIVERED: _("已经送达，没有要办的了。"),
        S.ARCHIVED: _("已经送达并归档，没有要办的了。"),
        S.NOT_REQUIRED: _("这件事不需要许可，您可以直接去做。原因写在告知书里。"),
        S.DECLINED: _("没有受理。原因和救济途径写在决定书里，补齐条件后可以重新申请。"),
        S.WITHDRAWN: _("您已撤回申请。需要时可以重新申请。"),
        S.LAPSED: _("逾期没有补正或者补齐，视为撤回。需要时可以重新申请。"),
        S.TERMINATED: _("办理已经终止，原因写在文书里。"),
    }[State(case.state)]
    return Next(words, case.due_at if case.is_open else None, mine=case.state == S.COMPLETED)


_AT_THE_WINDOW = (S.SUBMITTED, S.COMPLETED)
_IN_THE_DEPARTMENT = (S.ACCEPTED, S.EXAMINING, S.SUSPENDED, S.DECIDED, S.ISSUING)


def holder_of(case: Case, now: Sequence[CaseStep] = (), *, above: str = "", to_pay: bool = False) -> str:
    """Who has the case now: the applicant, the window, the departments whose steps are open, the body above. Empty when
    it is over."""
    if case.state == S.CORRECTING or to_pay:
        return _("您")
    if case.state in _AT_THE_WINDOW:
        return where_to_collect(case)
    if case.state == S.FORWARDED and above:
        return above
    if now:
        return _("、").join(dict.fromkeys(str(step.department) for step in now))
    return str(case.department) if case.state in _IN_THE_DEPARTMENT else ""


def _at_steps(now: Sequence[CaseStep], content: Content) -> Next:
    """Which department has the case, with what, and until when. Officers act for their department and are not named."""
    departments = _("、").join(dict.fromkeys(str(step.department) for step in now))
    due = max((step.due_at for step in now if step.due_at), default=None)
    if now[0].kind == StepKind.DECIDE:
        return Next(_("审查已经完成，现在由%(departments)s作出决定。") % {"departments": departments}, due)
    told = {"departments": departments, "step": now[0].called(content)}
    if len(now) > 1:
        return Next(_("现在由%(departments)s同时办理“%(step)s”，都办完才进入下一环节。") % told, due)
    return Next(_("现在由%(departments)s办理“%(step)s”，之后还要作出决定。") % told, due)


def steps(case: Case, now: Sequence[CaseStep] = (), *, to_pay: bool = False) -> list[Step]:
    """The time line: five steps for a case on its way, or what was done and how it ended."""
    if case.state not in _REACHED:
        return _ended(case)
    reached = _REACHED[State(case.state)]
    refused = case.outcome == Outcome.REFUSED
    words = [
        (_("申请已提交"), case.submitted_at),
        (pgettext("step", "受理"), case.accepted_at),
        (
            _("作出决定：%(outcome)s") % {"outcome": Outcome(case.outcome).label} if case.outcome else _("作出决定"),
            case.decided_at,
        ),
        (_("办结，可以领取结果"), case.completed_at),
        (pgettext("step", "送达"), case.ended_at if case.state in (S.DELIVERED, S.ARCHIVED) else None),
    ]
    found: list[Step] = []
    for number, (title, at) in enumerate(words):
        state: Tone = "done" if number < reached else "current" if number == reached else "ahead"
        if number == reached and case.state in (S.DELIVERED, S.ARCHIVED):
            state = "done"
        if number == 2 and refused:
            state = "refused"
        note = next_of(case, now=now, to_pay=to_pay).words if number == reached else ""
        found.append(Step(title, state, at, note))
    return found


def _ended(case: Case) -> list[Step]:
    found = [Step(_("申请已提交"), "done", case.submitted_at)]
    if case.accepted_at:
        found.append(Step(pgettext("step", "受理"), "done", case.accepted_at))
    if case.outcome:
        decided = _("作出决定：%(outcome)s") % {"outcome": Outcome(case.outcome).label}
        found.append(Step(decided, "done", case.decided_at))
    tone: Tone = "refused" if case.state in (S.DECLINED, S.TERMINATED) else "done"
    return [*found, Step(str(State(case.state).label), tone, case.ended_at, next_of(case).words)]


def tone_of(case: Case) -> str:
    """How a case's state is coloured: near for my turn, done, refused, quiet for what ended otherwise."""
    if case.outcome == Outcome.REFUSED or case.state in (S.DECLINED, S.TERMINATED):
        return "refused"
    if case.state == S.CORRECTING:
        return "near"
    if case.state in (S.COMPLETED, S.DELIVERED, S.ARCHIVED):
        return "done"
    return "quiet" if case.state in (S.WITHDRAWN, S.LAPSED, S.NOT_REQUIRED) else ""
