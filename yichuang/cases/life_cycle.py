"""Every state and every move of a case, on one screen; `move` is the only writer of a case's state.

The law is the 行政许可法 (XKF) unless another is named; AY is the 安阳市政务服务条例. The diagram in the documentation
is generated from `MOVES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from yichuang.base import journal
from yichuang.base.refusal import Refused
from yichuang.cases import timing
from yichuang.cases.models import Case, CaseStep, Outcome, State
from yichuang.people.actors import Actor


class Party(StrEnum):
    """Who may make a move. The power itself is checked in the act."""

    APPLICANT = "applicant"
    INTERESTED = "interested"
    CLERK = "clerk"
    EXAMINER = "examiner"
    APPROVER = "approver"
    SYSTEM = "system"


class Clock(StrEnum):
    """What a move does to the clock of the decision."""

    NONE = "none"
    START = "start"
    STOP = "stop"
    RESUME = "resume"
    END = "end"


@dataclass(frozen=True)
class Move:
    """One move: from where to where, who may, by what law, with which letter, what the clock does, after which outcome
    alone it is possible (any, when none is named)."""

    name: str
    label: StrPromise
    sources: tuple[State, ...]
    target: State
    who: Party
    law: str
    letter: str = ""
    clock: Clock = Clock.NONE
    after: str = ""
    stays: bool = False
    """Whether the case stays where it stands, though it may stand in several places."""


S = State
UNDECIDED: Final = (S.SUBMITTED, S.CORRECTING, S.ACCEPTED, S.EXAMINING, S.SUSPENDED, S.FORWARDED)
WAITING: Final = (S.SUBMITTED, S.CORRECTING)
"""Where somebody must answer within a time after which the law answers for him. Whoever leaves them is out of it."""
UNDER_WAY: Final = (S.EXAMINING, S.SUSPENDED, S.FORWARDED)
"""Where the steps of examination are; they wait while the clock stands still."""
PENDING: Final = (S.ACCEPTED, S.EXAMINING, S.SUSPENDED, S.FORWARDED)
"""Accepted and not yet decided."""
UNDELIVERED: Final = (S.DECIDED, S.ISSUING, S.COMPLETED)
"""Decided, and the result is not yet in the applicant's hands."""
ENDS: Final = (S.NOT_REQUIRED, S.DECLINED, S.WITHDRAWN, S.LAPSED, S.TERMINATED)

# One move a line, to be read as a table.
# fmt: off
# ruff: noqa: E501
MOVES: Final[Mapping[str, Move]] = {m.name: m for m in (
    Move("apply", pgettext_lazy("move", "申请"), (), S.SUBMITTED, Party.APPLICANT, "XKF 29; AY 36, 42", "receipt"),
    Move("apply_at_counter", pgettext_lazy("move", "窗口收件"), (), S.SUBMITTED, Party.CLERK, "XKF 29; AY 36", "receipt"),
    Move("accept_at_counter", pgettext_lazy("move", "窗口当场受理"), (), S.ACCEPTED, Party.CLERK, "XKF 32(5)", "acceptance_notice", Clock.START),
    Move("inherit", pgettext_lazy("move", "录入系统启用前的证照"), (), S.ARCHIVED, Party.SYSTEM, "XKF 50, 61"),
    Move("ask_correction", pgettext_lazy("move", "补正告知"), (S.SUBMITTED,), S.CORRECTING, Party.CLERK, "XKF 32(4); AY 36", "correction_notice"),
    Move("correct", pgettext_lazy("move", "提交补正"), (S.CORRECTING,), S.SUBMITTED, Party.APPLICANT, "XKF 32(4)"),
    Move("correct_at_counter", pgettext_lazy("move", "窗口收补正材料"), (S.CORRECTING,), S.SUBMITTED, Party.CLERK, "XKF 32(4)"),
    Move("mark_correction", pgettext_lazy("move", "核对补正"), (S.SUBMITTED,), S.SUBMITTED, Party.CLERK, "XKF 32(4)"),
    Move("correct_on_the_spot", pgettext_lazy("move", "当场更正"), (S.SUBMITTED,), S.SUBMITTED, Party.CLERK, "XKF 32(3)"),
    Move("fetch_shared", pgettext_lazy("move", "调取共享材料"), (S.SUBMITTED,), S.SUBMITTED, Party.CLERK, "国务院令第716号 7; AY 44"),
    Move("lapse", pgettext_lazy("move", "逾期视为撤回"), (S.CORRECTING,), S.LAPSED, Party.SYSTEM, "AY 36", "lapse_notice"),
    Move("accept", pgettext_lazy("move", "受理"), (S.SUBMITTED,), S.ACCEPTED, Party.CLERK, "XKF 32(5)", "acceptance_notice", Clock.START),
    Move("accept_with_gaps", pgettext_lazy("move", "容缺受理"), (S.SUBMITTED,), S.ACCEPTED, Party.CLERK, "AY 24; HN 35", "tolerance_promise", Clock.START),
    Move("deem_accepted", pgettext_lazy("move", "视为受理"), (S.SUBMITTED,), S.ACCEPTED, Party.SYSTEM, "XKF 32(4); AY 36", "acceptance_notice", Clock.START),
    Move("lapse_gaps", pgettext_lazy("move", "容缺逾期视为撤回"), PENDING, S.LAPSED, Party.SYSTEM, "AY 24", "lapse_notice", Clock.END),
    Move("revoke_acceptance", pgettext_lazy("move", "容缺逾期撤销受理"), PENDING, S.TERMINATED, Party.SYSTEM, "浙江省保障“最多跑一次”改革规定 11", "termination_notice", Clock.END),
    Move("decline", pgettext_lazy("move", "不予受理"), (S.SUBMITTED,), S.DECLINED, Party.CLERK, "XKF 32(2)", "declining_decision"),
    Move("tell_not_required", pgettext_lazy("move", "告知不需许可"), (S.SUBMITTED,), S.NOT_REQUIRED, Party.CLERK, "XKF 32(1)", "not_required_notice"),
    Move("begin_examining", pgettext_lazy("move", "开始审查"), (S.ACCEPTED,), S.EXAMINING, Party.EXAMINER, "XKF 34"),
    Move("give_opinion", pgettext_lazy("move", "审查意见"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "XKF 34(3)"),
    Move("arrange_inspection", pgettext_lazy("move", "安排现场勘验"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "XKF 34(3), 55; AY 37", "inspection_notice"),
    Move("record_inspection", pgettext_lazy("move", "记录现场勘验"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "XKF 34(3)"),
    Move("confirm_inspection", pgettext_lazy("move", "确认勘验记录"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "XKF 34(3)", "inspection_record"),
    Move("ask_expert", pgettext_lazy("move", "征求专家意见"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "AY 37"),
    Move("enter_expert_opinion", pgettext_lazy("move", "专家意见"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "AY 37"),
    Move("send_back", pgettext_lazy("move", "退回环节"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "XKF 34, 37"),
    Move("hand_on", pgettext_lazy("move", "转办"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "centre's rules"),
    Move("propose", pgettext_lazy("move", "初审"), (S.EXAMINING,), S.EXAMINING, Party.APPROVER, "XKF 34"),
    Move("suspend", pgettext_lazy("move", "进入特别程序"), (S.EXAMINING, S.SUSPENDED), S.SUSPENDED, Party.EXAMINER, "XKF 45; AY 37", "special_procedure_notice", Clock.STOP),
    Move("end_procedure", pgettext_lazy("move", "一项特别程序结束"), (S.SUSPENDED,), S.SUSPENDED, Party.EXAMINER, "XKF 45"),
    Move("resume", pgettext_lazy("move", "特别程序结束"), (S.SUSPENDED,), S.EXAMINING, Party.EXAMINER, "XKF 45", "", Clock.RESUME),
    Move("ask_extension", pgettext_lazy("move", "申请延长期限"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "XKF 42"),
    Move("extend", pgettext_lazy("move", "批准延长期限"), (S.EXAMINING,), S.EXAMINING, Party.APPROVER, "XKF 42", "extension_notice"),
    Move("refuse_extension", pgettext_lazy("move", "不予延长期限"), (S.EXAMINING,), S.EXAMINING, Party.APPROVER, "XKF 42", "extension_form"),
    Move("tell_interested_party", pgettext_lazy("move", "告知利害关系人"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "XKF 36", "interested_party_notice"),
    Move("record_statement", pgettext_lazy("move", "听取陈述申辩"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "XKF 36", "statement_record"),
    Move("make_statement", pgettext_lazy("move", "申请人书面陈述申辩"), PENDING, S.EXAMINING, Party.APPLICANT, "XKF 36", stays=True),
    Move("make_statement_as_touched", pgettext_lazy("move", "利害关系人书面陈述申辩"), PENDING, S.EXAMINING, Party.INTERESTED, "XKF 36", stays=True),
    Move("tell_hearing_rights", pgettext_lazy("move", "告知听证权利"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "XKF 47", "hearing_rights"),
    Move("ask_hearing", pgettext_lazy("move", "申请听证"), (S.EXAMINING, S.SUSPENDED), S.EXAMINING, Party.APPLICANT, "XKF 47", stays=True),
    Move("ask_hearing_as_touched", pgettext_lazy("move", "利害关系人申请听证"), (S.EXAMINING, S.SUSPENDED), S.EXAMINING, Party.INTERESTED, "XKF 47", stays=True),
    Move("take_hearing_request", pgettext_lazy("move", "收到听证申请"), (S.EXAMINING, S.SUSPENDED), S.EXAMINING, Party.EXAMINER, "XKF 47", stays=True),
    Move("waive_hearing", pgettext_lazy("move", "放弃听证"), (S.EXAMINING, S.SUSPENDED), S.EXAMINING, Party.APPLICANT, "XKF 47", stays=True),
    Move("waive_hearing_as_touched", pgettext_lazy("move", "利害关系人放弃听证"), (S.EXAMINING, S.SUSPENDED), S.EXAMINING, Party.INTERESTED, "XKF 47", stays=True),
    Move("take_hearing_waiver", pgettext_lazy("move", "收到放弃听证的声明"), (S.EXAMINING, S.SUSPENDED), S.EXAMINING, Party.EXAMINER, "XKF 47", stays=True),
    Move("call_hearing", pgettext_lazy("move", "举行听证"), (S.EXAMINING, S.SUSPENDED), S.SUSPENDED, Party.EXAMINER, "XKF 45, 46, 48", "hearing_notice", Clock.STOP),
    Move("record_hearing", pgettext_lazy("move", "听证笔录"), (S.SUSPENDED,), S.EXAMINING, Party.EXAMINER, "XKF 48", "hearing_record", Clock.RESUME),
    Move("send_upward", pgettext_lazy("move", "转报上级机关"), (S.EXAMINING,), S.FORWARDED, Party.EXAMINER, "XKF 35, 43", "forwarding_letter", Clock.STOP),
    Move("note_receipt_above", pgettext_lazy("move", "上级机关签收"), (S.FORWARDED,), S.FORWARDED, Party.EXAMINER, "XKF 35"),
    Move("record_answer", pgettext_lazy("move", "上级机关答复"), (S.FORWARDED,), S.EXAMINING, Party.EXAMINER, "XKF 35", "", Clock.RESUME),
    Move("grant", pgettext_lazy("move", "准予决定"), (S.EXAMINING,), S.DECIDED, Party.APPROVER, "XKF 38", "granting_decision", Clock.END),
    Move("refuse", pgettext_lazy("move", "不予决定"), (S.EXAMINING,), S.DECIDED, Party.APPROVER, "XKF 38", "refusing_decision", Clock.END),
    Move("grant_at_once", pgettext_lazy("move", "当场准予"), (S.ACCEPTED,), S.DECIDED, Party.APPROVER, "XKF 34(2)", "granting_decision", Clock.END),
    Move("grant_on_promise", pgettext_lazy("move", "凭承诺准予"), (S.ACCEPTED,), S.DECIDED, Party.APPROVER, "AY 26; 国办发〔2020〕42号", "granting_decision", Clock.END),
    Move("deem_renewed", pgettext_lazy("move", "视为准予延续"), PENDING, S.DECIDED, Party.SYSTEM, "XKF 50", "renewal_decision", Clock.END),
    Move(
        "begin_making",
        pgettext_lazy("move", "开始制证"),
        (S.DECIDED,),
        S.ISSUING,
        Party.EXAMINER,
        "XKF 39",
        after=Outcome.GRANTED,
    ),
    Move("issue", pgettext_lazy("move", "出件办结"), (S.DECIDED, S.ISSUING), S.COMPLETED, Party.EXAMINER, "XKF 39, 44", "result"),
    Move("deliver", pgettext_lazy("move", "送达"), (S.COMPLETED,), S.DELIVERED, Party.CLERK, "XKF 44", "service_receipt"),
    Move("revoke_for_promise", pgettext_lazy("move", "撤销决定"), UNDELIVERED, S.TERMINATED, Party.APPROVER, "AY 28; 国办发〔2020〕42号", "revoking_decision"),
    Move("end_certificate", pgettext_lazy("move", "撤销、撤回或者注销证照"), UNDELIVERED, S.TERMINATED, Party.APPROVER, "XKF 8, 69, 70", "revoking_decision"),
    Move("archive", pgettext_lazy("move", "归档"), (S.DELIVERED, *ENDS), S.ARCHIVED, Party.SYSTEM, "国务院令第716号 12"),
    Move("withdraw", pgettext_lazy("move", "撤回申请"), UNDECIDED, S.WITHDRAWN, Party.APPLICANT, "AY 26", "withdrawal_notice", Clock.END),
    Move("withdraw_at_counter", pgettext_lazy("move", "窗口收撤回申请"), UNDECIDED, S.WITHDRAWN, Party.CLERK, "AY 26", "withdrawal_notice", Clock.END),
    Move("take_back_acceptance", pgettext_lazy("move", "收回受理"), (S.ACCEPTED,), S.SUBMITTED, Party.CLERK, "XKF 32", "", Clock.END),
    Move("take_back_correction", pgettext_lazy("move", "收回补正告知"), (S.CORRECTING,), S.SUBMITTED, Party.CLERK, "XKF 32(4)", "taking_back_notice"),
    Move("take_back_declining", pgettext_lazy("move", "收回不予受理"), (S.DECLINED,), S.SUBMITTED, Party.CLERK, "XKF 32(2)"),
    Move("take_back_not_required", pgettext_lazy("move", "收回不受理告知"), (S.NOT_REQUIRED,), S.SUBMITTED, Party.CLERK, "XKF 32(1)"),
    Move("take_back_visit", pgettext_lazy("move", "收回勘验安排"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "XKF 34(3)", "taking_back_notice"),
    Move("take_back_suspension", pgettext_lazy("move", "收回特别程序"), (S.SUSPENDED,), S.EXAMINING, Party.EXAMINER, "XKF 45", "taking_back_notice", Clock.RESUME),
    Move("take_back_asking", pgettext_lazy("move", "收回延长申请"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "XKF 42"),
    Move("take_back_examining", pgettext_lazy("move", "退回待审查"), (S.EXAMINING,), S.ACCEPTED, Party.EXAMINER, "XKF 34"),
    Move("take_back_opinion", pgettext_lazy("move", "收回审查意见"), (S.EXAMINING,), S.EXAMINING, Party.EXAMINER, "XKF 34(3)"),
    Move("take_back_proposal", pgettext_lazy("move", "收回初审意见"), (S.EXAMINING,), S.EXAMINING, Party.APPROVER, "XKF 34"),
    Move("take_back_making", pgettext_lazy("move", "收回开始制证"), (S.ISSUING,), S.DECIDED, Party.EXAMINER, "XKF 39"),
    Move("take_back_issue", pgettext_lazy("move", "收回出件"), (S.COMPLETED,), S.DECIDED, Party.EXAMINER, "XKF 39, 44"),
    Move("take_back_delivery", pgettext_lazy("move", "更正送达登记"), (S.DELIVERED,), S.COMPLETED, Party.CLERK, "XKF 44"),
    Move("terminate", pgettext_lazy("move", "终止办理"), UNDECIDED, S.TERMINATED, Party.APPROVER, "centre's rules", "termination_notice", Clock.END),
)}
# fmt: on


NOTED: Final[Mapping[str, StrPromise]] = {
    "tell_intention": pgettext_lazy("move", "告知拟撤销、撤回"),
    "hear_holder": pgettext_lazy("move", "听取陈述申辩"),
    "drop_intention": pgettext_lazy("move", "不再撤销、撤回"),
    "remind": pgettext_lazy("move", "提醒延续"),
    "supervision_seen": pgettext_lazy("move", "监管部门签收"),
    "recounted": pgettext_lazy("move", "按日历重新计算期限"),
    "go_on": pgettext_lazy("move", "前一件办成，接着办"),
    "go_on_without": pgettext_lazy("move", "前一件没有办成"),
    "delivery_chosen": pgettext_lazy("move", "选择送达方式"),
    "sent": pgettext_lazy("move", "交邮"),
    "courier_status": pgettext_lazy("move", "快递状态"),
    "sending_taken_back": pgettext_lazy("move", "更正交邮登记"),
    "put_in_locker": pgettext_lazy("move", "放入取件柜"),
    "announced": pgettext_lazy("move", "公告送达"),
    "delivery_failed": pgettext_lazy("move", "送达未成"),
    "parcel_told": pgettext_lazy("move", "申请人寄出材料"),
    "parcel_received": pgettext_lazy("move", "收到寄来的材料"),
    "signed_copy": pgettext_lazy("move", "收到签字的回执"),
    "take_back_signed_copy": pgettext_lazy("move", "收回回执登记"),
    "photograph_added": pgettext_lazy("move", "上传现场照片"),
    "papers_passed": pgettext_lazy("move", "纸质材料移交"),
    "papers_received": pgettext_lazy("move", "纸质材料签收"),
    "intermediary_begun": pgettext_lazy("move", "登记中介服务开始"),
    "intermediary_back": pgettext_lazy("move", "登记中介服务完成"),
    "reentry_begun": pgettext_lazy("move", "开始二次录入"),
    "reentry_finished": pgettext_lazy("move", "二次录入完成"),
    "supplement": pgettext_lazy("move", "补交承诺后补的材料"),
    "supplement_at_counter": pgettext_lazy("move", "窗口收后补材料"),
    "withdraw_promise": pgettext_lazy("move", "撤回承诺"),
    "withdraw_promise_at_counter": pgettext_lazy("move", "窗口收撤回承诺"),
    "check_promise": pgettext_lazy("move", "承诺核查"),
    "order_to_keep": pgettext_lazy("move", "责令改正"),
    "repair_credit": pgettext_lazy("move", "信用修复"),
    "bill_drawn": pgettext_lazy("move", "开缴费单"),
    "bill_reduced": pgettext_lazy("move", "减免费用"),
    "bill_cancelled": pgettext_lazy("move", "作废缴费单"),
    "bill_overdue": pgettext_lazy("move", "缴费逾期提醒"),
    "bill_paid": pgettext_lazy("move", "缴费"),
    "payment_set_aside": pgettext_lazy("move", "收到不能入账的缴费"),
    "refunded": pgettext_lazy("move", "退费"),
    "voucher_recorded": pgettext_lazy("move", "登记电子票据"),
}
"""Acts in the history of a case that move nothing. What was granted can also be ended long after the case is over."""


TITLES: Final[Mapping[str, StrPromise]] = {name: one.label for name, one in MOVES.items()} | dict(NOTED)
"""What each act is called."""


class WrongState(Refused):
    """The act is not possible in the state in which the case stands."""

    code = "wrong_state"


class Overdue(Refused):
    """A limit is over after which the law itself has spoken, and what it said is not yet written down."""

    code = "overdue"


def may(case: Case, name: str) -> bool:
    """Whether the table allows the move from where the case stands."""
    step = MOVES[name]
    return case.state in step.sources and step.after in ("", case.outcome)


def title_of(act: str) -> str:
    """What an act in the history of a case is called: a move of the table, or one that moves nothing."""
    name = act.removeprefix("case.")
    if name in MOVES:
        return str(MOVES[name].label)
    return str(NOTED[name]) if name in NOTED else act


def require(case: Case, name: str) -> None:
    """Refuse with a sentence unless the table allows the move."""
    if not may(case, name):
        move_ = MOVES[name]
        if case.state in ENDS:
            raise WrongState(
                _("办件 %(number)s 已经结束（%(state)s），不能再做“%(move)s”。需要办理的，请重新申请。")
                % {"number": case.number, "state": State(case.state).label, "move": move_.label}
            )
        raise WrongState(
            _("办件 %(number)s 现在是“%(state)s”，不能做“%(move)s”。请刷新页面查看最新进度。")
            % {"number": case.number, "state": State(case.state).label, "move": move_.label}
        )


def move(
    *,
    case: Case,
    name: str,
    by: Actor,
    at: datetime,
    mandate_id: int | None = None,
    detail: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Make the move: set the state and what changes with it, save, and write the one journal entry.

    The caller holds the lock on the case's row (or has just built it). Two statements for the journal, one for the
    case, one for its steps when it leaves examination, three when its clock moved. Raises `WrongState`, `Overdue`.
    """
    step = MOVES[name]
    before = "" if case._state.adding else case.state
    if step.sources or before:
        require(case, name)
    if before in (*WAITING, *PENDING) and not by.is_system:
        _require_time_left(case, at=at)
    case.state = target = before if step.stays else step.target
    if before in WAITING or target in ENDS:
        changes.setdefault("deemed_at", None)
    if target in ENDS and case.follows_id is not None:
        timing.end_holds(case, at=at)
    for field, value in changes.items():
        setattr(case, field, value)
    if before:
        case.version += 1
        case.save(update_fields=["state", "version", *changes])
        if before in UNDER_WAY:
            _take_steps_along(case, moved_clock="due_at" in changes)
    else:
        case.save(force_insert=True)
    note(
        case=case,
        act=name,
        by=by,
        at=at,
        mandate_id=mandate_id,
        detail={"from": before, "to": str(target), "version": case.version} | (detail or {}),
    )


def _require_time_left(case: Case, *, at: datetime) -> None:
    """The last line: acts begin with `deeming.locked`, which leaves nothing due. What is deemed by law is so from the
    moment on when the time is over, not from the run of a job: nobody accepts with a later date, or asks for
    corrections, what is accepted already (XKF 32(4); AY 24, 36)."""
    if case.deemed_at is not None and case.deemed_at <= at:
        raise Overdue(
            _("办件 %(number)s 的法定期限已于 %(when)s 届满，其后果由系统依法自动登记。请几分钟后刷新页面查看。")
            % {"number": case.number, "when": f"{timezone.localtime(case.deemed_at):%Y-%m-%d %H:%M}"}
        )


def _take_steps_along(case: Case, *, moved_clock: bool) -> None:
    """However a case leaves examination, nothing of it stays open on anybody's list; whatever moves its clock, moves
    that of its open steps."""
    if case.state not in UNDER_WAY:
        left = CaseStep.objects.filter(case=case, state__in=[CaseStep.State.WAITING, CaseStep.State.OPEN])
        left.update(state=CaseStep.State.DROPPED, due_at=None)
    elif moved_clock:
        timing.count_steps_again(case)


def note(
    *,
    case: Case,
    act: str,
    by: Actor,
    at: datetime,
    mandate_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write an act into the case's history. `move` does it for a move; an act that moves nothing calls this alone."""
    journal.write(
        act=f"case.{act}",
        subject=subject(case),
        by=by,
        at=at,
        mandate_id=mandate_id,
        centre_id=case.centre_id,
        detail=detail,
    )


def subject(case: Case) -> journal.Subject:
    """The case as the journal names it."""
    return journal.Subject("case", case.number)
