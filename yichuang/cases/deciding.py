"""The decision, by whoever holds the power (行政许可法第三十四条、第三十七条、第三十八条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import conflicts, consequences, deeming, life_cycle, queries, standing, timing
from yichuang.cases.afterwards import quotas
from yichuang.cases.examining import checked_words, moved, write_down
from yichuang.cases.models import Case, Decision, Forwarding, Hearing, Opinion, Outcome, Part, Purpose, Rule, State
from yichuang.cases.steps import seats
from yichuang.cases.steps.seats import Seat
from yichuang.cases.steps.way import Way
from yichuang.catalogue.kinds import StepKind
from yichuang.offices.mandates import Powers
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


class NotHeard(Refused):
    """Somebody still has to be heard, or was heard otherwise."""

    code = "not_heard"


def propose(*, case: Case, recommends: str, text: str, by: Actor, at: datetime) -> Case:
    """A chief approver of level two reviews and proposes; the head of the department decides."""
    words = checked_words(recommends, text)
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "propose")
        way = Way(case)
        seat = seat_of_reviewer(way, by=by, at=at)
        write_down(way, seat, Opinion.Step.PRELIMINARY_REVIEW, recommends, words, at=at)
        if seat.step.kind == StepKind.REVIEW:
            way.finish(seat.step, at=at)
        moved(way, "propose", seat, recommends, by=by, at=at)
    return case


def decide(*, case: Case, outcome: str, reasons: str = "", by: Actor, at: datetime) -> Case:
    """Grant or refuse. A refusal needs reasons; the letter names the remedies (XKF 38).

    From now on runs the clock of delivery, ten days by XKF 44. An instant item (即办件) may be granted on the spot
    straight after acceptance (XKF 34(2)).
    """
    if outcome not in Outcome.values:
        raise Invalid(_("请选择“准予”或者“不予”。"), field="outcome")
    reasons = clean(reasons, field="reasons", longest=5000, multiline=True)
    if outcome == Outcome.REFUSED and not reasons:
        raise Invalid(_("不予许可必须说明理由，请写明事实和依据。"), field="reasons")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        return pronounce(case, move_for(case, outcome), outcome, reasons, by=by, at=at)


def pronounce(
    case: Case,
    name: str,
    outcome: str,
    reasons: str,
    *,
    by: Actor,
    at: datetime,
    detail: Mapping[str, object] | None = None,
) -> Case:
    """Make the decision by the move `name`, whoever holds the power, with its letter. The caller holds the lock."""
    life_cycle.require(case, name)
    warrant = standing.require_power(case, Power.DECIDE, by=by, at=at)
    way = Way(case)
    heard = require_decidable(way, name, by=by, at=at)
    require_change_named(case, outcome, reasons)
    conflicts.take_part(case, Part.DECIDE, who=warrant.posting.account, hands=way.hands, at=at)
    mandate_id = standing.mandate_id(warrant)
    principal = seats.principal_of(warrant)
    decision = Decision.objects.create(
        case=case,
        outcome=outcome,
        reasons=reasons,
        by_id=warrant.posting.account_id,
        in_place_of=principal,
        mandate_id=mandate_id,
        at=at,
    )
    deliver_by = timing.due_by_rule(case, Rule.Kind.DELIVERY, at=at)
    way.finish_deciding(at=at)
    told = dict(detail or {}) | seats.told_of(principal)
    due_at = deliver_by.at if deliver_by else None
    changes = {"outcome": outcome, "decided_at": at, "due_at": due_at}
    life_cycle.move(case=case, name=name, by=by, at=at, mandate_id=mandate_id, detail=told or None, **changes)
    consequences.follow(case, decision, heard=heard, by=by, mandate_id=mandate_id, at=at)
    return case


def move_for(case: Case, outcome: str) -> str:
    """Which move of the table this decision is."""
    instant = case.item_version.parsed.is_instant
    if outcome == Outcome.GRANTED and instant and case.state == State.ACCEPTED:
        return "grant_at_once"
    return "grant" if outcome == Outcome.GRANTED else "refuse"


def require_change_named(case: Case, outcome: str, reasons: str) -> None:
    """Whoever grants a change says what is changed, or the letter would hold nothing."""
    if case.purpose == Purpose.CHANGE and outcome == Outcome.GRANTED and not reasons:
        raise Invalid(_("准予变更的，请写明变更的内容，一行一项，例如“经营场所：东街2号”。"), field="reasons")


def seat_of_reviewer(way: Way, *, by: Actor, at: datetime, known: Powers | None = None) -> Seat:
    """The right to propose: at the step of review where the item has one, else before the decision, once."""
    act = "propose" if any(step.kind == StepKind.REVIEW for step in way.steps) else "decide"
    proposed = [one for one in way.opinions if one.step == Opinion.Step.PRELIMINARY_REVIEW]
    if act == "decide":
        way.require_ripe()
    me = by.account.pk if by.account else None
    if any(act == "decide" or one.by_id == me for one in proposed):
        raise standing.SamePerson(_("这件办件已经完成初审，请等待部门负责人决定。"))
    return seats.take(way, act, Power.PRELIMINARY_REVIEW, by=by, at=at, known=known, part=Part.REVIEW)


def require_ripe(way: Way, name: str, *, by: Actor) -> None:
    """The case is ready for the decision `name`, and `by` held no earlier part that conflicts."""
    conflicts.refuse_second_part(way.case, Part.DECIDE, who=by.account, hands=way.hands)
    queries.require_nothing_owed(way.case)
    if name != "refuse":
        quotas.require_turn(way.case)
    if name in ("grant_at_once", "grant_on_promise"):
        return
    way.require_ripe()
    if name == "grant":
        way.require_agreed()


def require_examined(case: Case) -> None:
    """Every step before the decision is done (XKF 34). Three statements."""
    Way(case).require_ripe()


def require_decidable(way: Way, name: str, *, by: Actor, at: datetime) -> str:
    """Ripe for this decision of this person, everybody heard. Four statements; see `require_heard` for the answer."""
    require_ripe(way, name, by=by)
    return require_heard(way.case, outcome=Outcome.REFUSED if name == "refuse" else Outcome.GRANTED, at=at)


def require_heard(case: Case, *, outcome: str, at: datetime) -> str:
    """Nobody who may still be heard is passed over, and the answer of the higher body is followed. The number of the
    hearing's record, which the decision follows (XKF 48), is given back. Four statements."""
    hearing = require_everybody_heard(case, at=at)
    sent: Forwarding | None = getattr(case, "forwarding", None)
    answer = sent.answer if sent else ""
    if answer and answer != outcome:
        raise NotHeard(_("上级机关已经答复“%(answer)s”，决定应当与答复一致。") % {"answer": Outcome(answer).label})
    return hearing.record_number if hearing else ""


def require_everybody_heard(case: Case, *, at: datetime) -> Hearing | None:
    """A hearing that was asked for or called is held first, and whoever may still ask for one has his time (XKF 47,
    48), and whoever was told that he may speak (XKF 36). The hearing, if there is one. Two statements."""
    hearing: Hearing | None = getattr(case, "hearing", None)
    if hearing and hearing.recorded_at is None:
        if hearing.asked_at or hearing.called_at:
            raise NotHeard(_("听证已经申请或者通知，还没有举行。请先举行听证，再根据听证笔录作出决定。"))
        if hearing.apply_by and at <= hearing.apply_by and not hearing.is_waived:
            raise NotHeard(
                _(
                    "申请听证的期限还没有届满（《行政许可法》第四十七条）。"
                    "请在期限届满后，或者申请人和利害关系人都声明放弃听证后，再作出决定。"
                )
            )
    _require_touched_heard(case, at=at)
    return hearing


def _require_touched_heard(case: Case, *, at: datetime) -> None:
    """Whoever was told that he may speak until a day has spoken, or the day is over (XKF 36)."""
    until = max((one.answer_by for one in case.told if one.heard_at is None and one.answer_by >= at), default=None)
    if until is not None:
        raise NotHeard(
            _(
                "利害关系人到 %(day)s 为止可以陈述申辩（《行政许可法》第三十六条）。"
                "请听取他的意见，或者在期限届满后再作出决定。"
            )
            % {"day": timezone.localdate(until).isoformat()}
        )
