"""The one journal: every act writes exactly one row here, in its own transaction, and no row is ever changed.

It is the history of each subject, the audit, and the source of everything that happens after (see `followers`).
Rows of one subject form a chain of hashes; `sealing` seals the whole with signed Merkle heads.

Writers of one subject take turns: the database function `base_journal_turn` takes a lock named after the subject that
lasts to the end of the transaction, and then, in the same call, reads the end of the chain.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.db import connection, models

from yichuang.base.canonical import canonical_json, canonical_time

if TYPE_CHECKING:
    _WholeNumber = models.Field[int, int]
else:
    _WholeNumber = models.Field

GENESIS = bytes(32)
"""What the first row of a subject names as the hash before it."""
CHANNEL = "journal"
"""The LISTEN/NOTIFY channel that wakes whoever follows the journal."""


class Who(Protocol):
    """Somebody or something that acts."""

    @property
    def who_kind(self) -> str: ...

    @property
    def who_id(self) -> str: ...


@dataclass(frozen=True)
class Actor:
    """The plainest `Who`."""

    who_kind: str
    who_id: str


SYSTEM: Who = Actor("system", "system")
"""The installation itself, for what happens by the clock."""


@dataclass(frozen=True)
class Subject:
    """What an act is about: the kind of thing and its name among its kind."""

    kind: str
    id: str


class TransactionIdField(_WholeNumber):
    """xid8: the number of a transaction, never reused within one database server."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::text::xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)


class Entry(models.Model):
    """One row of the journal. The table is partitioned by month, and its triggers refuse UPDATE, DELETE and TRUNCATE.

    (epoch, xid, seq) is the order in which followers read and heads are sealed: `xid` is the transaction that wrote
    the row, `epoch` counts the servers this database has lived on, whose transaction numbers are strangers to each
    other. `detail` never holds personal data.
    """

    seq = models.BigIntegerField(primary_key=True)
    epoch = models.IntegerField()
    xid = TransactionIdField()
    at = models.DateTimeField()
    act = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.TextField()
    who_kind = models.TextField()
    who_id = models.TextField()
    mandate_id = models.BigIntegerField(null=True)
    centre_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        managed = False  # partitioned and guarded: made by hand in the migration, and never flushed by TRUNCATE
        db_table = "base_entry"

    def __str__(self) -> str:
        return f"{self.seq} {self.act} {self.subject_kind} {self.subject_id}"

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_id)

    def told(self) -> dict[str, Any]:
        """Every column but the hash, as it is hashed."""
        return {
            "format": 1,
            "seq": self.seq,
            "epoch": self.epoch,
            "xid": str(self.xid),
            "at": canonical_time(self.at),
            "act": self.act,
            "subject": [self.subject_kind, self.subject_id],
            "who": [self.who_kind, self.who_id],
            "mandate": self.mandate_id,
            "centre": self.centre_id,
            "detail": self.detail,
            "previous": bytes(self.previous_hash).hex(),
        }

    def computed_hash(self) -> bytes:
        """SHA-256 over every other column, in canonical JSON."""
        return hashlib.sha256(canonical_json(self.told())).digest()


def write(
    *,
    act: str,
    subject: Subject,
    by: Who,
    at: datetime,
    mandate_id: int | None = None,
    centre_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Entry:
    """Write the one row of an act, inside the transaction of the act. Two SQL statements.

    Raises RuntimeError outside a transaction, where the lock would end before the row is written, and TypeError or
    ValueError for a detail that is not plain JSON (see `canonical_json`).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an act writes its journal row inside its own transaction")
    if not (act and subject.kind and subject.id and by.who_kind and by.who_id):
        raise ValueError("a journal row names the act, the subject and who did it")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, epoch, xid::text, previous FROM base_journal_turn(%s, %s)", [subject.kind, subject.id]
        )
        seq, epoch, xid, previous = cursor.fetchone()
    entry = Entry(
        seq=seq,
        epoch=epoch,
        xid=int(xid),
        at=at.astimezone(UTC),
        act=act,
        subject_kind=subject.kind,
        subject_id=subject.id,
        who_kind=by.who_kind,
        who_id=by.who_id,
        mandate_id=mandate_id,
        centre_id=centre_id,
        detail=dict(detail or {}),
        previous_hash=bytes(previous) if previous is not None else GENESIS,
    )
    entry.hash = entry.computed_hash()
    _insert(entry)
    return entry


# Written out, because every act of the house ends with it.
_INSERT = """
INSERT INTO base_entry (seq, epoch, xid, at, act, subject_kind, subject_id, who_kind, who_id, mandate_id, centre_id,
                        detail, previous_hash, hash)
VALUES (%s, %s, %s::text::xid8, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)
"""


def _insert(entry: Entry) -> None:
    values: list[Any] = [entry.seq, entry.epoch, entry.xid, entry.at, entry.act, entry.subject_kind, entry.subject_id]
    values += [entry.who_kind, entry.who_id, entry.mandate_id, entry.centre_id]
    detail = canonical_json(entry.detail).decode()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [*values, detail, bytes(entry.previous_hash), bytes(entry.hash)])
    entry._state.adding = False


def history(subject: Subject) -> models.QuerySet[Entry]:
    """All that was done to `subject`, oldest first."""
    return Entry.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("seq")
