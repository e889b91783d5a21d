"""How often an applicant came to the hall for his case (到现场次数、跑动次数), counted from what was done there.

A visit is a day on which the journal of the case has something that was done across the counter: papers handed in or
corrected, an application withdrawn, a result collected at the window or from the locker in the hall. Several such acts
of one day are one visit. What is promised stands in the guide (`Content.visits`). The counting rule is this program's:
no standard text with one could be read, so it is told beside every figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.journal import Entry
from yichuang.base.refusal import Invalid
from yichuang.catalogue.models import ItemVersion
from yichuang.offices.models import Centre

ACROSS_THE_COUNTER: Final = (
    *("apply_at_counter", "accept_at_counter", "correct_at_counter", "supplement_at_counter"),
    *("withdraw_at_counter", "withdraw_promise_at_counter", "take_hearing_request", "take_hearing_waiver"),
)
FIRST_YEAR, LAST_YEAR = 2000, 2999
COLLECTED: Final = ("counter", "locker")
"""The ways of delivery for which somebody comes."""
_ACTS: Final = [f"case.{act}" for act in ACROSS_THE_COUNTER]


@dataclass(frozen=True)
class Row:
    """The finished cases of one guide: how many, visits in all, how many took at most one, what the guide promises."""

    version: ItemVersion
    cases: int
    visits: int
    at_most_once: int

    @property
    def promised(self) -> int | None:
        """How many visits the guide says are needed."""
        return self.version.parsed.visits

    @property
    def average(self) -> float:
        """Visits for each case (平均跑动次数)."""
        return self.visits / self.cases

    @property
    def kept(self) -> bool:
        """Whether on average nobody came more often than the guide says."""
        return self.promised is None or self.visits <= self.promised * self.cases


@dataclass(frozen=True)
class Report:
    """A month: its rows, those with most visits for each case first, and the sums."""

    month: date
    rows: Sequence[Row]

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.month - timedelta(days=1)).replace(day=1)

    @property
    def following(self) -> date:
        """The first day of the month after."""
        return (self.month + timedelta(days=32)).replace(day=1)

    @property
    def cases(self) -> int:
        """Cases finished."""
        return sum(row.cases for row in self.rows)

    @property
    def average(self) -> float | None:
        """Visits for each case; None for a month without cases."""
        return sum(row.visits for row in self.rows) / self.cases if self.cases else None

    @property
    def share_at_most_once(self) -> float | None:
        """一次办结率 in percent: cases with at most one visit among those finished."""
        return 100 * sum(row.at_most_once for row in self.rows) / self.cases if self.cases else None


def counted(entries: Iterable[Entry]) -> int:
    """The visits that the history of one case tells of. No statement of its own."""
    return len({timezone.localdate(entry.at) for entry in entries if _is_visit(entry)})


def _is_visit(entry: Entry) -> bool:
    return entry.act in _ACTS or (entry.act == "case.deliver" and entry.detail.get("mode") in COLLECTED)


def month_of(text: str, *, at: datetime) -> date:
    """The first day of the month that is asked for ("2026-11"); of this month when none is. Raises Invalid."""
    if not text:
        return timezone.localdate(at).replace(day=1)
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = date.min
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Invalid(_("请选择月份，例如 2026-11。"), field="month")
    return found


_COUNT: Final = """
SELECT c.item_version_id, count(*), sum(v.days), count(*) FILTER (WHERE v.days <= 1)
FROM cases_case c CROSS JOIN LATERAL (
  SELECT count(DISTINCT (e.at AT TIME ZONE %(zone)s)::date) AS days FROM base_entry e
  WHERE e.subject_kind = 'case' AND e.subject_id = c.number
    AND (e.act = ANY (%(acts)s) OR (e.act = 'case.deliver' AND e.detail->>'mode' = ANY (%(modes)s)))
) v
WHERE c.centre_id = %(centre)s AND c.state IN ('delivered', 'archived') AND c.decided_at IS NOT NULL
  AND c.ended_at >= %(since)s AND c.ended_at < %(until)s
GROUP BY c.item_version_id
"""


def report(centre: Centre, month: date) -> Report:
    """The cases delivered in that month, by guide. Two statements; one look into the journal for each of the cases."""
    ends = Report(month, []).following
    since, until = (timezone.make_aware(datetime.combine(day, time.min)) for day in (month, ends))
    told: dict[str, Any] = {
        "zone": settings.TIME_ZONE,
        "acts": _ACTS,
        "modes": list(COLLECTED),
        "centre": centre.pk,
        "since": since,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, told)
        counts = {pk: (cases, int(days), once) for pk, cases, days, once in cursor.fetchall()}
    versions = ItemVersion.objects.select_related("item__department").filter(pk__in=counts)
    rows = [Row(version, *counts[version.pk]) for version in versions]
    return Report(month, sorted(rows, key=lambda row: (-row.average, row.version.name)))
