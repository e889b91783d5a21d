"""Sealing the journal: signed heads of one Merkle tree over all rows, each head chained to the one before.

A head covers the rows up to a position (epoch, xid, seq) that no transaction under way can still get in front of. It
keeps seq and hash of every row it covers, so that verification can name the row that is missing, changed or new.
A seal that only its owner keeps is a diary; `export` hands the heads to a witness outside.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from yichuang.base import journal, succession
from yichuang.base.canonical import canonical_json, canonical_time
from yichuang.base.followers import unread
from yichuang.base.journal import GENESIS, Entry, TransactionIdField
from yichuang.base.merkle import Frontier, inclusion
from yichuang.base.refusal import Refused

ROWS_PER_HEAD = 4096
KEY = "journal"
NEXT_KEY = "journal_next"
_ROW = 40  # eight bytes of seq and the hash


class KeyRetired(Refused):
    """The key at hand was retired; nothing more is signed with it."""

    code = "key_retired"


class Head(models.Model):
    """A signed head. `size` and `root` are those of the whole tree up to here; `rows` is what this head added."""

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    epoch = models.IntegerField()
    xid = TransactionIdField()
    seq = models.BigIntegerField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    frontier = models.BinaryField()
    rows = models.BinaryField()
    previous_hash = models.BinaryField()
    public_key = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        managed = False  # guarded like the journal itself
        db_table = "base_head"

    def __str__(self) -> str:
        return f"{self.number}: {self.size}"

    @property
    def position(self) -> tuple[int, int, int]:
        return self.epoch, self.xid, self.seq

    def told(self) -> dict[str, Any]:
        """What is signed."""
        return {
            "format": 1,
            "number": self.number,
            "at": canonical_time(self.at),
            "epoch": self.epoch,
            "xid": str(self.xid),
            "seq": self.seq,
            "size": self.size,
            "root": bytes(self.root).hex(),
            "rows": hashlib.sha256(bytes(self.rows)).hexdigest(),
            "previous": bytes(self.previous_hash).hex(),
            "key": bytes(self.public_key).hex(),
        }

    def hash(self) -> bytes:
        return hashlib.sha256(canonical_json(self.told()) + bytes(self.signature)).digest()

    def is_signed(self) -> bool:
        """Does the signature belong to this head and to the key it names?"""
        try:
            Ed25519PublicKey.from_public_bytes(bytes(self.public_key)).verify(
                bytes(self.signature), canonical_json(self.told())
            )
        except (InvalidSignature, ValueError):
            return False
        return True

    def sealed_rows(self) -> list[tuple[int, bytes]]:
        """seq and hash of each row this head added, in order."""
        kept = bytes(self.rows)
        return [(int.from_bytes(kept[i : i + 8], "big"), kept[i + 8 : i + _ROW]) for i in range(0, len(kept), _ROW)]


def own_public_key() -> bytes:
    """The public half of this installation's journal key."""
    return _private(KEY).public_key().public_bytes_raw()


def signature_over(told: Mapping[str, Any]) -> bytes:
    """The signature of this installation's journal key over a statement in canonical JSON. What is told names its own
    purpose, so that no statement can be taken for a head or for another."""
    if "purpose" not in told:
        raise ValueError("a signed statement says what it is for")
    return _key().sign(canonical_json(dict(told)))


def change_key(*, by: journal.Who, at: datetime) -> dict[str, Any]:
    """Put a new key in the place of the journal's: all is sealed with the old one, both sign up to which head that is,
    and the old private key is gone. Run again, it finishes what was broken off. Returns what they signed.

    A key that the environment gives is changed there afterwards by whoever keeps it. Raises KeyRetired for a new key
    that was in use before.
    """
    key = _private(KEY)
    if not _is_retired(key):
        seal(at=at)
        _hand_over(key, _private(NEXT_KEY), by=by, at=at)
    settings.KEYS.replace(KEY, by=NEXT_KEY)
    return succession.statements()[0]


@transaction.atomic
def _hand_over(key: Ed25519PrivateKey, new: Ed25519PrivateKey, *, by: journal.Who, at: datetime) -> None:
    _take_turn()
    last = Head.objects.order_by("-number").first()
    told = succession.statement(former=key, new=new, last=last, at=at)
    if told["key"] == told["former"] or Head.objects.filter(public_key=bytes.fromhex(told["key"])).exists():
        raise KeyRetired(_("新密钥以前用过，不能再用。请换一把从未用过的密钥。"))
    journal.write(act=succession.ACT, subject=succession.KEYS, by=by, at=at, detail=told)


def former_keys() -> list[succession.Former]:
    """The keys before the present one, the first key first. One statement."""
    return succession.formers(own_public_key(), succession.statements())


def seal(*, at: datetime) -> list[Head]:
    """Seal all rows that can be sealed now; returns the new heads, none when there is nothing new. Sealers take
    turns."""
    made = []
    while head := _seal_next(at):
        made.append(head)
    return made


def export() -> Iterator[dict[str, Any]]:
    """Every head as a witness keeps it: what was signed, and the signature."""
    for head in Head.objects.order_by("number").iterator(chunk_size=50):
        yield {**head.told(), "signature": bytes(head.signature).hex()}


@dataclass(frozen=True)
class Proof:
    """That a row stands in the journal: its place among all rows, and the path from it to the root of a signed head."""

    seq: int
    index: int
    path: Sequence[bytes]
    head: Head


def proofs_of(entries: Sequence[Entry]) -> list[Proof]:
    """A proof for each row that is sealed; none for one that waits for the next head. A row is proved by the first head
    that covers it, so the proof stays the same. Two statements for each such head."""
    waiting = {entry.seq for entry in entries}
    ordered = sorted(entries, key=lambda entry: (entry.epoch, entry.xid, entry.seq))
    found: list[Proof] = []
    for entry in ordered:
        if entry.seq not in waiting:
            continue
        head = _first_over(entry)
        if head is None:
            break
        before = Head.objects.filter(number=head.number - 1).first()
        tree = Frontier.from_bytes(before.size, bytes(before.frontier)) if before else Frontier()
        rows = head.sealed_rows()
        leaves = [leaf for _number, leaf in rows]
        for index, (seq, _leaf) in enumerate(rows):
            if seq in waiting:
                waiting.remove(seq)
                found.append(Proof(seq, tree.size + index, inclusion(tree, leaves, index), head))
        waiting.discard(entry.seq)  # a row that its head does not name has no proof
    return sorted(found, key=lambda proof: proof.seq)


def _first_over(entry: Entry) -> Head | None:
    """The first head whose range reaches as far as the row."""
    sql = "SELECT * FROM base_head WHERE (epoch, xid, seq) >= (%s, %s::text::xid8, %s) ORDER BY number LIMIT 1"
    return next(iter(Head.objects.raw(sql, [entry.epoch, entry.xid, entry.seq])), None)


@transaction.atomic
def _seal_next(at: datetime) -> Head | None:
    _take_turn()
    last = Head.objects.order_by("-number").first()
    entries = unread(after=last.position if last else (0, 0, 0), limit=ROWS_PER_HEAD)
    if not entries:
        return None
    key = _key()
    head = _made(last, entries, at)
    head.signature = key.sign(canonical_json(head.told()))
    head.save(force_insert=True)
    return head


def _made(last: Head | None, entries: list[Entry], at: datetime) -> Head:
    tree = Frontier.from_bytes(last.size, bytes(last.frontier)) if last else Frontier()
    if last and tree.root() != bytes(last.root):
        raise RuntimeError(f"head {last.number} was changed; run verify_journal")
    for entry in entries:
        tree.add(bytes(entry.hash))
    end = entries[-1]
    return Head(
        number=last.number + 1 if last else 1,
        at=at.astimezone(UTC),
        epoch=end.epoch,
        xid=end.xid,
        seq=end.seq,
        size=tree.size,
        root=tree.root(),
        frontier=tree.to_bytes(),
        rows=b"".join(entry.seq.to_bytes(8, "big") + bytes(entry.hash) for entry in entries),
        previous_hash=last.hash() if last else GENESIS,
        public_key=own_public_key(),
    )


def _take_turn() -> None:
    """Whoever seals or changes the key waits here for the other, until his transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('base_head', 0))")


def _key() -> Ed25519PrivateKey:
    """The key that signs now. A process that was started before the key was changed reads it again. One statement."""
    if _is_retired(_private(KEY)):
        settings.KEYS.forget(KEY)
        if _is_retired(_private(KEY)):
            raise KeyRetired(_("日志的签名密钥已经停用，新密钥还没有就位。请系统管理员再执行一次 change_journal_key。"))
    return _private(KEY)


def _is_retired(key: Ed25519PrivateKey) -> bool:
    return succession.is_retired(key.public_key().public_bytes_raw(), succession.statements())


def _private(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(settings.KEYS.get(name))
