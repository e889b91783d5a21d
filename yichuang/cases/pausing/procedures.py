"""Special procedures (特别程序): between their start and their end, told in writing, the clock stands still
(行政许可法第四十五条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.limits import Limit, Unit
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import deeming, life_cycle, standing, timing
from yichuang.cases.models import Case, Hold, Procedure, Rule
from yichuang.cases.pausing import letters
from yichuang.catalogue.content import SpecialProcedure
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

BY_LAW: Final = "《行政许可法》第四十五条"
CLOSED_LIST: Final = (
    Procedure.TENDER,
    Procedure.AUCTION,
    Procedure.INSPECTION,
    Procedure.TESTING,
    Procedure.QUARANTINE,
    Procedure.APPRAISAL,
    Procedure.EXPERT_REVIEW,
)
"""What the law names, but for the hearing, which has its own way."""
LOCAL: Final = {
    Procedure.SITE_INSPECTION: Rule.Kind.SITE_INSPECTION,
    Procedure.TECHNICAL_REVIEW: Rule.Kind.TECHNICAL_REVIEW,
}
"""What stops the clock only where a dated local rule says so (安阳市政务服务条例第三十七条 only has it arranged)."""
_WORDS: Final = {
    "听证": Procedure.HEARING,
    "勘验": Procedure.SITE_INSPECTION,
    "踏勘": Procedure.SITE_INSPECTION,
    "技术审查": Procedure.TECHNICAL_REVIEW,
    "招标": Procedure.TENDER,
    "拍卖": Procedure.AUCTION,
    "检验": Procedure.INSPECTION,
    "检测": Procedure.TESTING,
    "检疫": Procedure.QUARANTINE,
    "鉴定": Procedure.APPRAISAL,
    "专家评审": Procedure.EXPERT_REVIEW,
}
"""By which a procedure that an item names is known to be one of the law's."""
LONGEST: Final = 250
"""Working days: longer than a year is a slip of the pen."""


class NotASpecialProcedure(Refused):
    """Something that does not stop the clock by law, by the item or by a local rule."""

    code = "not_a_special_procedure"


class AlreadyHeld(Refused):
    """The same procedure is running already."""

    code = "already_held"


@dataclass(frozen=True)
class Kind:
    """A special procedure that may be begun: what it is, the item's own name for it, its law, its longest duration in
    working days where one is set."""

    procedure: Procedure
    name: str
    basis: str
    longest: int = LONGEST

    @property
    def key(self) -> str:
        """By which a form or a caller names it."""
        return f"{self.procedure}:{self.name}" if self.name else str(self.procedure)

    @property
    def title(self) -> str:
        """By which people name it."""
        return self.name or str(self.procedure.label)


def kinds_for(case: Case, *, at: datetime) -> Mapping[str, Kind]:
    """By key, what may be begun: what the item version names first, then the law's list, then what a local rule of that
    day allows. Two statements."""
    named = [_of_item(one) for one in case.item_version.parsed.special_procedures if not one.counted]
    found = [one for one in named if one.procedure not in (*LOCAL, Procedure.HEARING)]
    found += [Kind(one, "", BY_LAW) for one in CLOSED_LIST if one not in {kind.procedure for kind in found}]
    local = {one: timing.rule(case, kind, at=at) for one, kind in LOCAL.items()}
    found += [Kind(one, "", rule.basis, rule.length) for one, rule in local.items() if rule]
    return {one.key: one for one in found}


def _of_item(named: SpecialProcedure) -> Kind:
    procedure = next((one for word, one in _WORDS.items() if word in named.name), Procedure.OF_THE_ITEM)
    limit = named.limit
    days = limit.length if limit and limit.unit == Unit.working_days else None
    return Kind(procedure, named.name[:100], named.basis[:300] or BY_LAW, days or LONGEST)


def begin(*, case: Case, kind: str, days: int, reason: str, by: Actor, at: datetime) -> Case:
    """The examiner begins a special procedure: the clock stops, the applicant is told in writing how long it takes.

    `kind` is a key of `kinds_for`, `days` the working days needed. Several may run at once; the clock stands still
    while any of them does.
    """
    reason = checked_text(reason, field="reason", sentence=_("请写明为什么需要这项特别程序。"))
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "suspend")
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        chosen = _chosen(case, kind, at=at)
        _check_days(chosen, days)
        until = timing.due_after(case, Limit(days, Unit.working_days), at=at).at
        hold = hold_clock(case, chosen, until=until, reason=reason, by=by, at=at)
        mandate_id = standing.mandate_id(warrant)
        detail = told_of(hold) | {"days": days}
        life_cycle.move(case=case, name="suspend", by=by, at=at, mandate_id=mandate_id, **recounting(case, detail))
        letters.special_procedure_notice(case, hold, days=days, by=by, mandate_id=mandate_id, at=at)
    return case


def end(*, case: Case, hold: int, result: str, by: Actor, at: datetime) -> Case:
    """A special procedure is over and its result on record: unless another runs, the clock goes on."""
    result = checked_text(result, field="result", sentence=_("请写明这项特别程序的结果。"))
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "resume")
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        held = require_running(case).filter(pk=hold).first()
        if held is None:
            raise Invalid(_("请选择一项正在进行的特别程序。"), field="hold")
        release(case, held, result=result, by=by, at=at)
        name = "end_procedure" if open_holds(case).exists() else "resume"
        mandate_id = standing.mandate_id(warrant)
        changes = recounting(case, told_of(held))
        life_cycle.move(case=case, name=name, by=by, at=at, mandate_id=mandate_id, **changes)
    return case


def hold_clock(
    case: Case, kind: Kind, *, until: datetime, reason: str, since: datetime | None = None, by: Actor, at: datetime
) -> Hold:
    """Stop the clock of the locked case, from now or `since` on, as told until `until`. Raises `AlreadyHeld`."""
    if open_holds(case).filter(procedure=kind.procedure, name=kind.name).exists():
        raise AlreadyHeld(_("“%(title)s”正在进行，请先登记它的结果。") % {"title": kind.title}, field="kind")
    return Hold.objects.create(
        case=case,
        kind=Hold.Kind.SPECIAL_PROCEDURE,
        procedure=kind.procedure,
        name=kind.name,
        basis=kind.basis,
        reason=reason,
        stops_clock=True,
        since=since or at,
        expected_until=until,
        set_by=by.account,
    )


def release(case: Case, held: Hold, *, result: str, by: Actor, at: datetime) -> None:
    """Let the clock of the locked case go on, as far as this hold goes."""
    held.until, held.result, held.ended_by = at, result, by.account
    held.save(update_fields=["until", "result", "ended_by"])


def open_holds(case: Case) -> QuerySet[Hold]:
    """The special procedures that run now, the first begun first."""
    return Hold.objects.filter(case=case, kind=Hold.Kind.SPECIAL_PROCEDURE, until__isnull=True).order_by("since", "id")


def require_running(case: Case) -> QuerySet[Hold]:
    """The procedures that may be ended now. A hearing is not among them: it ends with its record. One statement."""
    running = ending_by_result(case)
    if not running.exists():
        raise NotASpecialProcedure(_("现在没有可以结束的特别程序。听证以听证笔录结束。"))
    return running


def ending_by_result(case: Case) -> QuerySet[Hold]:
    """The open procedures that end when their result is recorded."""
    return open_holds(case).exclude(procedure=Procedure.HEARING)


def told_of(hold: Hold) -> dict[str, Any]:
    """The hold for the journal: what it is, from when, until when as told."""
    return {
        "procedure": hold.procedure,
        "named": hold.name,
        "hold": hold.pk,
        "expected_until": _iso(hold.expected_until),
    }


def recounting(case: Case, detail: dict[str, Any]) -> dict[str, Any]:
    """The dates of the case counted anew, with what they were before and are now in the detail for the journal."""
    columns = timing.recounted(case)
    dates = [name for name in ("statutory_due_at", "promised_due_at") if getattr(case, name) != columns[name]]
    moved = {name: [_iso(getattr(case, name)), _iso(columns[name])] for name in dates}
    return columns | {"detail": detail | ({"moved": moved} if moved else {})}


def _iso(when: datetime | None) -> str:
    return timezone.localtime(when).isoformat() if when else ""


def checked_text(words: str, *, field: str, sentence: Any, longest: int = 2000) -> str:
    """The words, cleaned; refused with `sentence` when there are none."""
    words = clean(words, field=field, longest=longest, multiline=True)
    if not words:
        raise Invalid(sentence, field=field)
    return words


def _chosen(case: Case, kind: str, *, at: datetime) -> Kind:
    found = kinds_for(case, at=at).get(kind)
    if found is not None:
        return found
    if kind.partition(":")[0] in set(LOCAL):
        raise NotASpecialProcedure(
            _(
                "现场勘验、技术审查应当及时安排并告知时间，但不暂停办理时限（《安阳市政务服务条例》第三十七条），"
                "本中心也没有规定可以不计入时限。请在审查中直接安排。"
            ),
            field="kind",
        )
    if kind == Procedure.HEARING:
        raise NotASpecialProcedure(_("听证请用“举行听证”办理：须提前通知，并以听证笔录结束。"), field="kind")
    raise NotASpecialProcedure(
        _("这不是法律规定的特别程序，也不是本事项规定的特别程序，不能暂停办理时限。请从列出的程序中选择。"),
        field="kind",
    )


def _check_days(kind: Kind, days: int) -> None:
    if not 1 <= days <= kind.longest:
        raise Invalid(
            _("请填写“%(title)s”需要的工作日，1 到 %(longest)s 之间。")
            % {"title": kind.title, "longest": kind.longest},
            field="days",
        )
