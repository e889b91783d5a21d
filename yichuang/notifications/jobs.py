"""What is sent by the clock."""

from __future__ import annotations

from procrastinate.contrib.django import app

from yichuang.base import clock
from yichuang.notifications import sending


@app.periodic(cron="* * * * *")
@app.task(
    queue="notifications",
    name="notifications.send_waiting",
    queueing_lock="notifications.send_waiting",
    lock="notifications.send_waiting",
)
def send_waiting(timestamp: int) -> None:
    """Text messages that wait go out."""
    sending.send_waiting(at=clock.now())
