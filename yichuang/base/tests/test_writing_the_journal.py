"""Writing the journal: one row an act, chained, and never changed."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import IntegrityError

from yichuang.base import journal
from yichuang.base.journal import GENESIS, SYSTEM, Actor, Entry, Subject
from yichuang.base.testing import acts_of

AT = datetime(2026, 11, 23, 1, 30, 15, 123456, tzinfo=UTC)
CASE = Subject("case", "410522-1")


def write(act: str = "accept", subject: Subject = CASE, **more: Any) -> Entry:
    return journal.write(act=act, subject=subject, by=SYSTEM, at=AT, **more)


@pytest.mark.django_db
def test_an_act_costs_two_statements(django_assert_num_queries: Callable[[int], Any]) -> None:
    write()
    with django_assert_num_queries(2):
        write("decide", detail={"letter": "安行审〔2026〕1号"})


@pytest.mark.django_db
def test_rows_of_one_subject_form_a_chain() -> None:
    for act in ("submit", "accept", "decide"):
        write(act)
        write(act, Subject("case", "another"))
    rows = list(journal.history(CASE))
    assert [row.act for row in rows] == ["submit", "accept", "decide"]
    assert bytes(rows[0].previous_hash) == GENESIS
    assert [bytes(row.previous_hash) for row in rows[1:]] == [bytes(row.hash) for row in rows[:-1]]


@pytest.mark.django_db
def test_what_comes_back_from_the_database_has_the_hash_that_was_written() -> None:
    detail = {"names": ["𠮷", "阿卜杜拉·买买提"], "count": 3, "ok": True, "none": None, "z": {"b": 1, "a": "\u0301e"}}
    write(detail=detail, mandate_id=7, centre_id=1)
    row = journal.history(CASE).get()
    assert row.detail == detail
    assert row.computed_hash() == bytes(row.hash)


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["act", "at", "who_id", "mandate_id", "detail", "centre_id", "subject_id", "epoch"])
def test_the_hash_covers_every_column(column: str) -> None:
    row = write(mandate_id=1, centre_id=1)
    changed = {"at": datetime(2020, 1, 1, tzinfo=UTC), "mandate_id": 2, "centre_id": 2, "epoch": 9, "detail": {"a": 1}}
    setattr(row, column, changed.get(column, "x"))
    assert row.computed_hash() != bytes(row.hash)


@pytest.mark.django_db
@pytest.mark.parametrize("detail", [{"x": 1.5}, {"x": AT}, {1: "x"}, {"x": {"y": object()}}])
def test_a_detail_that_has_no_single_spelling_is_refused(detail: dict[Any, Any]) -> None:
    with pytest.raises(TypeError):
        write(detail=detail)


@pytest.mark.django_db
@pytest.mark.parametrize("detail", [{"x": "\ud800"}, {"x": "a\x00"}, {"x": 2**60}])
def test_a_detail_that_the_database_would_change_is_refused(detail: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        write(detail=detail)


@pytest.mark.django_db
def test_a_row_names_who_did_it() -> None:
    with pytest.raises(ValueError):
        journal.write(act="accept", subject=CASE, by=Actor("staff", ""), at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["base_entry", "base_entry_default", "base_entry_2026_11"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET act = 'x'", "DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET at = '2001-01-01'"]
)
def test_the_database_refuses_to_change_a_row(table: str, statement: str) -> None:
    make_november()
    write()
    journal.write(act="old", subject=CASE, by=SYSTEM, at=datetime(1999, 1, 1, tzinfo=UTC))
    with pytest.raises(IntegrityError, match="is refused"), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.django_db
def test_the_model_refuses_to_change_a_row() -> None:
    row = write()
    row.act = "decline"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
    assert acts_of("case", CASE.id) == ["accept"]


def test_an_act_outside_a_transaction_is_refused(committed_journal: None) -> None:
    with pytest.raises(RuntimeError):
        write()


def test_writers_of_one_subject_take_turns(committed_journal: None) -> None:
    """Many at once: the chain must not fork."""
    start = threading.Barrier(6)

    def work() -> None:
        try:
            start.wait()
            for _ in range(10):
                with transaction.atomic():
                    write("touch")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = list(journal.history(CASE))
    assert len(rows) == 60
    assert [bytes(row.previous_hash) for row in rows] == [GENESIS, *(bytes(row.hash) for row in rows[:-1])]


def test_a_failed_act_leaves_no_row(committed_journal: None) -> None:
    def failing() -> None:
        with transaction.atomic():
            write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_on_another_server_a_new_epoch_begins() -> None:
    first = write()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_epoch SET server = server - 1")
    second, third = write(), write()
    assert (second.epoch, third.epoch) == (first.epoch + 1, first.epoch + 1)


def make_november() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT base_make_partitions('base_entry', '2026-11-01', 1)")
