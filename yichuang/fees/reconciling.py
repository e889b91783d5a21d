"""What the platform has and did not tell: asked about bill by bill, and compared day by day (对账)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from yichuang.base import journal
from yichuang.base.journal import Subject
from yichuang.base.refusal import Invalid
from yichuang.fees import adapters, paying
from yichuang.fees.adapters import Told
from yichuang.fees.models import Bill, Difference, Payment, Reconciliation
from yichuang.offices.models import Centre
from yichuang.people.actors import Actor


def ask(*, bill: Bill, platform: adapters.PaymentPlatform, by: Actor, at: datetime) -> None:
    """Ask the platform what it took for an open bill: a payment whose call never came settles it now.

    What contradicts what we have is left to the comparison of its day, which lists it.
    """
    Bill.objects.filter(pk=bill.pk).update(asked_at=at)
    for told in platform.paid_for(bill, until=timezone.localdate(at)):
        if told.bill == bill.number:
            with suppress(paying.UsedBefore, Invalid):
                paying.arrived(number=told.bill, fen=told.fen, transaction_number=told.transaction, by=by, at=at)


def reconcile(
    *, centre: Centre, on: date, theirs: Sequence[Told], before: Sequence[Told] = (), by: Actor, at: datetime
) -> Reconciliation:
    """Compare what the centre has of a day with the platform's list of it; what the platform did not tell goes on
    record now, everything else that differs is for people to look into.

    `before` is the list of the day before: what was paid just before midnight may have been told after it.
    """
    theirs = _of(centre, theirs)
    with transaction.atomic():
        ours = list(_ours(centre, on))
        made = Reconciliation.objects.create(
            centre=centre,
            day=on,
            at=at,
            ours=len(ours),
            our_fen=sum(one.fen for one in ours),
            theirs=len(theirs),
            their_fen=sum(one.fen for one in theirs),
        )
        there = {one.transaction for one in (*theirs, *before)}
        known = _known(theirs)
        found = [one for told in theirs if (one := _compared(told, known.get(told.transaction), by=by, at=at))]
        found += [_not_there(one) for one in ours if one.reference not in there]
        for one in found:
            one.reconciliation = made
        Difference.objects.bulk_create(found)
        told = {"day": on.isoformat(), "ours": made.our_fen, "theirs": made.their_fen, "differences": len(found)}
        journal.write(
            act="fees.reconciled",
            subject=Subject("centre", str(centre.pk)),
            by=by,
            at=at,
            centre_id=centre.pk,
            detail=told,
        )
    return made


def _of(centre: Centre, theirs: Sequence[Told]) -> list[Told]:
    """What is of this centre, each transaction once; a bill that nobody knows is told to every centre."""
    numbers = {one.bill for one in theirs}
    of_others = set(
        Bill.objects.filter(number__in=numbers).exclude(case__centre=centre).values_list("number", flat=True)
    )
    return list({one.transaction[:64]: one for one in theirs if one.bill not in of_others}.values())


def _ours(centre: Centre, on: date) -> Iterator[Payment]:
    since = timezone.make_aware(datetime.combine(on, time()))
    within = Payment.objects.filter(at__gte=since, at__lt=since + timedelta(days=1), channel=Payment.Channel.ONLINE)
    yield from within.filter(bill__case__centre=centre).select_related("bill").order_by("at", "id")


def _known(theirs: Sequence[Told]) -> dict[str, Payment]:
    """Which of these we have, told on whatever day."""
    there = Payment.objects.filter(channel=Payment.Channel.ONLINE, reference__in=[one.transaction for one in theirs])
    return {one.reference: one for one in there.select_related("bill")}


def _compared(told: Told, known: Payment | None, *, by: Actor, at: datetime) -> Difference | None:
    kind = Difference.Kind.OTHERWISE
    if known is not None and (known.bill.number, known.fen) == (told.bill, told.fen):
        return None
    if known is None:
        kind = _put_on_record(told, by=by, at=at)
    ours = known.fen if known else None
    reference = told.transaction[:64]
    return Difference(kind=kind, reference=reference, bill=told.bill[:40], our_fen=ours, their_fen=told.fen)


def _put_on_record(told: Told, *, by: Actor, at: datetime) -> Difference.Kind:
    try:
        paying.arrived(number=told.bill, fen=told.fen, transaction_number=told.transaction, by=by, at=at)
    except (paying.NoSuchBill, Invalid):
        return Difference.Kind.NO_BILL
    except paying.UsedBefore:  # the same number stands twice in the list, with two amounts or bills
        return Difference.Kind.OTHERWISE
    return Difference.Kind.NOT_TOLD


def _not_there(one: Payment) -> Difference:
    return Difference(
        kind=Difference.Kind.NOT_THERE, reference=one.reference, bill=one.bill.number, our_fen=one.fen, their_fen=None
    )
