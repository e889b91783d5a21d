"""What every way of delivery begins and ends with: the case is ready, one attempt counts, the receipt is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import issuing, life_cycle, queries, standing
from yichuang.cases.models import Case, State
from yichuang.cases.pausing import owing
from yichuang.delivery import letters
from yichuang.delivery.models import Delivery, Failure, Mode, Relation
from yichuang.delivery.ways import delivery_of
from yichuang.documents.models import Letter
from yichuang.offices.models import Power
from yichuang.people.actors import Actor
from yichuang.people.models import Party


class AlreadySent(Refused):
    """The result is already on its way or handed over."""

    code = "already_sent"


class NotSent(Refused):
    """Nothing is under way in the manner that the act needs."""

    code = "not_sent"


@dataclass(frozen=True)
class Ready:
    """A case that may be delivered, its row locked, and by what right; `mandate_id` is None for a body's own power,
    and for what the applicant or the clock does."""

    case: Case
    mandate_id: int | None
    server_id: int | None


def ready(case: Case, *, by: Actor, at: datetime) -> Ready:
    """The case locked, its result still good and in the state to be delivered, by an officer with the power to hand
    out."""
    case = queries.locked(case)
    require_deliverable(case)
    return _by_right(case, by=by, at=at)


def ready_to_return(case: Case, *, by: Actor, at: datetime) -> Ready:
    """The same for what comes back to the window: also when the decision was revoked while it was on its way."""
    case = queries.locked(case)
    if not is_void(case):
        life_cycle.require(case, "deliver")
    return _by_right(case, by=by, at=at)


def require_deliverable(case: Case) -> None:
    """Whatever the way: the case is completed, what it granted was not revoked, and its fee was not given back. Two
    statements at most."""
    issuing.require_in_force(case)
    life_cycle.require(case, "deliver")
    owing.require_none_owed(case)


def is_void(case: Case) -> bool:
    """Whether the case is over because what it granted was revoked, withdrawn or cancelled before it arrived."""
    return case.state == State.TERMINATED and bool(case.outcome)


def _by_right(case: Case, *, by: Actor, at: datetime) -> Ready:
    warrant = standing.require_power(case, Power.DELIVER, by=by, at=at)
    return Ready(case, standing.mandate_id(warrant), warrant.posting.account_id)


def refuse_second(case: Case) -> None:
    """One attempt at a time, whichever way it goes."""
    under_way = delivery_of(case)
    if under_way is None:
        return
    sentences = {
        Mode.COURIER: _("这件办件的结果已经交邮，请查询原快递单号；退回的先登记退回，再另行送达。"),
        Mode.LOCKER: _("这件办件的结果放在取件柜里，请先从柜中取回，再另行送达。"),
        Mode.NOTICE: _("这件办件正在公告送达；申请人到场的，请在窗口核验证件后交付。"),
    }
    raise AlreadySent(sentences.get(Mode(under_way.mode), _("这件办件的结果已经送达，不能重复办理。")))


def under_way(case: Case, mode: Mode) -> Delivery:
    """The open attempt of that kind. Raises NotSent."""
    found = delivery_of(case)
    if found is None or found.mode != mode or not found.is_open:
        raise NotSent(_("这件办件没有在途的“%(mode)s”记录，请先登记。") % {"mode": mode.label})
    return found


def begin(to: Ready, mode: Mode, *, at: datetime, recipient: Party | None = None, **facts: Any) -> Delivery:
    """A new attempt, to the applicant unless somebody else is named."""
    return Delivery.objects.create(
        case=to.case,
        mode=mode,
        recipient=recipient or to.case.applicant,
        handed_by_id=to.server_id,
        mandate_id=to.mandate_id,
        sent_at=at,
        **{"relation": Relation.APPLICANT, **facts},
    )


def fail(delivery: Delivery, failure: Failure, *, remark: str = "", at: datetime) -> None:
    """The attempt reached nobody; the result lies at the window again."""
    delivery.failed_at, delivery.failure, delivery.failure_remark = at, failure, remark
    delivery.save(update_fields=["failed_at", "failure", "failure_remark"])


def reached_nobody(
    to: Ready, delivery: Delivery, failure: Failure, *, remark: str = "", by: Actor, at: datetime
) -> None:
    """The attempt failed: on its row, and in the history of the case."""
    fail(delivery, failure, remark=remark, at=at)
    note_failed(to, delivery, by=by, at=at)


def note_failed(to: Ready, delivery: Delivery, *, by: Actor, at: datetime) -> None:
    """Put the failed attempt on record in the case's history."""
    told = {"mode": delivery.mode, "failure": delivery.failure}
    life_cycle.note(case=to.case, act="delivery_failed", by=by, at=at, mandate_id=to.mandate_id, detail=told)


def close(to: Ready, delivery: Delivery, *, proof: str, by: Actor, at: datetime, remark: str = "") -> Letter:
    """The result has arrived: the case is delivered, and the receipt (送达回证) says what proves it."""
    if delivery.delivered_at is None:
        delivery.delivered_at = at
        delivery.save(update_fields=["delivered_at"])
    told = {"mode": delivery.mode, "relation": delivery.relation}
    life_cycle.move(
        case=to.case,
        name="deliver",
        by=by,
        at=at,
        mandate_id=to.mandate_id,
        detail=told,
        ended_at=at,
        due_at=None,
    )
    return letters.receipt(to.case, delivery, proof=proof, remark=remark, by=by, mandate_id=to.mandate_id, at=at)
