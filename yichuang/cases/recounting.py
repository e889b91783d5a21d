"""The calendar has changed: the dates of open cases are counted anew, and every case that moved says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yichuang.cases import deeming, life_cycle, timing
from yichuang.cases.models import Case, State
from yichuang.offices.models import Centre
from yichuang.people.actors import Actor

BATCH: Final = 200
OPEN: Final = (State.ACCEPTED, State.EXAMINING, State.SUSPENDED)
"""Where the clock of the decision runs or stands still. What an applicant was told in a letter (补正) is not moved."""


@dataclass(frozen=True)
class Report:
    """How many open cases were looked at, and how many have other dates now."""

    seen: int
    moved: int


def recount(*, case: Case, by: Actor, at: datetime) -> bool:
    """Count both clocks of one case anew by the calendar as it is known now; whether anything moved.

    Nothing is written when nothing moved. One entry in the journal tells the dates before and after.
    """
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        if case.state not in OPEN:
            return False
        columns = timing.recounted(case)
        moved = {name: [_iso(getattr(case, name)), _iso(new)] for name, new in columns.items() if name in _DATES}
        moved = {name: pair for name, pair in moved.items() if pair[0] != pair[1]}
        if not moved and case.due_is_provisional == columns["due_is_provisional"]:
            return False
        for name, value in columns.items():
            setattr(case, name, value)
        case.version += 1
        case.save(update_fields=[*columns, "version"])
        life_cycle.note(case=case, act="recounted", by=by, at=at, detail={"moved": moved})
    return True


_DATES = ("statutory_due_at", "promised_due_at", "due_at")


def recount_all(*, centre: Centre, by: Actor, at: datetime) -> Report:
    """Every open case of a centre, each in a transaction of its own; run again, it finds nothing to do."""
    seen = moved = 0
    for batch in _batches(centre):
        for case in batch:
            seen += 1
            moved += recount(case=case, by=by, at=at)
    return Report(seen, moved)


def _batches(centre: Centre) -> Iterator[list[Case]]:
    after: UUID | None = None
    while True:
        rows = Case.objects.filter(centre=centre, state__in=OPEN).order_by("id")
        batch = list((rows.filter(id__gt=after) if after else rows).only("pk")[:BATCH])
        if not batch:
            return
        yield batch
        after = batch[-1].pk


def _iso(when: datetime | None) -> str:
    return timezone.localtime(when).isoformat() if when else ""
