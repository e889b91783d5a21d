"""What paying does by the clock. Each in a transaction of its own; run again, nothing happens twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial

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
    ask = partial(reconciling.ask, platform=adapters.payment_platform(), by=SYSTEM, at=clock.now())
    waiting = Bill.objects.filter(state=Bill.State.OPEN).order_by(F("asked_at").asc(nulls_first=True), "id")
    _each_by_itself({bill.number: partial(ask, bill=bill) for bill in waiting[:BATCH]})


@app.periodic(cron="20 6-22 * * *")
@app.task(queue=QUEUE, name="fees.reconcile", queueing_lock="fees.reconcile", lock="fees.reconcile")
def reconcile(timestamp: int) -> None:
    """Days that are over, not compared yet, and of which the platform's list is there, are compared (对账)."""
    at, platform = clock.now(), adapters.payment_platform()
    days = [timezone.localdate(at) - timedelta(days=back) for back in range(DAYS_BACK, 0, -1)]
    places = Centre.objects.order_by("code")
    _each_by_itself(
        {f"{one.code} {day}": partial(_compare, one, day, platform, at=at) for one in places for day in days}
    )


def _compare(centre: Centre, day: date, platform: adapters.PaymentPlatform, *, at: datetime) -> None:
    if Reconciliation.objects.filter(centre=centre, day=day).exists():
        return
    theirs = platform.paid_on(day)
    if theirs is not None:
        before = platform.paid_on(day - timedelta(days=1)) or ()
        reconciling.reconcile(centre=centre, on=day, theirs=theirs, before=before, by=SYSTEM, at=at)


def _each_by_itself(wanted: Mapping[str, Callable[[], object]]) -> None:
    """Whatever goes wrong with one, the others are done all the same. Raises SomeFailed with the names of those."""
    failed = []
    for name, do in wanted.items():
        try:
            do()
        except Exception:
            log.exception("failed: %s", name)
            failed.append(name)
    if failed:
        raise SomeFailed(", ".join(failed))
