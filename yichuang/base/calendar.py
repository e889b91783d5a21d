"""The working calendar as dated rows: days off and makeup days with their source, never forgotten when they change.

A region's calendar is the national one (region "") with the region's own days laid over it
(全国年节及纪念日放假办法第四条).
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, models, transaction
from django.db.models import Q

from yichuang.base.working_days import (
    HOLIDAY,
    MAKEUP,
    OFFICIAL,
    PROVISIONAL,
    DayFact,
    ExplainedDay,
    OutsideCalendar,
    WorkingCalendar,
)

__all__ = [
    "Day",
    "DayFact",
    "ExplainedDay",
    "OutsideCalendar",
    "WorkingCalendar",
    "changed_after",
    "load",
    "replace",
    "sources",
]


class Day(models.Model):
    """One fact about one day, valid from the moment it was entered until it was replaced.

    Days that are neither here nor on a weekend are working days. `region` is an administrative code, or empty for the
    whole country.
    """

    date = models.DateField()
    region = models.CharField(max_length=6, blank=True, default="")
    kind = models.CharField(max_length=8, choices=[(HOLIDAY, HOLIDAY), (MAKEUP, MAKEUP)])
    name = models.CharField(max_length=60)
    source = models.CharField(max_length=200)
    status = models.CharField(max_length=11, choices=[(OFFICIAL, OFFICIAL), (PROVISIONAL, PROVISIONAL)])
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "date"], condition=Q(valid_until=None), name="day_one_valid_per_region"
            ),
            models.CheckConstraint(condition=Q(kind__in=[HOLIDAY, MAKEUP]), name="day_kind_is_known"),
            models.CheckConstraint(condition=Q(status__in=[OFFICIAL, PROVISIONAL]), name="day_status_is_known"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")), name="day_valid_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.kind} {self.name}"


_kept: dict[str, tuple[int, WorkingCalendar]] = {}


def load(region: str = "", *, known_at: datetime | None = None) -> WorkingCalendar:
    """The working calendar of `region`. One SQL statement while nothing has changed, two when something has.

    With `known_at` it is the calendar as it was known at that moment, built anew each time.
    """
    if known_at is not None:
        return _built(region, known_at)
    version = _version()
    kept = _kept.get(region)
    if kept is None or kept[0] != version:
        kept = _kept[region] = (version, _built(region, None))
    return kept[1]


def sources(region: str, *, since: date, until: date) -> list[str]:
    """The notices from which the valid days off and makeup days between two days were taken. One statement."""
    valid = Day.objects.filter(region__in={"", region}, valid_until=None, date__range=(since, until))
    return sorted({source for source in valid.values_list("source", flat=True).distinct() if source})


def changed_after(moment: datetime) -> set[str]:
    """The regions ("" is the whole country) of which a day was entered or closed after `moment`. One statement."""
    touched = Day.objects.filter(Q(valid_from__gt=moment) | Q(valid_until__gt=moment))
    return set(touched.values_list("region", flat=True).distinct())


def replace(facts: Iterable[DayFact], *, since: date, until: date, region: str = "", at: datetime) -> tuple[int, int]:
    """Make `facts` all that is valid for `region` from the day `since` through `until`, from the moment `at` on.

    Days that stay the same are left alone; others are closed and new ones opened. Returns how many were opened and
    closed.
    """
    wanted = {fact.date: fact for fact in facts}
    if any(not since <= day <= until for day in wanted):
        raise ValueError("a fact outside the days to replace")
    with transaction.atomic():
        _wait_for_turn()
        closed = []
        for row in Day.objects.filter(region=region, valid_until=None, date__range=(since, until)):
            if wanted.get(row.date) == _fact(row):
                del wanted[row.date]
            else:
                closed.append(row.pk)
        if closed:
            Day.objects.filter(pk__in=closed).update(valid_until=at)
        opened = Day.objects.bulk_create(_row(fact, region, at) for fact in wanted.values())
    return len(opened), len(closed)


def _row(fact: DayFact, region: str, at: datetime) -> Day:
    return Day(
        date=fact.date,
        region=region,
        kind=fact.kind,
        name=fact.name,
        source=fact.source,
        status=fact.status,
        valid_from=at,
    )


def _fact(row: Day) -> DayFact:
    return DayFact(row.date, row.kind, row.name, row.source, row.status)


def _built(region: str, known_at: datetime | None) -> WorkingCalendar:
    valid = Q(valid_until=None)
    if known_at is not None:
        valid = Q(valid_from__lte=known_at) & (valid | Q(valid_until__gt=known_at))
    # The empty region sorts first, so that the region's own days lie over the national ones.
    rows = list(Day.objects.filter(valid, region__in={"", region}).order_by("region", "date"))
    # A region's own holiday does not mean that the national arrangement of that year is known.
    official = {row.date.year for row in rows if not row.region and row.status == OFFICIAL}
    return WorkingCalendar(map(_fact, rows), official_years=official)


def _version() -> int:
    """A number that a trigger draws anew from a sequence with every change of the table, and so never comes back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM base_day_version")
        version: int = cursor.fetchone()[0]
    return version


def _wait_for_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('base_day', 0))")
