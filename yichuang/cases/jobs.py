"""The jobs of this package: what time brings about is brought about, whether anybody looks or not."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from yichuang.base import calendar as calendars
from yichuang.base import clock
from yichuang.cases import deeming, going_on, recounting
from yichuang.cases.afterwards import archiving, reminding
from yichuang.offices.models import Centre
from yichuang.people.actors import SYSTEM

QUEUE = "cases"
log = logging.getLogger(__name__)


class SomeFailed(Exception):
    """Some cases could not get their event; the job ends as failed, so that the operator sees their numbers."""


# Every five minutes, one run at a time. Nothing is tried again by the job itself: the next run does it.
@app.periodic(cron="*/5 * * * *")
@app.task(queue=QUEUE, name="cases.deem", queueing_lock="cases.deem", lock="cases.deem")
def deem(timestamp: int) -> None:
    """Bring about what is due by now: 视为受理, 视为撤回, 视为准予延续. `timestamp` is not needed."""
    report = deeming.deem_all(at=clock.now())
    if report.failed:
        raise SomeFailed(", ".join(report.failed))


# As often as what time brings about: nobody who waits for a result waits for the morning.
@app.periodic(cron="*/5 * * * *")
@app.task(queue=QUEUE, name="cases.go_on", queueing_lock="cases.go_on", lock="cases.go_on")
def go_on(timestamp: int) -> None:
    """What waited for another case goes on when that is over. `timestamp` is not needed."""
    report = going_on.go_on_all(at=clock.now())
    if report.failed:
        raise SomeFailed(", ".join(report.failed))


# Every morning. Who was reminded is not reminded again, so a missed run is made up by the next.
@app.periodic(cron="40 6 * * *")
@app.task(queue=QUEUE, name="cases.remind", queueing_lock="cases.remind", lock="cases.remind")
def remind(timestamp: int) -> None:
    """Remind holders whose certificates are about to expire. `timestamp` is not needed."""
    report = reminding.remind_all(at=clock.now())
    if report.failed:
        raise SomeFailed(", ".join(report.failed))


# Every hour; what changed is looked for two hours back, so that no change falls between two runs.
@app.periodic(cron="25 * * * *")
@app.task(queue=QUEUE, name="cases.recount", queueing_lock="cases.recount", lock="cases.recount")
def recount(timestamp: int) -> None:
    """Count the dates of open cases anew where the calendar has changed. `timestamp` is not needed."""
    now = clock.now()
    changed = calendars.changed_after(now - timedelta(hours=2))
    if not changed:
        return
    for centre in Centre.objects.order_by("code"):
        if changed & {"", centre.region_code}:
            recounting.recount_all(centre=centre, by=SYSTEM, at=now)


# Every night, when nobody works on the cases: a batch after the other, each a job of its own, so that nothing else
# waits for the whole.
@app.periodic(cron="40 2 * * *")
@app.task(queue=QUEUE, name="cases.archive", queueing_lock="cases.archive", lock="cases.archive")
def archive(timestamp: int) -> None:
    """Put into the archive what has ended and whose time is over. `timestamp` is not needed."""
    _archive_on(None, done=0)


@app.task(queue=QUEUE, name="cases.archive_on", queueing_lock="cases.archive_on", lock="cases.archive")
def archive_on(ended: str, case: str, done: int) -> None:
    """The next batch of the night, after the case that ended then; `done` were archived before it."""
    _archive_on((datetime.fromisoformat(ended), UUID(case)), done=done)


def _archive_on(after: archiving.Place | None, *, done: int) -> None:
    report = archiving.archive_some(at=clock.now(), after=after)
    done += report.done
    log.info("archived %d cases so far; incomplete: %s", done, ", ".join(report.incomplete) or "none")
    if report.last:
        ended, case = report.last
        archive_on.defer(ended=ended.isoformat(), case=str(case), done=done)
    if report.failed:
        raise SomeFailed(", ".join(report.failed))
