"""Followers: everything that happens after an act reads the journal at its own pace and never misses a row.

A follower reads committed rows in the order (epoch, xid, seq) and only those of transactions older than every
transaction still under way, so that one which commits late is never behind a cursor. A run is one transaction:
what the follower writes and how far it has read are kept together or not at all.
"""

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeVar

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, models, transaction

from yichuang.base.journal import Entry, TransactionIdField

log = logging.getLogger(__name__)

TRIES = 3
"""How often a failing row is tried before it is set aside."""


class Follower:
    """Something that happens after acts. Its work is idempotent: it may see a row again.

    It only writes rows and queues jobs. Sending, printing and asking other systems belong in a job, because all
    followers wait for the oldest transaction under way.
    """

    name: ClassVar[str]

    def handle(self, entries: Sequence[Entry]) -> None:
        """Take in `entries`, oldest first. When it raises, the rows are given again one by one."""
        raise NotImplementedError


class Cursor(models.Model):
    """How far a follower has read."""

    follower = models.CharField(max_length=60, primary_key=True)
    epoch = models.IntegerField(default=0)
    xid = TransactionIdField(default=0)
    seq = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.follower} {self.epoch}/{self.xid}/{self.seq}"


class SetAside(models.Model):
    """A row that a follower could not take in. It waits here until somebody has mended the cause and runs it again."""

    follower = models.CharField(max_length=60)
    seq = models.BigIntegerField()
    tries = models.PositiveIntegerField()
    error = models.TextField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["follower", "seq"], name="set_aside_once")]

    def __str__(self) -> str:
        return f"{self.follower} {self.seq}"


@dataclass(frozen=True)
class Report:
    """What one run did. `more` when there may be rows left to read; `busy` when another process is running it."""

    name: str
    handled: int = 0
    set_aside: tuple[int, ...] = ()
    more: bool = False
    busy: bool = False


F = TypeVar("F", bound=Follower)
_registered: dict[str, Follower] = {}


def register(follower: type[F]) -> type[F]:
    """Make a follower known; used as a decorator, in a module that the package's AppConfig.ready imports."""
    known = _registered.get(follower.name)
    if known is not None and type(known).__qualname__ != follower.__qualname__:
        raise ValueError(f"two followers are called {follower.name}")
    _registered[follower.name] = follower()
    return follower


def names() -> list[str]:
    """The followers of this installation."""
    return sorted(_registered)


def run(name: str, *, at: datetime, limit: int = 500) -> Report:
    """Let one follower read at most `limit` rows. Raises KeyError for an unknown name; database trouble passes on
    and leaves everything as it was."""
    follower = _registered[name]
    with transaction.atomic():
        Cursor.objects.bulk_create([Cursor(follower=name)], ignore_conflicts=True)
        cursor = Cursor.objects.select_for_update(skip_locked=True).filter(pk=name).first()
        if cursor is None:
            return Report(name, busy=True)
        entries = unread(after=(cursor.epoch, cursor.xid, cursor.seq), limit=limit)
        if not entries:
            return Report(name)
        failed = _take_in(follower, entries)
        for entry, error in failed:
            _set_aside(name, entry, error, at)
        last = entries[-1]
        cursor.epoch, cursor.xid, cursor.seq, cursor.at = last.epoch, last.xid, last.seq, at
        cursor.save()
    return Report(name, len(entries) - len(failed), tuple(e.seq for e, _ in failed), more=len(entries) == limit)


def run_again(name: str, *, at: datetime) -> Report:
    """Give a follower the rows it had set aside, oldest first."""
    follower = _registered[name]
    with transaction.atomic():
        waiting = {row.seq: row for row in SetAside.objects.select_for_update().filter(follower=name, done_at=None)}
        failed = _take_in(follower, list(Entry.objects.filter(seq__in=waiting).order_by("seq")), together=False)
        still = {entry.seq: error for entry, error in failed}
        for seq, row in waiting.items():
            if seq in still:
                row.tries, row.error = row.tries + TRIES, still[seq]
            else:
                row.done_at = at
            row.save()
    return Report(name, len(waiting) - len(still), tuple(still))


def unread(*, after: tuple[int, int, int], limit: int) -> list[Entry]:
    """At most `limit` journal rows behind the position `after` (epoch, xid, seq) that no transaction under way can
    still get in front of. Two statements at most."""
    sql = (
        "SELECT * FROM base_entry WHERE (epoch, xid, seq) > (%s, %s::text::xid8, %s) "
        "AND (epoch < base_current_epoch() OR xid < pg_snapshot_xmin(pg_current_snapshot())) "
        "ORDER BY epoch, xid, seq LIMIT %s"
    )
    return list(Entry.objects.raw(sql, [*after, limit]))


def _take_in(follower: Follower, entries: Sequence[Entry], *, together: bool = True) -> list[tuple[Entry, str]]:
    """Give the rows to the follower, all at once, or one by one when that fails. Returns those that keep failing."""
    if together and _failure(follower, entries) == "":
        return []
    failed = []
    for entry in entries:
        errors = [_failure(follower, [entry])]
        while errors[-1] and len(errors) < TRIES:
            errors.append(_failure(follower, [entry]))
        if errors[-1]:
            failed.append((entry, errors[-1]))
    return failed


def _failure(follower: Follower, entries: Sequence[Entry]) -> str:
    """Empty when the follower took the rows in; else what went wrong, without the values it was about."""
    try:
        with transaction.atomic():
            follower.handle(entries)
    except (OperationalError, InterfaceError):
        raise  # the database is in trouble, not the row: the whole run comes again
    except Exception as error:
        return _told(error)
    return ""


def _told(error: Exception) -> str:
    """Kind and place of an error. Not its message when the database wrote it, which may quote personal data."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    message = "" if isinstance(error, DatabaseError) else f": {error}"
    return f"{type(error).__name__}{message} ({where.name}, line {where.lineno})"


def _set_aside(name: str, entry: Entry, error: str, at: datetime) -> None:
    log.error("follower %s set journal row %s aside: %s", name, entry.seq, error)
    row, made = SetAside.objects.get_or_create(
        follower=name, seq=entry.seq, defaults={"tries": TRIES, "error": error, "at": at}
    )
    if not made:
        row.tries, row.error, row.done_at = row.tries + TRIES, error, None
        row.save()
