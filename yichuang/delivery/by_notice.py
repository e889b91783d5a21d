"""Public notice (公告送达): the last way, after others failed; after its period the result counts as served.

民事诉讼法 art 95 sets thirty days and wants the reasons and the course of it on file; for an administrative body the
centre's own rule says on what it rests.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import life_cycle, queries
from yichuang.cases.models import Case, State
from yichuang.delivery import closing, letters, terms
from yichuang.delivery.models import Delivery, Failure, Mode, Term
from yichuang.delivery.ways import attempts_of
from yichuang.people.actors import SYSTEM, Actor

TRIES: Final = (Mode.COURIER, Mode.DIRECT)
"""Ways that seek the applicant out. That nobody emptied a locker does not show that he cannot be reached."""


class NotTriedYet(Refused):
    """The other ways have not been tried, so nothing may be announced."""

    code = "not_tried_yet"


def announce(*, case: Case, by: Actor, at: datetime) -> Delivery:
    """Publish the notice, when a courier and a visit have both failed or the applicant is known to have gone away."""
    with transaction.atomic():
        to = closing.ready(case, by=by, at=at)
        closing.refuse_second(to.case)
        rule = terms.term(to.case.centre_id, Term.Kind.NOTICE, at=at)
        if rule is None:
            raise NotTriedYet(_("本中心没有规定公告送达的期限和依据，不能公告。请先登记送达规则。"))
        failed = _failed(to.case)
        if not failed:
            raise NotTriedYet(
                _(
                    "公告送达只用于其他方式无法送达的。请先邮寄并且上门送达，都没有送到的再公告；确知去向不明的登记一次即可。"
                )
            )
        until = terms.ends(rule, to.case.centre, at=at)
        delivery = closing.begin(to, Mode.NOTICE, at=at, until=until)
        told = {"until": until.isoformat(), "tried": [str(one.mode) for one in failed], "basis": rule.basis}
        life_cycle.note(case=to.case, act="announced", by=by, at=at, mandate_id=to.mandate_id, detail=told)
        letters.notice(to.case, delivery, failed, basis=rule.basis, by=by, at=at)
    return delivery


def _failed(case: Case) -> list[Delivery]:
    """The failed attempts that allow a notice: both ways, or one by which he was found to have gone away. Else none."""
    found = [one for one in attempts_of(case) if one.failed_at and one.mode in TRIES]
    gone = any(one.failure == Failure.MOVED for one in found)
    return found if gone or {one.mode for one in found} == set(TRIES) else []


def count_as_served(*, delivery: Delivery, at: datetime) -> bool:
    """The period is over: the result counts as served. False when there is nothing to do (any more)."""
    with transaction.atomic():
        case = queries.locked(delivery.case)
        found = Delivery.objects.select_related("handed_by", "cell", "recipient").get(pk=delivery.pk)
        if not found.is_open or found.until is None or found.until > at:
            return False
        if case.state != State.COMPLETED:
            return _stopped(case, found, at=at)
        rule = terms.term(case.centre_id, Term.Kind.NOTICE, at=found.sent_at)
        since = timezone.localdate(found.sent_at)
        proof = f"自{since.year}年{since.month}月{since.day}日起公告，期满视为送达。"
        to = closing.Ready(case, found.mandate_id, found.handed_by_id)
        closing.close(to, found, proof=proof, remark=f"依据：{rule.basis}" if rule else "", by=SYSTEM, at=at)
    return True


def _stopped(case: Case, found: Delivery, *, at: datetime) -> bool:
    """A notice of what was revoked in the meantime serves nothing; its end is on record. False when there is none."""
    if not closing.is_void(case):
        return False
    to = closing.Ready(case, found.mandate_id, found.handed_by_id)
    closing.reached_nobody(to, found, Failure.VOID, by=SYSTEM, at=at)
    return True


def running(at: datetime) -> QuerySet[Delivery]:
    """Notices that are public now, the newest first; none of a result that was revoked in the meantime."""
    rows = Delivery.objects.filter(mode=Mode.NOTICE, failed_at__isnull=True, delivered_at__isnull=True)
    context = ("case__department", "case__item_version", "case__centre", "case__applicant", "recipient")
    return rows.select_related(*context).filter(until__gt=at, case__state=State.COMPLETED).order_by("-sent_at", "id")


def over(at: datetime, *, limit: int) -> list[Delivery]:
    """Notices whose period is over and that nobody has closed yet, oldest first."""
    rows = Delivery.objects.filter(mode=Mode.NOTICE, failed_at__isnull=True, delivered_at__isnull=True, until__lte=at)
    return list(rows.select_related("case").order_by("until", "id")[:limit])
