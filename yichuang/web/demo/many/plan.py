"""What is to be made: everything the worker processes must know, since they ask no database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

from yichuang.base.calendar import WorkingCalendar
from yichuang.base.limits import Due, Limit, OfficeHours, due
from yichuang.cases import deadlines
from yichuang.cases.deadlines import Clocks
from yichuang.web.demo.many.copying import FALSE, TRUE, integer, moment

MINUTE: Final = 60_000
A_DAY: Final = 86_400_000
BEIJING: Final = 8 * 3_600_000


class Ahead(NamedTuple):
    """When a case must be ready (milliseconds), and the columns that say so while it is open and after it ended."""

    at: int | None
    columns: bytes
    columns_when_ended: bytes


def columns_of(both: Clocks, first: Due | None, warning: datetime | None) -> bytes:
    """The columns of the clocks: both, what is due first, whether provisionally, when to warn."""
    moments = [moment(milliseconds(one.at) if one else None) for one in (both.statutory, both.promised, first)]
    provisional = TRUE if first and first.provisional else FALSE
    return b"".join([*moments, provisional, moment(milliseconds(warning) if warning else None)])


@dataclass(frozen=True)
class Pace:
    """How fast cases of one sort must be: limits, office hours, days off, how many working days ahead is warned of what
    is due. Days are counted from 1 January 1970."""

    statutory: Limit | None
    promised: Limit | None
    review: Limit | None
    warned_days: int
    hours: OfficeHours
    calendar: WorkingCalendar

    @cached_property
    def _accepted(self) -> dict[int, Ahead]:
        return {}

    @cached_property
    def _submitted(self) -> dict[int, bytes]:
        return {}

    def after_acceptance(self, day: int) -> Ahead:
        """For a case accepted at nine on that day; reckoned once."""
        known = self._accepted.get(day)
        if known is None:
            known = self._accepted[day] = self._reckoned(day)
        return known

    def after_submission(self, day: int) -> bytes:
        """The columns of a case that came in at nine on that day and waits for the window; reckoned once."""
        known = self._submitted.get(day)
        if known is None:
            first = due(_nine(day), self.review, self.calendar, (), self.hours) if self.review else None
            known = self._submitted[day] = columns_of(Clocks(None, None), first, first.at if first else None)
        return known

    def _reckoned(self, day: int) -> Ahead:
        both = deadlines.clocks(
            statutory=self.statutory,
            promised=self.promised,
            accepted_at=_nine(day),
            calendar=self.calendar,
            hours=self.hours,
        )
        first = both.next
        if first is None:
            return Ahead(None, NO_CLOCKS, NO_CLOCKS)
        early, days = first.at, self.warned_days
        warning = deadlines.warning_before(early, days=days, calendar=self.calendar) if days else early
        return Ahead(milliseconds(first.at), columns_of(both, first, warning), columns_of(both, None, None))


def _nine(day: int) -> datetime:
    return moment_of(day * A_DAY + 60 * MINUTE)


NO_CLOCKS: Final = columns_of(Clocks(None, None), None, None)


@dataclass(frozen=True)
class Sort:
    """All that the cases of one item have in common."""

    item_id: int
    version_id: int
    department_id: int
    centre_id: int
    zone_id: int | None
    region: bytes
    materials: tuple[tuple[str, str], ...]
    answers: bytes
    instant: bool
    pace: Pace

    @cached_property
    def columns(self) -> bytes:
        """The columns of a case that are the same for all of this item."""
        ids = (self.item_id, self.version_id, self.department_id, self.centre_id, self.zone_id)
        return b"".join(integer(one) for one in ids)


@dataclass(frozen=True)
class Plan:
    """What is to be made, and where the numbers begin."""

    seed: int
    cases: int
    parties: int
    first_party: int
    first_number: int
    numbers: int
    epoch: int
    xid: int
    at: datetime
    sorts: list[Sort]
    accounts: tuple[int, ...]


def sample_answers(form: Mapping[str, Any]) -> bytes:
    """Something in every required field of a form, as JSON, up to where a note may follow."""
    properties = form.get("properties", {})
    answers = {key: _sample(properties.get(key, {})) for key in form.get("required", ())}
    written = json.dumps({"sample": True} | answers, ensure_ascii=False, separators=(",", ":"))
    return written[:-1].encode()


def _sample(schema: Mapping[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "string")
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    return {"boolean": True, "array": [], "object": {}}.get(str(kind), "安阳县文明大道中段")


def moment_of(at: int) -> datetime:
    """The moment of so many milliseconds."""
    return datetime.fromtimestamp(at // 1000, UTC) + timedelta(milliseconds=at % 1000)


def milliseconds(at: datetime) -> int:
    """The milliseconds of that moment since 1970."""
    return int(at.timestamp()) * 1000 + at.microsecond // 1000


@cache
def written_day(number: int) -> bytes:
    """So many days after 1 January 1970 as in the number of a case: `20260302`."""
    return f"{datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=number):%Y%m%d}".encode()
