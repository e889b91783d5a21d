"""What was granted on a promise is looked at later (核查), however it was granted (国办发〔2020〕42号; AY 27)."""

from __future__ import annotations

from datetime import datetime

from yichuang.base.limits import Limit, Unit
from yichuang.cases import timing
from yichuang.cases.models import Case, Promise, Rule


def standing(case: Case) -> Promise | None:
    """The promise on which the case stands, if it does. One statement."""
    return Promise.objects.filter(case=case, withdrawn_at__isnull=True).first()


def due(case: Case, *, at: datetime) -> datetime | None:
    """By when it must be looked whether the promise is kept: as the item says, else by the centre's rule; None where
    neither says anything."""
    text = case.item_version.parsed.promise
    if text is not None and text.check_within is not None:
        return timing.due_after(case, Limit(text.check_within.length, Unit(text.check_within.unit)), at=at).at
    by_rule = timing.due_by_rule(case, Rule.Kind.PROMISE_CHECK, at=at)
    return by_rule.at if by_rule else None


def set_due(case: Case, *, at: datetime) -> None:
    """The case was granted: if a promise stands in it, its check is due from this day on. Nothing to ask for an item
    without promises."""
    promise = standing(case) if case.item_version.parsed.promise is not None else None
    if promise is not None:
        promise.check_due_at = due(case, at=at)
        promise.save(update_fields=["check_due_at"])
