"""Every pause of a centre, for supervision: what stops clocks now and for how long it was told, and what did."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import F, QuerySet

from yichuang.cases import queries
from yichuang.cases.models import Case, Hold
from yichuang.people.actors import Actor

MOST: Final = 100
"""Rows of one list."""


def pauses(actor: Actor, *, at: datetime, which: str = "open") -> QuerySet[Hold]:
    """The stops of the cases that the actor may see: those that run (`open`), those that run longer than was told
    (`overdue`), or those that are over (`ended`), the most urgent or the latest first. One statement."""
    seen = Case.objects.filter(queries.visible_to(actor, at=at))
    found = Hold.objects.filter(case__in=seen, stops_clock=True)
    found = found.select_related("case__item_version", "case__department", "set_by", "ended_by")
    if which == "ended":
        return found.filter(until__isnull=False).order_by("-until", "-id")[:MOST]
    found = found.filter(until__isnull=True)
    if which == "overdue":
        found = found.filter(expected_until__lt=at)
    return found.order_by(F("expected_until").asc(nulls_last=True), "id")[:MOST]
