"""A case that waits for payment: nothing is issued or handed out before it is paid. The clock of the decision goes on.

What is owed, and that it is paid, is known to `fees`; it sets and lifts this hold.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import timing
from yichuang.cases.models import Case, Hold, Outcome, Rule
from yichuang.catalogue.content import Content
from yichuang.people.actors import Actor


class NotPaid(Refused):
    """Something is to be paid first."""

    code = "not_paid"


def wait(case: Case, *, basis: str, reason: str, until: datetime | None, by: Actor, at: datetime) -> None:
    """The locked case waits for payment, if it does not yet. Two statements."""
    if not waiting(case):
        Hold.objects.create(
            case=case,
            kind=Hold.Kind.PAYMENT,
            basis=basis,
            reason=reason,
            stops_clock=False,
            since=at,
            expected_until=until,
            set_by=by.account,
        )


def go_on(case: Case, *, result: str, by: Actor, at: datetime) -> None:
    """Nothing is owed any longer. One statement."""
    held = Hold.objects.filter(case=case, kind=Hold.Kind.PAYMENT, until__isnull=True)
    held.update(until=at, result=result, ended_by=by.account)


def waiting(case: Case) -> bool:
    """Whether the case waits for payment. One statement."""
    return Hold.objects.filter(case=case, kind=Hold.Kind.PAYMENT, until__isnull=True).exists()


def require_paid(case: Case, *, at: datetime) -> None:
    """Refuse what is granted while the case waits for payment; where the centre rules on payment, also while what is
    charged for was never billed. None for an item without fees, which is never billed; else two statements at most."""
    if case.outcome != Outcome.GRANTED or not case.item_version.parsed.fees:
        return
    ended = list(Hold.objects.filter(case=case, kind=Hold.Kind.PAYMENT).values_list("until", flat=True))
    if None in ended:
        raise NotPaid(_("这件办件还没有缴清费用，不能出件和送达。请申请人按缴费单缴费；有减免的，请先办减免。"))
    if not ended and must_be_billed(case.item_version.parsed) and timing.rule(case, Rule.Kind.PAYMENT, at=at):
        raise NotPaid(_("本事项收费，还没有开缴费单。请先开缴费单，缴清或者减免以后再出件。"))


def require_none_owed(case: Case) -> None:
    """Refuse to hand out what was made while the case waits for payment: its fee was given back after it was paid. None
    for an item without fees; else one statement."""
    if case.item_version.parsed.fees and waiting(case):
        raise NotPaid(_("这件办件的费用已经退还，没有缴清，不能送达。请重新开缴费单，缴清或者依法免收以后再送达。"))


def must_be_billed(content: Content) -> bool:
    """Whether the item costs something for certain: a fee of the guide that hangs on no condition."""
    return content.charged is not False and any(fee.fen != 0 and not fee.condition for fee in content.fees)
