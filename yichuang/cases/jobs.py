"""The jobs of this package: what time brings about is brought about, whether anybody looks or not."""

from __future__ import annotations

from procrastinate.contrib.django import app

from yichuang.base import clock
from yichuang.cases import deeming

QUEUE = "cases"


class SomeFailed(Exception):
    """Some cases could not get their event; the job ends as failed, so that the operator sees their numbers."""


# Every five minutes, one run at a time. Nothing is tried again by the job itself: the next run does it.
@app.periodic(cron="*/5 * * * *")
@app.task(queue=QUEUE, name="cases.deem", queueing_lock="cases.deem", lock="cases.deem")
def deem(timestamp: int) -> None:
    """Bring about what is due by now: 视为受理, 视为撤回. `timestamp` is when the run was due; it is not needed."""
    report = deeming.deem_all(at=clock.now())
    if report.failed:
        raise SomeFailed(", ".join(report.failed))
