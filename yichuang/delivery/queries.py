"""Questions about deliveries: what is late, and what waits for the window."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from yichuang.cases import queries
from yichuang.cases.models import Case, State
from yichuang.delivery.models import Delivery, Mode


def overdue(centre_id: int, *, at: datetime) -> QuerySet[Case]:
    """Results that should have been delivered by now (XKF 44: ten days from the decision), the latest first."""
    rows = queries.with_context().filter(centre=centre_id, state__in=[State.DECIDED, State.ISSUING, State.COMPLETED])
    return rows.filter(due_at__lt=at).order_by("due_at", "id")


def expired_in_lockers(centre_id: int, *, at: datetime) -> QuerySet[Delivery]:
    """What lies in a locker beyond its time and must be taken back to the window."""
    rows = Delivery.objects.filter(mode=Mode.LOCKER, delivered_at__isnull=True, failed_at__isnull=True, until__lte=at)
    return rows.select_related("case", "cell").filter(case__centre=centre_id).order_by("until", "id")


def under_way(case_ids: list[object]) -> dict[object, Delivery]:
    """The attempts that count of these cases, by case. One statement."""
    rows = Delivery.objects.select_related("cell").filter(case__in=case_ids, failed_at__isnull=True)
    return {row.case_id: row for row in rows}
