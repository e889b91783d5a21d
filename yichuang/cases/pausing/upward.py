"""Sending upward (转报): the lower body reviews within its limit and sends opinion and materials to the body that
decides; the applicant hands in nothing twice (行政许可法第三十五条、第四十三条)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.limits import Limit, Unit
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import deciding, deeming, life_cycle, queries, standing, timing
from yichuang.cases.models import Case, Forwarding, Hold, Outcome, Rule
from yichuang.cases.pausing import letters
from yichuang.cases.pausing.procedures import LONGEST, checked_text, recounting, release
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

BY_LAW = "《行政许可法》第四十三条"


class NotForwarded(Refused):
    """The case was sent upward before, or the higher body has not got it yet."""

    code = "not_forwarded"


def send(*, case: Case, to_body: str, opinion: str, days: int, by: Actor, at: datetime) -> Case:
    """Two officers have reviewed: the opinion and all materials go to the higher body, and our clock stands still.

    `days`, in working days, is within what time its answer is expected.
    """
    opinion = checked_text(opinion, field="opinion", longest=5000, sentence=_("请写明初步审查意见。"))
    if not 1 <= days <= LONGEST:
        raise Invalid(_("请填写预计多少个工作日答复。"), field="days")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "send_upward")
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        body = clean(to_body or case.department.higher_body, field="to_body", longest=100)
        if not body:
            raise Invalid(_("请填写上级机关的名称。"), field="to_body")
        require_reviewed(case, at=at)
        Forwarding.objects.create(
            case=case, to_body=body, opinion=opinion, sent_at=at, sent_by_id=warrant.posting.account_id
        )
        Hold.objects.create(
            case=case,
            kind=Hold.Kind.UPWARD,
            name=body,
            basis=BY_LAW,
            stops_clock=True,
            since=at,
            expected_until=timing.due_after(case, Limit(days, Unit.working_days), at=at).at,
            set_by=by.account,
        )
        mandate_id = standing.mandate_id(warrant)
        changes = recounting(case, {"to_body": body, "late": is_late(case, at=at)})
        life_cycle.move(case=case, name="send_upward", by=by, at=at, mandate_id=mandate_id, **changes)
        letters.forwarding_letter(case, body, opinion, by=by, mandate_id=mandate_id, at=at)
    return case


def require_reviewed(case: Case, *, at: datetime) -> None:
    """Every step before the decision is done, nothing that was promised for later is missing, for all materials go
    along (XKF 35), nobody who may be heard here is passed over, and the case has not been above before. Six
    statements."""
    if forwarding_of(case) is not None:
        raise NotForwarded(_("这件办件已经转报过。"))
    queries.require_nothing_owed(case)
    deciding.require_examined(case)
    deciding.require_everybody_heard(case, at=at)


def is_late(case: Case, *, at: datetime) -> bool:
    """Whether the lower body has used more than its limit for the review (XKF 43)."""
    if case.accepted_at is None:
        return False
    rule = timing.rule(case, Rule.Kind.LOWER_REVIEW, at=case.accepted_at)
    return rule is not None and timing.due_after(case, timing.limit_of(rule), at=case.accepted_at).at < at


def note_receipt(*, case: Case, receipt_number: str = "", by: Actor, at: datetime) -> Case:
    """The higher body has got opinion and materials."""
    receipt_number = clean(receipt_number, field="receipt_number", longest=100)
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "note_receipt_above")
        standing.require_power(case, Power.EXAMINE, by=by, at=at)
        sent = require_above(case, got=False)
        sent.received_at, sent.receipt_number = at, receipt_number
        sent.save(update_fields=["received_at", "receipt_number"])
        life_cycle.move(case=case, name="note_receipt_above", by=by, at=at, detail={"number": receipt_number})
    return case


def record_answer(*, case: Case, answer: str, answer_number: str, by: Actor, at: datetime) -> Case:
    """What the higher body decided: the case comes back, our clock goes on, the decision follows the answer."""
    if answer not in Outcome.values:
        raise Invalid(_("请选择上级机关答复“准予”或者“不予”。"), field="answer")
    answer_number = clean(answer_number, field="answer_number", longest=100)
    if not answer_number:
        raise Invalid(_("请填写上级机关答复的文号。"), field="answer_number")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "record_answer")
        standing.require_power(case, Power.EXAMINE, by=by, at=at)
        sent = require_above(case, got=True)
        sent.answered_at, sent.answer, sent.answer_number = at, answer, answer_number
        sent.save(update_fields=["answered_at", "answer", "answer_number"])
        held = Hold.objects.get(case=case, kind=Hold.Kind.UPWARD, until__isnull=True)
        release(case, held, result=answer_number, by=by, at=at)
        changes = recounting(case, {"answer": answer, "number": answer_number})
        life_cycle.move(case=case, name="record_answer", by=by, at=at, **changes)
    return case


def require_above(case: Case, *, got: bool) -> Forwarding:
    """The case that lies above, received or not yet. One statement."""
    sent = forwarding_of(case)
    if sent is None or sent.answered_at:
        raise NotForwarded(_("这件办件没有转报。"))
    if got and sent.received_at is None:
        raise NotForwarded(_("请先登记上级机关已经签收。"))
    if not got and sent.received_at is not None:
        raise NotForwarded(_("上级机关已经签收，请等待答复。"))
    return sent


def forwarding_of(case: Case) -> Forwarding | None:
    """Where the case was sent, read once."""
    found: Forwarding | None = getattr(case, "forwarding", None)
    return found
