"""The decision, by whoever holds the power (行政许可法第三十四条、第三十七条、第三十八条)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import letters, life_cycle, queries, standing, timing
from yichuang.cases.examining import checked_words, write_down
from yichuang.cases.models import Case, Decision, Forwarding, Hearing, Opinion, Outcome, Rule, State
from yichuang.catalogue.kinds import Processing
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

OFFICERS: Final = 2
"""How many officers must have examined a case before a decision that was not made on the spot (XKF 34(3))."""


class NotExamined(Refused):
    """The case has not been examined by two officers."""

    code = "not_examined"


class NotHeard(Refused):
    """Somebody still has to be heard, or was heard otherwise."""

    code = "not_heard"


def propose(*, case: Case, recommends: str, text: str, by: Actor, at: datetime) -> Case:
    """A chief approver of level two reviews and proposes; the head of the department decides."""
    words = checked_words(recommends, text)
    with transaction.atomic():
        case = queries.locked(case)
        life_cycle.require(case, "propose")
        warrant = standing.require_power(case, Power.PRELIMINARY_REVIEW, by=by, at=at)
        require_not_proposed(case, by=by)
        step = Opinion.Step.PRELIMINARY_REVIEW
        return write_down(case, "propose", step, recommends, words, by=by, warrant=warrant, at=at)


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
        case = queries.locked(case)
        name = move_for(case, outcome)
        life_cycle.require(case, name)
        warrant = standing.require_power(case, Power.DECIDE, by=by, at=at)
        heard = require_decidable(case, name, by=by, at=at)
        mandate_id = standing.mandate_id(warrant)
        decision = Decision.objects.create(
            case=case, outcome=outcome, reasons=reasons, by_id=warrant.posting.account_id, mandate_id=mandate_id, at=at
        )
        deliver_by = timing.due_by_rule(case, Rule.Kind.DELIVERY, at=at)
        life_cycle.move(
            case=case,
            name=name,
            by=by,
            at=at,
            mandate_id=mandate_id,
            outcome=outcome,
            decided_at=at,
            due_at=deliver_by.at if deliver_by else None,
        )
        letters.decision(case, decision, heard=heard, by=by, mandate_id=mandate_id, at=at)
    return case


def move_for(case: Case, outcome: str) -> str:
    """Which move of the table this decision is."""
    instant = case.item_version.parsed.processing == Processing.INSTANT
    if outcome == Outcome.GRANTED and instant and case.state == State.ACCEPTED:
        return "grant_at_once"
    return "grant" if outcome == Outcome.GRANTED else "refuse"


def require_not_proposed(case: Case, *, by: Actor) -> None:
    """A proposal follows the examination, and there is one. Two statements."""
    _require_examined(case, by=by)
    if Opinion.objects.filter(case=case, step=Opinion.Step.PRELIMINARY_REVIEW).exists():
        raise standing.SamePerson(_("这件办件已经完成初审，请等待部门负责人决定。"))


def require_ripe(case: Case, name: str, *, by: Actor) -> None:
    """The case is ready for the decision `name`, and `by` held no earlier step that conflicts. One statement."""
    if case.accepted_by_id == (by.account.pk if by.account else None):
        raise standing.SamePerson(_("这件办件由您受理，决定须由另一位有权人员作出。"))
    if name != "grant_at_once":
        _require_examined(case, by=by)


def require_decidable(case: Case, name: str, *, by: Actor, at: datetime) -> str:
    """Ripe for this decision of this person, everybody heard. Three statements; see `require_heard` for the answer."""
    require_ripe(case, name, by=by)
    return require_heard(case, outcome=Outcome.REFUSED if name == "refuse" else Outcome.GRANTED, at=at)


def require_heard(case: Case, *, outcome: str, at: datetime) -> str:
    """Nobody who may still be heard is passed over, and the answer of the higher body is followed. The number of the
    hearing's record, which the decision follows (XKF 48), is given back. Two statements."""
    hearing: Hearing | None = getattr(case, "hearing", None)
    if hearing and hearing.recorded_at is None:
        if hearing.asked_at or hearing.called_at:
            raise NotHeard(_("听证已经申请或者通知，还没有举行。请先举行听证，再根据听证笔录作出决定。"))
        if hearing.apply_by and at <= hearing.apply_by:
            raise NotHeard(_("申请听证的期限还没有届满（《行政许可法》第四十七条），请在期限届满后作出决定。"))
    sent: Forwarding | None = getattr(case, "forwarding", None)
    answer = sent.answer if sent else ""
    if answer and answer != outcome:
        raise NotHeard(_("上级机关已经答复“%(answer)s”，决定应当与答复一致。") % {"answer": Outcome(answer).label})
    return hearing.record_number if hearing else ""


def _require_examined(case: Case, *, by: Actor) -> None:
    officers = set(Opinion.objects.filter(case=case, step=Opinion.Step.EXAMINATION).values_list("by_id", flat=True))
    if by.account and by.account.pk in officers:
        raise standing.SamePerson(_("您参加了这件办件的审查，初审和决定须由另一位有权人员作出。"))
    if len(officers) < OFFICERS:
        raise NotExamined(
            _("审查须由两名以上工作人员进行（行政许可法第三十四条），现在有 %(n)s 份审查意见，请先补齐。")
            % {"n": len(officers)}
        )
