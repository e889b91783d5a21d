"""Large tables are partitioned by month from the first migration; this keeps the partitions ahead of time.

A table partitioned by RANGE over one `timestamptz`, or over one `uuid` made by `ids.uuid7`, with a default partition
for what nobody foresaw, is found by itself. A migration makes its first months with
`SELECT base_make_partitions('the_table', now()::date, 4)`.
"""

from datetime import UTC, date, datetime

from django.db import connection


def tables() -> list[str]:
    """The tables of this database that are partitioned by month."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid "
            "JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0] "
            "WHERE p.partstrat = 'r' AND p.partnatts = 1 AND pg_table_is_visible(c.oid) "
            "AND a.atttypid IN ('timestamptz'::regtype, 'uuid'::regtype) ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def make(table: str, *, first: date, months: int) -> int:
    """Make the partitions of `table` for `months` months from that of `first` on; returns how many were missing.

    A month of which the default partition already holds rows stays there: rows of the journal are never moved.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT base_make_partitions(%s, %s, %s)", [table, first, months])
        made: int = cursor.fetchone()[0]
    return made


def make_ahead(*, at: datetime, months: int = 3) -> dict[str, int]:
    """Make this month's partition and those of the next `months` months for every table; how many each got."""
    return {table: make(table, first=at.astimezone(UTC).date(), months=months + 1) for table in tables()}


def make_between(table: str, *, first: date, last: date) -> int:
    """Make the partitions of `table` from the month of `first` to that of `last`, before what happened then is laid
    in after the fact: without them its rows would lie in the default partition for ever. How many were missing."""
    return make(table, first=first, months=(last.year - first.year) * 12 + last.month - first.month + 1)


def astray(table: str) -> int:
    """How many rows lie in the default partition of `table`, counted up to a thousand: more than none means that
    partitions were made too late."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('SELECT count(*) FROM (SELECT FROM %%s LIMIT 1000) AS found', partdefid::regclass) "
            "FROM pg_partitioned_table WHERE partrelid = %s::regclass AND partdefid <> 0",
            [table],
        )
        found = cursor.fetchone()
        if found is None:
            return 0
        cursor.execute(found[0])
        number: int = cursor.fetchone()[0]
    return number
