"""What delivery does by the clock. Each case in a transaction of its own; run again, nothing happens twice."""

from __future__ import annotations

from procrastinate.contrib.django import app

from yichuang.base import clock
from yichuang.delivery import by_courier, by_notice, incoming

QUEUE = "delivery"
BATCH = 200


@app.periodic(cron="10 * * * *")
@app.task(
    queue=QUEUE,
    name="delivery.count_as_served",
    queueing_lock="delivery.count_as_served",
    lock="delivery.count_as_served",
)
def count_as_served(timestamp: int) -> None:
    """Public notices whose period is over count as served."""
    at = clock.now()
    for delivery in by_notice.over(at, limit=BATCH):
        by_notice.count_as_served(delivery=delivery, at=at)


@app.periodic(cron="*/30 * * * *")
@app.task(
    queue=QUEUE, name="delivery.follow_parcels", queueing_lock="delivery.follow_parcels", lock="delivery.follow_parcels"
)
def follow_parcels(timestamp: int) -> None:
    """Where a courier is connected, what he says of each parcel comes about."""
    at = clock.now()
    for delivery in by_courier.on_the_way(limit=BATCH):
        by_courier.follow(delivery=delivery, at=at)
    for parcel in incoming.on_the_way(limit=BATCH):
        incoming.follow(parcel=parcel, at=at)
