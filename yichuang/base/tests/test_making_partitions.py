"""Monthly partitions: made ahead, found by themselves, guarded like their parent."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.utils import DatabaseError, IntegrityError

from yichuang.base import journal, partitions
from yichuang.base.ids import uuid7
from yichuang.base.journal import SYSTEM, Subject

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: str | UUID) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def test_months_are_made_once() -> None:
    assert partitions.make("base_entry", first=date(2031, 11, 30), months=3) == 3
    assert partitions.make("base_entry", first=date(2031, 12, 1), months=3) == 1


def test_a_row_falls_into_its_month_by_utc() -> None:
    partitions.make("base_entry", first=date(2031, 12, 1), months=2)
    for at in (datetime(2031, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)):
        journal.write(act="x", subject=Subject("case", "1"), by=SYSTEM, at=at)
    assert sql("SELECT tableoid::regclass::text FROM base_entry ORDER BY at") == [
        ("base_entry_2031_12",),
        ("base_entry_2032_01",),
    ]


def test_a_new_partition_is_guarded() -> None:
    partitions.make("base_entry", first=date(2031, 12, 1), months=1)
    with pytest.raises(IntegrityError):
        sql("TRUNCATE base_entry_2031_12")


def test_a_month_with_rows_in_the_default_partition_is_left_there() -> None:
    journal.write(act="x", subject=Subject("case", "1"), by=SYSTEM, at=datetime(2031, 12, 5, tzinfo=UTC))
    assert partitions.astray("base_entry") == 1
    assert partitions.make("base_entry", first=date(2031, 11, 1), months=3) == 2


def test_the_months_of_what_is_laid_in_after_the_fact_are_made_before() -> None:
    assert partitions.make_between("base_entry", first=date(2031, 11, 30), last=date(2032, 1, 1)) == 3
    journal.write(act="x", subject=Subject("case", "1"), by=SYSTEM, at=datetime(2031, 12, 5, tzinfo=UTC))
    assert partitions.astray("base_entry") == 0
    assert partitions.make("base_entry", first=date(2031, 11, 1), months=3) == 0


def test_a_table_can_be_partitioned_by_uuid7() -> None:
    sql("CREATE TABLE some_file (id uuid PRIMARY KEY) PARTITION BY RANGE (id)")
    sql("CREATE TABLE some_file_default PARTITION OF some_file DEFAULT")
    identity = uuid7()
    born = datetime.fromtimestamp(int(identity.hex[:12], 16) / 1000, UTC)
    assert partitions.make("some_file", first=born.date(), months=2) == 2
    sql("INSERT INTO some_file VALUES (%s)", identity)
    assert sql("SELECT tableoid::regclass::text FROM some_file") == [(f"some_file_{born:%Y_%m}",)]
    assert {"base_entry", "some_file"} <= set(partitions.tables())


def test_bounds_by_uuid7_are_exact_to_the_millisecond() -> None:
    sql("CREATE TABLE some_file (id uuid) PARTITION BY RANGE (id)")
    partitions.make("some_file", first=date(2026, 11, 1), months=2)
    turn = int(datetime(2026, 12, 1, tzinfo=UTC).timestamp() * 1000)
    for milliseconds in (turn - 1, turn):
        sql("INSERT INTO some_file VALUES (%s::uuid)", f"{milliseconds:012x}" + "7fffbfffffffffffffff")
    assert sql("SELECT tableoid::regclass::text FROM some_file ORDER BY id") == [
        ("some_file_2026_11",),
        ("some_file_2026_12",),
    ]


def test_a_table_that_is_not_partitioned_is_refused() -> None:
    with pytest.raises(DatabaseError, match="not partitioned"):
        partitions.make("base_day", first=date(2026, 1, 1), months=1)


def test_the_command_makes_them_ahead(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_partitions", "--months", "8")
    assert "base_entry：新建" in capsys.readouterr().out
    call_command("make_partitions", "--months", "8")
    assert "base_entry：新建 0 个分区" in capsys.readouterr().out
