"""Questions about deliveries: what is late, and what waits for the window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from yichuang.cases import queries
from yichuang.cases.models import Case, State
from yichuang.delivery.models import Choice, Delivery, Mode

MOST: Final = 50
"""Rows of a short list."""


def overdue(centre_id: int, *, at: datetime) -> QuerySet[Case]:
    """Results that should have been delivered by now (XKF 44: ten days from the decision), the latest first."""
    rows = queries.with_context().filter(centre=centre_id, state__in=[State.DECIDED, State.ISSUING, State.COMPLETED])
    return rows.filter(due_at__lt=at).order_by("due_at", "id")


def expired_in_lockers(seen: Q, *, at: datetime) -> list[Delivery]:
    """What lies in a locker beyond its time, or was revoked, and must be taken back to the window, of the cases that
    `seen` selects."""
    rows = Delivery.objects.filter(mode=Mode.LOCKER, delivered_at__isnull=True, failed_at__isnull=True)
    rows = rows.filter(Q(until__lte=at, case__state=State.COMPLETED) | Q(case__state=State.TERMINATED))
    cases = Case.objects.filter(seen, state__in=[State.COMPLETED, State.TERMINATED]).values("pk")
    return list(rows.filter(case__in=cases).select_related("case", "cell").order_by("until", "id")[:MOST])


def ways_of(case_ids: Sequence[UUID]) -> dict[UUID, tuple[Mode, Delivery | None]]:
    """The chosen way of each of these cases, and the attempt that counts. Two statements, none for no cases."""
    if not case_ids:
        return {}
    chosen = dict(Choice.objects.filter(case__in=case_ids).values_list("case_id", "mode"))
    sent = {one.case_id: one for one in Delivery.objects.filter(case__in=case_ids, failed_at__isnull=True)}
    return {pk: (Mode(chosen.get(pk, Mode.COUNTER)), sent.get(pk)) for pk in case_ids}
