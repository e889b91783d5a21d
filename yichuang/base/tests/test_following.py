"""Following the journal: every committed row once, in order, whatever the transactions do."""

import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from yichuang.base import followers, journal
from yichuang.base.followers import Cursor, Follower, SetAside, register, run, run_again
from yichuang.base.journal import SYSTEM, Entry, Subject
from yichuang.base.management.commands import follow
from yichuang.base.numbering import Counter
from yichuang.base.testing import await_settled

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class Reader(Follower):
    """Remembers what it was given; refuses what `bad` says."""

    name = "reader"
    seen: list[str] = []
    bad: set[str] = set()

    def handle(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            Counter.objects.create(series=entry.act, year=2026, last=entry.seq)
            if entry.act in self.bad:
                raise ValueError(f"cannot take in {entry.act}")
        self.seen.extend(entry.act for entry in entries)


@pytest.fixture
def reader(committed_journal: None, own_followers: object) -> type[Reader]:
    Reader.seen, Reader.bad = [], set()
    return register(Reader)


def write(*acts: str, settled: bool = True) -> None:
    for act in acts:
        with transaction.atomic():
            journal.write(act=act, subject=Subject("case", act), by=SYSTEM, at=AT)
    if settled:
        await_settled()


def test_a_follower_reads_each_row_once(reader: type[Reader]) -> None:
    write("a", "b", "c")
    first, second = run("reader", at=AT, limit=2), run("reader", at=AT, limit=2)
    assert (first.handled, first.more, second.handled, second.more) == (2, True, 1, False)
    assert run("reader", at=AT).handled == 0
    assert reader.seen == ["a", "b", "c"]


def test_a_slow_transaction_is_never_skipped(reader: type[Reader]) -> None:
    """The slow one takes the lower seq and commits after the later one has been looked for."""
    has_written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                journal.write(act="slow", subject=Subject("case", "slow"), by=SYSTEM, at=AT)
                has_written.set()
                assert may_commit.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert has_written.wait(10)
    write("fast", settled=False)
    assert Entry.objects.count() == 1
    run("reader", at=AT)
    assert reader.seen == []
    may_commit.set()
    thread.join()
    await_settled()
    run("reader", at=AT)
    assert reader.seen == ["slow", "fast"]


def test_a_row_that_keeps_failing_is_set_aside_and_the_rest_goes_on(reader: type[Reader]) -> None:
    reader.bad = {"b"}
    write("a", "b", "c")
    report = run("reader", at=AT)
    aside = SetAside.objects.get()
    assert (report.handled, report.set_aside) == (2, (aside.seq,))
    assert (aside.tries, "ValueError: cannot take in b" in aside.error) == (followers.TRIES, True)
    assert reader.seen == ["a", "c"]
    assert set(Counter.objects.values_list("series", flat=True)) == {"a", "c"}


def test_a_row_set_aside_can_be_run_again(reader: type[Reader]) -> None:
    reader.bad = {"b"}
    write("a", "b")
    run("reader", at=AT)
    assert len(run_again("reader", at=AT).set_aside) == 1
    assert SetAside.objects.get().tries == 2 * followers.TRIES
    reader.bad = set()
    assert run_again("reader", at=AT).handled == 1
    assert (reader.seen, SetAside.objects.get().done_at) == (["a", "b"], AT)
    assert run_again("reader", at=AT).handled == 0


def test_two_processes_do_not_run_the_same_follower_at_once(reader: type[Reader]) -> None:
    write("a")
    Cursor.objects.create(follower="reader")
    held, done = threading.Event(), threading.Event()

    def other() -> None:
        try:
            with transaction.atomic():
                Cursor.objects.select_for_update().get(pk="reader")
                held.set()
                assert done.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    assert held.wait(10)
    assert run("reader", at=AT).busy
    done.set()
    thread.join()
    assert run("reader", at=AT).handled == 1


def test_rows_of_an_earlier_server_are_read_before_those_of_this_one(reader: type[Reader]) -> None:
    """After a restore on a new server transaction numbers begin again; the old, greater ones must not hide the new."""
    with transaction.atomic(), connection.cursor() as cursor:
        entry = journal.write(act="old", subject=Subject("case", "old"), by=SYSTEM, at=AT)
        cursor.execute("UPDATE base_epoch SET server = server - 1 WHERE number = %s", [entry.epoch])
        entry.seq, entry.xid, entry.act = entry.seq + 100_000, 10**15, "great"
        entry.save(force_insert=True)
    await_settled()
    run("reader", at=AT)
    write("new")
    run("reader", at=AT)
    assert reader.seen == ["old", "great", "new"]


def test_the_command_runs_all_and_reports_what_is_set_aside(
    reader: type[Reader], capsys: pytest.CaptureFixture[str]
) -> None:
    reader.bad = {"b"}
    write("a", "b")
    with pytest.raises(CommandError, match="1"):
        call_command("follow", "--once")
    assert "reader" in capsys.readouterr().out
    reader.bad = set()
    call_command("follow", "--once", "--again")
    assert reader.seen == ["a", "b"]


def test_two_followers_cannot_share_a_name(own_followers: object) -> None:
    register(Reader)

    class Other(Follower):
        name = "reader"

    with pytest.raises(ValueError, match="reader"):
        register(Other)


def test_a_writer_wakes_who_waits(reader: type[Reader]) -> None:
    def work() -> None:
        try:
            write("a", "b")
        finally:
            connection.close()

    timer = threading.Timer(0.2, work)
    began = time.monotonic()
    timer.start()
    follow._wait_for_news(20)
    assert time.monotonic() - began < 15
    timer.join()
