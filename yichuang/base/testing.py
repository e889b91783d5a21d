"""For the tests of all packages."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from yichuang.base import sealing
from yichuang.base.canonical import canonical_json
from yichuang.base.counting import ZONE
from yichuang.base.journal import Entry, Subject, history
from yichuang.base.sealing import Head


def moment(text: str) -> datetime:
    """A moment in Beijing time: "2026-11-23 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def acts_of(kind: str, id: object) -> list[str]:
    """The acts in the journal of one subject, oldest first."""
    return [entry.act for entry in history(Subject(kind, str(id)))]


def await_settled(*, seconds: float = 120) -> None:
    """Wait until no transaction is open that was begun before now. Other tests run on the same server at the same time,
    and whoever reads the journal waits for the transactions of the whole server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        (mark,) = cursor.fetchone()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot()) > %s::xid8", [mark])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise TimeoutError("a transaction on this server has been open for too long")


def seal_all_now(*, at: datetime) -> Head:
    """Seal every row there is, also those of the transaction that a test plays in and that never commits."""
    head = sealing._made(None, list(Entry.objects.order_by("epoch", "xid", "seq")), at)
    head.signature = sealing._key().sign(canonical_json(head.told()))
    head.save(force_insert=True)
    return head


@contextmanager
def without_guards() -> Iterator[None]:
    """Do to the journal and its heads what only the owner of the database could do behind the program's back."""
    with connection.cursor() as cursor:
        for table in ("base_entry", "base_head"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER no_change")
        try:
            yield
        finally:
            for table in ("base_entry", "base_head"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER no_change")


def empty_journal() -> None:
    """Take everything out of the journal and its heads. Tests that commit clean up with this, because the flush of a
    test database leaves both alone."""
    with without_guards(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM base_entry")
        cursor.execute("DELETE FROM base_head")
