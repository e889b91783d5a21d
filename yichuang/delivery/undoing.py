"""Taking back the last step of a case, what was typed wrong on delivery included: the attempt stays on record as taken
back, the result lies at the window again, or is under way again with the courier who has not yet brought it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from yichuang.base.journal import Entry
from yichuang.base.refusal import Refused
from yichuang.cases import life_cycle, timing, undoing
from yichuang.cases.models import Case, Rule
from yichuang.cases.offers import Offer
from yichuang.cases.undoing import Reversal, Table
from yichuang.delivery.models import Delivery, Mode
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


def _not_sent(case: Case, _entry: Entry, _by: Actor, at: datetime) -> dict[str, Any]:
    Delivery.objects.filter(case=case, mode=Mode.COURIER, failed_at__isnull=True).update(taken_back_at=at)
    return {}


def _undelivered(case: Case, entry: Entry, _by: Actor, at: datetime) -> dict[str, Any]:
    wrong = Delivery.objects.get(case=case, failed_at__isnull=True)
    Delivery.objects.filter(pk=wrong.pk).update(taken_back_at=at)
    if wrong.sent_at != entry.at and wrong.mode == Mode.COURIER:
        wrong.pk, wrong.delivered_at, wrong.taken_back_at = None, None, None
        wrong.save(force_insert=True)
    deliver_by = timing.due_by_rule(case, Rule.Kind.DELIVERY, at=case.decided_at or at)
    return {"ended_at": None, "due_at": deliver_by.at if deliver_by else None}


TABLE: Final[Table] = {
    **undoing.TABLE,
    "sent": Reversal(Power.DELIVER, "sending_taken_back", _("快递信息登记有误，邮件状态没有更新"), undo=_not_sent),
    "deliver": Reversal(Power.DELIVER, "take_back_delivery", _("送达登记与事实不符"), undo=_undelivered),
}
"""Every step that can be taken back, with those of delivery."""


def take_back(*, case: Case, reason: str, not_handed_out: bool = False, by: Actor, at: datetime) -> Case:
    """See `cases.undoing.take_back`. What was typed wrong on delivery goes the same way."""
    return undoing.take_back(case=case, reason=reason, not_handed_out=not_handed_out, by=by, at=at, table=TABLE)


def offered(case: Case, history: Iterable[Entry], *, by: Actor, at: datetime) -> Offer | None:
    """The last step as an offer to take it back; whoever did it is told why he cannot, for others it is None.

    `history` is that of the case. At most five statements.
    """
    last = undoing.last_step(history, TABLE)
    try:
        entry, row, _mandate = undoing.require_reversal(case, last, by=by, at=at, table=TABLE)
    except undoing.NotToBeUndone as refused:
        return _refused_to_whoever_did_it(last, str(refused), by=by)
    except Refused:
        return None
    label = _("收回“%(step)s”") % {"step": life_cycle.title_of(entry.act)}
    return Offer(act=row.move, label=label)


def _refused_to_whoever_did_it(last: Entry | None, why: str, *, by: Actor) -> Offer | None:
    if last is None or (last.who_kind, last.who_id) != (by.who_kind, by.who_id):
        return None
    label = _("收回“%(step)s”") % {"step": life_cycle.title_of(last.act)}
    return Offer(act="taking_back", label=label, reason=why)
