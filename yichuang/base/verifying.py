"""Proving that the journal is as it was written and sealed, or saying which row is not.

It trusts nothing in the database: every hash is computed again, every tree is grown again, every signature is checked
with the key of this installation, or the one before it that its successor vouches for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from yichuang.base import succession
from yichuang.base.journal import GENESIS, Entry
from yichuang.base.merkle import Frontier
from yichuang.base.sealing import Head, former_keys, own_public_key


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was. `kind` is changed, removed, inserted, chain, head or witness."""

    kind: str
    seq: int | None
    sentence: str


def verify(*, witness: Iterable[Mapping[str, Any]] = ()) -> Iterator[Finding]:
    """All that is wrong with the journal; nothing when it is whole. `witness` is what `sealing.export` gave earlier.

    Reads everything once, in one pass over rows and heads; call it in a transaction with one snapshot.
    """
    rows = _Rows()
    tree = Frontier()
    previous = GENESIS
    number = 0
    key, before = own_public_key(), former_keys()
    known = {int(head["number"]): head for head in witness}
    for head in Head.objects.order_by("number").iterator(chunk_size=20):
        yield from _missing_heads(number, head.number)
        yield from _check_head(head, previous, tree, wrong_key=succession.wrong_key(head, key, before))
        yield from _check_witnessed(head, known.pop(head.number, None))
        yield from _check_range(head, rows.up_to(head))
        previous, number = head.hash(), head.number
    for lost in sorted(known):
        yield Finding("witness", None, _("见证文件中的第 %(number)d 号封存已不在数据库中。") % {"number": lost})
    for entry in rows.rest():
        yield from _check_row(entry)
    yield from _check_chains()


class _Rows:
    """The journal in sealing order, handed out head by head."""

    def __init__(self) -> None:
        ordered = Entry.objects.order_by("epoch", "xid", "seq")
        self._entries = ordered.iterator(chunk_size=2000)

    def up_to(self, head: Head) -> Iterator[Entry]:
        for entry in self._entries:
            if (entry.epoch, entry.xid, entry.seq) > head.position:
                self._entries = chain([entry], self._entries)
                return
            yield entry

    def rest(self) -> Iterator[Entry]:
        return self._entries


def _missing_heads(before: int, number: int) -> Iterator[Finding]:
    if number != before + 1:
        told = {"first": before + 1, "last": number - 1}
        yield Finding("head", None, _("第 %(first)d 至 %(last)d 号封存缺失。") % told)


def _check_head(head: Head, previous: bytes, tree: Frontier, *, wrong_key: str) -> Iterator[Finding]:
    """Signature, chain of heads, and the tree grown from what the head says it added (into `tree`)."""
    for _seq, leaf in head.sealed_rows():
        tree.add(leaf)
    told = {"number": head.number}
    if not head.is_signed():
        yield Finding("head", None, _("第 %(number)d 号封存的签名不符，封存内容被改动。") % told)
    elif wrong_key:
        yield Finding("head", None, wrong_key)
    if bytes(head.previous_hash) != previous:
        yield Finding("head", None, _("第 %(number)d 号封存与前一号不相连。") % told)
    if (head.size, bytes(head.root)) != (tree.size, tree.root()):
        yield Finding("head", None, _("第 %(number)d 号封存的树根与所封条目不符。") % told)


def _check_witnessed(head: Head, witnessed: Mapping[str, Any] | None) -> Iterator[Finding]:
    if witnessed is not None and dict(witnessed) != {**head.told(), "signature": bytes(head.signature).hex()}:
        yield Finding(
            "witness", None, _("第 %(number)d 号封存与见证文件所存的不同，历史被改写。") % {"number": head.number}
        )


def _check_range(head: Head, entries: Iterator[Entry]) -> Iterator[Finding]:
    """The rows of one head against what it sealed."""
    sealed = dict(head.sealed_rows())
    for entry in entries:
        wrong = list(_check_row(entry))
        if entry.seq not in sealed:
            wrong = wrong or [_finding("inserted", entry, _("%(row)s是封存之后塞进第 %(number)d 号封存的。"), head)]
        elif sealed.pop(entry.seq) != bytes(entry.hash):
            wrong = wrong or [
                _finding("changed", entry, _("%(row)s与第 %(number)d 号封存所封的不同，内容被改动。"), head)
            ]
        yield from wrong
    moved = set(Entry.objects.filter(seq__in=sealed).values_list("seq", flat=True)) if sealed else set()
    for seq in sealed.keys() - moved:
        told = {"seq": seq, "number": head.number}
        yield Finding("removed", seq, _("日志第 %(seq)d 条被删除（第 %(number)d 号封存中有它）。") % told)


def _check_row(entry: Entry) -> Iterator[Finding]:
    try:
        right = entry.computed_hash() == bytes(entry.hash)
    except (TypeError, ValueError):
        right = False  # holds something that the journal would never have written
    if not right:
        yield _finding("changed", entry, _("%(row)s的内容与其散列不符，内容被改动。"))


def _check_chains() -> Iterator[Finding]:
    """Each row must name the hash of the row before it of the same subject."""
    sql = (
        "SELECT entry.* FROM base_entry AS entry JOIN ("
        "SELECT seq, at, previous_hash, lag(hash, 1, %s) OVER (PARTITION BY subject_kind, subject_id ORDER BY seq) "
        "AS expected FROM base_entry) AS chained USING (seq, at) "
        "WHERE chained.previous_hash <> chained.expected ORDER BY seq"
    )
    for entry in Entry.objects.raw(sql, [GENESIS]).iterator():
        yield _finding("chain", entry, _("%(row)s与同一事项的前一条不相连，其间有条目被删除、塞入或改动。"))


def _finding(kind: str, entry: Entry, sentence: str, head: Head | None = None) -> Finding:
    row = _("日志第 %(seq)d 条（%(act)s，%(kind)s %(id)s）") % {
        "seq": entry.seq,
        "act": entry.act,
        "kind": entry.subject_kind,
        "id": entry.subject_id,
    }
    return Finding(kind, entry.seq, sentence % {"row": row, "number": head.number if head else 0})


def snapshot() -> None:
    """Let the transaction that has just begun see one state of the database, and take its time."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
