"""A request sent twice is done once: the second time it gets the first answer again."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from yichuang.base.ids import uuid7
from yichuang.base.journal import Who
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.sealed import SealedJSONField

LONGEST_KEY = 200


class Key(models.Model):
    """The answer that was given to one key of one actor. The answer may name people, so it is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    who_kind = models.TextField()
    who_id = models.TextField()
    key = models.CharField(max_length=LONGEST_KEY)
    digest = models.BinaryField()
    status = models.PositiveSmallIntegerField(null=True)
    body = SealedJSONField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["who_kind", "who_id", "key"], name="key_once_per_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.who_kind} {self.who_id} {self.key}"


class KeyUsedForAnother(Refused):
    """The same key came with another request."""

    code = "idempotency_key_reused"


@dataclass(frozen=True)
class Answer:
    """What the caller is told: a status for machines and a JSON body. `replayed` when it was told before."""

    status: int
    body: Any
    replayed: bool = False


def digest_of(*parts: bytes) -> bytes:
    """What a request is known by: its method, path and body."""
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


def once(*, by: Who, key: str, digest: bytes, at: datetime, do: Callable[[], Answer]) -> Answer:
    """Do it, unless `key` was answered before; then give that answer again. Two SQL statements beside those of `do`.

    Everything happens in one transaction: a `do` that raises (a refusal, too) leaves the key free. A second request
    with the same key waits until the first has ended. Raises Invalid for an impossible key and KeyUsedForAnother when
    the key stands for a request with another `digest`.
    """
    if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Invalid(
            _("请求头 Idempotency-Key 应为 1 至 %(longest)d 个可见的英文字符，请更换后重试。")
            % {"longest": LONGEST_KEY},
            field="Idempotency-Key",
        )
    with transaction.atomic():
        row = Key(who_kind=by.who_kind, who_id=by.who_id, key=key, digest=digest, at=at)
        if not _claimed(row):
            return _answered(row)
        answer = do()
        row.status, row.body = answer.status, answer.body
        _keep(row)
        return answer


def is_answered(*, by: Who, key: str) -> bool:
    """Whether this key of the actor was answered before. One statement."""
    return Key.objects.filter(who_kind=by.who_kind, who_id=by.who_id, key=key, status__isnull=False).exists()


def forget(*, before: datetime) -> int:
    """Drop the keys older than `before`; returns how many."""
    return Key.objects.filter(at__lt=before).delete()[0]


def _claimed(row: Key) -> bool:
    """Put the key down; False when it stands already. Waits for another transaction that is putting it down."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_key (id, who_kind, who_id, key, digest, at) VALUES (%s, %s, %s, %s, %s, %s) "
            "ON CONFLICT (who_kind, who_id, key) DO NOTHING",
            [row.id, row.who_kind, row.who_id, row.key, bytes(row.digest), row.at],
        )
        row._state.adding = False
        return bool(cursor.rowcount == 1)


def _keep(row: Key) -> None:
    place = Key._meta.get_field("body").place_of(row.pk)
    body = row.body.sealed_bytes(place) if row.body is not None else None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_key SET status = %s, body = %s WHERE id = %s", [row.status, body, row.id])


def _answered(row: Key) -> Answer:
    first = Key.objects.get(who_kind=row.who_kind, who_id=row.who_id, key=row.key)
    if bytes(first.digest) != bytes(row.digest):
        raise KeyUsedForAnother(
            _("这个 Idempotency-Key 已用于另一个请求；同一请求重试时才用同一个值，新的请求请换一个。"),
            field="Idempotency-Key",
        )
    return Answer(status=first.status or 200, body=first.body.open() if first.body else None, replayed=True)
