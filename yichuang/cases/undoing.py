"""Taking back the last step of a case (收回): a new act that everybody sees. Nothing is edited away.

Only what nobody has built upon can be taken back, by who did it or by his chief, within the time that the centre's
rule gives, by close of business of the same working day where it has none. A letter that goes with the step is revoked
with the reason and its number stays used; where the applicant holds it already, another letter tells him. A decision
cannot be taken back: it is revoked under XKF 69.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from yichuang.base.journal import Entry
from yichuang.base.limits import Limit, Unit
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import deeming, letters, life_cycle, never_undone, queries, repeating, standing, timing
from yichuang.cases.afterwards import quotas
from yichuang.cases.models import (
    Case,
    CaseStep,
    Certificate,
    Correction,
    Extension,
    Hold,
    Inspection,
    LaterPromise,
    Opinion,
    Rule,
    SignedCopy,
)
from yichuang.cases.steps import reopening
from yichuang.documents.models import Letter, LetterKind
from yichuang.documents.writing import revoke_letter
from yichuang.offices import mandates
from yichuang.offices.models import Duty, Power
from yichuang.people.actors import Actor

SAME_DAY: Final = Limit(0, Unit.instant)
CHIEFS: Final = (Duty.HEAD, Duty.CHIEF_APPROVER)
SILENT: Final = frozenset(
    f"case.{act}"
    for act in (
        *("recounted", "delivery_chosen", "parcel_told", "parcel_received", "papers_passed", "papers_received"),
        *("signed_copy", "take_back_signed_copy"),
        *("intermediary_begun", "intermediary_back"),
    )
)
"""Acts that build upon no step: a step before them is still the last one."""


class NotToBeUndone(Refused):
    """The last step of the case cannot be taken back, by this person or at this time."""

    code = "not_to_be_undone"


Undo = Callable[[Case, Entry, Actor, datetime], dict[str, Any]]


AtStep = Callable[[Case, Entry], CaseStep | None]


def _nothing(_case: Case, _entry: Entry, _by: Actor, _at: datetime) -> dict[str, Any]:
    return {}


def _at_none(_case: Case, _entry: Entry) -> None:
    return None


@dataclass(frozen=True)
class Reversal:
    """What can be taken back: the power it needs, the move that does it, why that is lawful, whether a letter told the
    applicant (`also`: which others went with it), what else has to change (`undo` gives the columns of the case), and
    at which step of a department it was done (`at`), if at one. `effect` is what a letter says to an applicant who
    holds the former one already; without it, what he holds is not taken back."""

    power: Power
    move: str
    why: StrPromise
    letter: bool = False
    also: tuple[LetterKind, ...] = ()
    undo: Undo = field(default=_nothing)
    at: AtStep = field(default=_at_none)
    effect: str = ""


def _unaccepted(case: Case, entry: Entry, by: Actor, at: datetime) -> dict[str, Any]:
    columns = _before_the_window(case, entry, by, at)
    if columns["deemed_at"] and columns["deemed_at"] <= at:
        raise NotToBeUndone(
            _("一次告知的期限已过，这件申请依法已经视为受理（《行政许可法》第三十二条），受理不能收回。")
        )
    if entry.act == "case.accept_at_counter":
        letters.receipt(case, queries.given(case), by=by, at=at)
    quotas.leave(case)
    nothing = {"accepted_at": None, "accepted_by": None, "statutory_due_at": None, "promised_due_at": None}
    return columns | nothing | {"due_is_provisional": False}


def _before_the_window(case: Case, _entry: Entry, _by: Actor, _at: datetime) -> dict[str, Any]:
    """The dates as they were when it came in last: a mistake of the window wins it no time."""
    answered = Correction.objects.filter(case=case, answered_at__isnull=False).order_by("-round").first()
    came_in = answered.answered_at if answered and answered.answered_at else case.submitted_at
    timing.set_review_due(case, at=came_in)
    return {"due_at": case.due_at, "warn_at": case.warn_at, "deemed_at": case.deemed_at, "ended_at": None}


def _not_asked(case: Case, entry: Entry, by: Actor, at: datetime) -> dict[str, Any]:
    Correction.objects.filter(case=case, answered_at__isnull=True).update(taken_back_at=at)
    return _before_the_window(case, entry, by, at)


def _unaccepted_with_gaps(case: Case, entry: Entry, by: Actor, at: datetime) -> dict[str, Any]:
    """The promise to bring more stays signed; its last day and its effect came with the acceptance."""
    LaterPromise.objects.filter(case=case).update(due_at=None, effect="", basis="")
    return _unaccepted(case, entry, by, at)


def _never_held(case: Case, entry: Entry, _by: Actor, at: datetime) -> dict[str, Any]:
    """The days of a procedure begun by mistake count: the clock runs as if it had never stopped."""
    Hold.objects.filter(case=case, pk=entry.detail["hold"]).update(taken_back_at=at)
    if Hold.objects.filter(case=case, until__isnull=True, stops_clock=True).exists():
        raise NotToBeUndone(_("还有别的特别程序在进行，请用“特别程序结束”登记这一项的结果。"))
    return timing.recounted(case)


def _not_asked_for_time(case: Case, _entry: Entry, _by: Actor, at: datetime) -> dict[str, Any]:
    Extension.objects.filter(case=case, granted__isnull=True).update(taken_back_at=at)
    return {}


def _no_visit(case: Case, _entry: Entry, _by: Actor, _at: datetime) -> dict[str, Any]:
    planned = Inspection.objects.filter(case=case, state=Inspection.State.ARRANGED)
    planned.update(state=Inspection.State.DROPPED)
    return {}


def _unbegun(case: Case, _entry: Entry, _by: Actor, _at: datetime) -> dict[str, Any]:
    if Opinion.every.filter(case=case).exists():
        raise NotToBeUndone(_("已经有人提过审查意见，办件留在审查环节。"))
    reopening.unlay(case)
    return {"why_not_at_once": ""}


def _without_opinion(case: Case, entry: Entry, _by: Actor, at: datetime) -> dict[str, Any]:
    reopening.unwrite(case, _opinion_of(case, entry), at=at)
    return {}


def _step_of_opinion(case: Case, entry: Entry) -> CaseStep | None:
    return _opinion_of(case, entry).at_step


def _step_of_visit(case: Case, entry: Entry) -> CaseStep | None:
    return CaseStep.objects.filter(inspections__case=case, inspections__arranged_at=entry.at).first()


def _opinion_of(case: Case, entry: Entry) -> Opinion:
    """The opinion that the entry tells of, with its step."""
    mine = Opinion.objects.filter(case=case, by=int(entry.who_id), at=entry.at)
    return mine.select_related("at_step__department").get()


def _uncompleted(case: Case, _entry: Entry, _by: Actor, at: datetime) -> dict[str, Any]:
    """The certificate never counted. One in the place of another came with the decision, and stays."""
    gone_on = Case.objects.filter(follows=case, holds__kind=Hold.Kind.PARENT, holds__until__isnull=False).first()
    if gone_on is not None and gone_on.is_open:
        raise NotToBeUndone(
            _("办件 %(number)s 已经凭这一件的结果接着办，出件不能收回。需要改变的，请部门负责人依法处理。")
            % {"number": gone_on.number}
        )
    written = Certificate.objects.select_for_update().filter(case=case, former__isnull=True).first()
    if written is not None:
        waiting = Case.objects.filter(former=written).values_list("number", flat=True).first()
        if waiting:
            raise NotToBeUndone(
                _("申请人已经凭这份证照提出申请（%(number)s），出件不能收回。需要改变的，请部门负责人依法处理。")
                % {"number": waiting}
            )
        Certificate.objects.filter(pk=written.pk).update(taken_back_at=at)
    return {"completed_at": None}


_UNTOLD: Final = _("尚未进入审查，申请人的权利没有因此减少")
_UNUSED: Final = _("还没有人据此作出下一步")
_ACCEPTANCE: Final = Reversal(Power.ACCEPT, "take_back_acceptance", _UNTOLD, letter=True, undo=_unaccepted)
# One act a line, to be read as a table.
# fmt: off
# ruff: noqa: E501
TABLE: Final[Mapping[str, Reversal]] = {
    "accept": _ACCEPTANCE,
    "accept_at_counter": _ACCEPTANCE,
    "accept_with_gaps": Reversal(Power.ACCEPT, "take_back_acceptance", _UNTOLD, letter=True, also=(LetterKind.ACCEPTANCE_NOTICE,), undo=_unaccepted_with_gaps),
    "ask_correction": Reversal(Power.CORRECT, "take_back_correction", _("申请人还没有补正，告知有误的应当及时更正"), letter=True, undo=_not_asked, effect="你（单位）不用按该告知书补正。是否受理的期限仍从原来收到申请材料之日起计算。"),
    "decline": Reversal(Power.DECLINE, "take_back_declining", _("决定书还没有交到申请人手里，收回对申请人有利"), letter=True, undo=_before_the_window),
    "tell_not_required": Reversal(Power.DECLINE, "take_back_not_required", _("告知书还没有交到申请人手里，收回对申请人有利"), letter=True, undo=_before_the_window),
    "begin_examining": Reversal(Power.EXAMINE, "take_back_examining", _UNUSED, undo=_unbegun),
    "give_opinion": Reversal(Power.EXAMINE, "take_back_opinion", _UNUSED, undo=_without_opinion, at=_step_of_opinion),
    "arrange_inspection": Reversal(Power.EXAMINE, "take_back_visit", _("还没有去现场"), letter=True, undo=_no_visit, at=_step_of_visit, effect="原定的现场核查（勘验）不再进行，你（单位）不用等候；需要另行核查的，本机关重新通知。"),
    "suspend": Reversal(Power.EXAMINE, "take_back_suspension", _("不该停的期限接着算，对申请人有利"), letter=True, undo=_never_held, effect="该程序不再进行，办理期限视为没有暂停，照常计算。"),
    "ask_extension": Reversal(Power.EXAMINE, "take_back_asking", _UNUSED, undo=_not_asked_for_time),
    "propose": Reversal(Power.PRELIMINARY_REVIEW, "take_back_proposal", _UNUSED, undo=_without_opinion, at=_step_of_opinion),
    "begin_making": Reversal(Power.ISSUE, "take_back_making", _UNUSED),
    "issue": Reversal(Power.ISSUE, "take_back_issue", _("结果还在窗口，没有交出"), undo=_uncompleted),
}
# fmt: on
Table = Mapping[str, Reversal]


def name_of(entry: Entry) -> str:
    """The act of the entry as the life cycle calls it."""
    return entry.act.removeprefix("case.")


def last_step(history: Iterable[Entry], table: Table = TABLE) -> Entry | None:
    """The step that stands last: what was taken back counts no more, and neither does what builds upon nothing."""
    reversals = {f"case.{row.move}" for row in table.values()}
    undone = 0
    for entry in reversed(list(history)):
        if entry.act in reversals:
            undone += 1
        elif entry.act in SILENT:
            continue
        elif undone:
            undone -= 1
        else:
            return entry
    return None


def until(case: Case, entry: Entry) -> datetime:
    """Up to when the step may be taken back: by the centre's rule, else by close of business of its working day."""
    found = timing.due_by_rule(case, Rule.Kind.TAKING_BACK, at=entry.at)
    return (found or timing.due_after(case, SAME_DAY, at=entry.at)).at


def require_reversal(
    case: Case, entry: Entry | None, *, by: Actor, at: datetime, table: Table = TABLE
) -> tuple[Entry, Reversal, int | None]:
    """The last step, if `by` may take it back now, how, and under which instrument. Raises NotToBeUndone, NoMandate."""
    if entry is None or (row := table.get(name_of(entry))) is None:
        raise NotToBeUndone(_why_never(entry))
    standing.refuse_own_case(case, by)
    step = row.at(case, entry)
    department = step.department if step else case.department
    warrant = mandates.require(power=row.power, item_code=case.item.code, department=department, by=by, at=at)
    mine = entry.who_kind == by.who_kind and entry.who_id == by.who_id
    if not mine and (entry.who_kind != "staff" or warrant.posting.duty not in CHIEFS):
        raise NotToBeUndone(_("这一步由经办人本人或者部门负责人、首席审批员收回，请联系他们。"))
    last = timezone.localtime(until(case, entry))
    if at > last:
        raise NotToBeUndone(
            _("“%(step)s”只能在 %(until)s 以前收回，现在已经过了。需要改变的，请部门负责人依法处理。")
            % {"step": life_cycle.title_of(entry.act), "until": f"{last:%Y-%m-%d %H:%M}"}
        )
    return entry, row, standing.mandate_id(warrant)


def _why_never(entry: Entry | None) -> StrPromise | str:
    if entry is None:
        return _("这件办件没有可以收回的一步。")
    return never_undone.WHY.get(name_of(entry)) or _("请在登记这一步的地方收回。")


def take_back(
    *,
    case: Case,
    reason: str,
    not_handed_out: bool = False,
    by: Actor,
    at: datetime,
    table: Table = TABLE,
) -> Case:
    """Take back the last step of the case, for a reason that history, revoked letter and applicant get to read.

    Where a letter goes with the step, whoever takes it back says whether it was not handed out: no system sees paper
    change hands. What was handed out is taken back by another letter, or not at all. Raises NotToBeUndone, Invalid,
    NoMandate.
    """
    reason = clean(reason, field="reason", longest=200)
    if not reason:
        raise Invalid(_("请写明为什么收回，申请人会看到。"), field="reason")
    first = repeating.one_alone(case.item, case.applicant, by=by, at=at, remedy=_("这一步不能收回。"))
    with first, transaction.atomic():
        case = deeming.locked(case, at=at)
        last = last_step(queries.history(case), table)
        entry, row, mandate_id = require_reversal(case, last, by=by, at=at, table=table)
        told_by = _letters_of(case, entry, also=row.also)
        if row.letter:
            _require_untold(row, told_by, not_handed_out=not_handed_out)
        columns = row.undo(case, entry, by, at)
        told = {"reason": reason, "taken_back": name_of(entry)}
        why = reason
        if row.letter and not not_handed_out:
            saying = letters.Saying(reason, row.effect, due=columns.get("due_at"))
            notice = letters.taking_back_notice(case, told_by[0], saying, by=by, mandate_id=mandate_id, at=at)
            told["letter"] = notice.number
            why = f"{reason.rstrip('。')}（见收回告知书 {notice.number}）"
        if row.move in life_cycle.MOVES:
            life_cycle.move(case=case, name=row.move, by=by, at=at, mandate_id=mandate_id, detail=told, **columns)
        else:
            life_cycle.note(case=case, act=row.move, by=by, at=at, mandate_id=mandate_id, detail=told)
        for letter in told_by:
            revoke_letter(letter=letter, reason=why, at=at)
    return case


def _letters_of(case: Case, entry: Entry, *, also: Sequence[LetterKind]) -> list[Letter]:
    """The letters that went with the step and count. Taken back, their page of verification says why."""
    move = life_cycle.MOVES.get(name_of(entry))
    if move is None or not move.letter:
        return []
    kinds = [move.letter, *also]
    return list(queries.letters_of(case).filter(kind__in=kinds, issued_at=entry.at, revoked_at__isnull=True))


def _require_untold(row: Reversal, told_by: Sequence[Letter], *, not_handed_out: bool) -> None:
    """Nobody holds the letters, says who takes them back, and none of them was signed for; or he can be told anew."""
    if not not_handed_out:
        if row.effect and told_by:
            return
        raise Invalid(_("请先确认这一步的文书没有交到申请人手里；已经交付的不能收回。"), field="not_handed_out")
    signed = SignedCopy.objects.filter(letter__in=told_by).select_related("letter").first()
    if signed is not None:
        raise Invalid(
            _("%(letter)s 已于 %(day)s 签收，不是没有交到申请人手里。回执登记错了的，请先收回那一次登记。")
            % {"letter": signed.letter.number, "day": signed.signed_on.isoformat()},
            field="not_handed_out",
        )
