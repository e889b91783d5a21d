"""What paying does by the clock. Each in a transaction of its own; run again, nothing happens twice."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from yichuang.base import clock
from yichuang.cases.jobs import SomeFailed
from yichuang.fees import adapters, billing, reconciling, vouchers
from yichuang.fees.models import Bill, Reconciliation
from yichuang.offices.models import Centre
from yichuang.people.actors import SYSTEM

QUEUE = "fees"
BATCH = 200
DAYS_BACK = 7
"""For so many days a list that comes late is still compared."""
log = logging.getLogger(__name__)


@app.periodic(cron="40 9 * * *")
@app.task(queue=QUEUE, name="fees.remind", queueing_lock="fees.remind", lock="fees.remind")
def remind(timestamp: int) -> None:
    """Bills that are over their day are told once more."""
    at = clock.now()
    late = Bill.objects.filter(state=Bill.State.OPEN, reminded_at__isnull=True, due_at__lt=at)
    for bill in late.order_by("due_at")[:BATCH]:
        billing.remind(bill=bill, by=SYSTEM, at=at)


@app.periodic(cron="*/20 * * * *")
@app.task(queue=QUEUE, name="fees.ask_vouchers", queueing_lock="fees.ask_vouchers", lock="fees.ask_vouchers")
def ask_vouchers(timestamp: int) -> None:
    """Where the finance platform is connected, electronic bills are asked of it."""
    vouchers.ask_waiting(by=SYSTEM, at=clock.now(), most=BATCH)


@app.periodic(cron="*/10 * * * *")
@app.task(queue=QUEUE, name="fees.ask_payments", queueing_lock="fees.ask_payments", lock="fees.ask_payments")
def ask_payments(timestamp: int) -> None:
    """Where a platform is connected, it is asked about every open bill in turn: a call of it may have been lost."""
    at, platform = clock.now(), adapters.payment_platform()
    waiting = Bill.objects.filter(state=Bill.State.OPEN).order_by(F("asked_at").asc(nulls_first=True), "id")
    failed = []
    for bill in waiting[:BATCH]:
        try:
            reconciling.ask(bill=bill, platform=platform, by=SYSTEM, at=at)
        except Exception:
            # Whatever it is: the others are asked about all the same.
            log.exception("asking failed: bill %s", bill.number)
            failed.append(bill.number)
    if failed:
        raise SomeFailed(", ".join(failed))


@app.periodic(cron="20 6-22 * * *")
@app.task(queue=QUEUE, name="fees.reconcile", queueing_lock="fees.reconcile", lock="fees.reconcile")
def reconcile(timestamp: int) -> None:
    """Days that are over, not compared yet, and of which the platform's list is there, are compared (对账)."""
    at, platform = clock.now(), adapters.payment_platform()
    failed = []
    for centre in Centre.objects.order_by("code"):
        for back in range(DAYS_BACK, 0, -1):
            day = timezone.localdate(at) - timedelta(days=back)
            try:
                _compare(centre, day, platform, at=at)
            except Exception:
                # Whatever it is: the other days and centres are compared all the same.
                log.exception("comparing failed: %s of %s", day, centre.code)
                failed.append(f"{centre.code} {day}")
    if failed:
        raise SomeFailed(", ".join(failed))


def _compare(centre: Centre, day: date, platform: adapters.PaymentPlatform, *, at: datetime) -> None:
    theirs = platform.paid_on(day)
    if theirs is not None and not Reconciliation.objects.filter(centre=centre, day=day).exists():
        before = platform.paid_on(day - timedelta(days=1)) or ()
        reconciling.reconcile(centre=centre, on=day, theirs=theirs, before=before, by=SYSTEM, at=at)
