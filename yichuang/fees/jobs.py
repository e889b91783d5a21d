"""What paying does by the clock. Each in a transaction of its own; run again, nothing happens twice."""

from __future__ import annotations

from procrastinate.contrib.django import app

from yichuang.base import clock
from yichuang.fees import billing, vouchers
from yichuang.fees.models import Bill, Voucher
from yichuang.people.actors import SYSTEM

QUEUE = "fees"
BATCH = 200


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
    at = clock.now()
    waiting = Voucher.objects.filter(state__in=[Voucher.State.AWAITING, Voucher.State.TO_REVERSE])
    for voucher in waiting.select_related("payment__bill").order_by("id")[:BATCH]:
        vouchers.ask_platform(voucher=voucher, by=SYSTEM, at=at)
