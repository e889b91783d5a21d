"""A new key for the journal in the place of the old one, and which key was in force for which head.

A change is one row of the journal with a statement that both keys sign: the last head of the former key, with its
hash. Heads are chained, so that hash holds every head before it too. Whoever knows the present key follows the
statements back to the first key; a former key, stolen or not, signs nothing that comes later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils.translation import gettext as _

from yichuang.base import journal
from yichuang.base.canonical import canonical_json, canonical_time
from yichuang.base.journal import Subject

PURPOSE: Final = "yichuang-journal-key-1"
ACT: Final = "journal.key_changed"
KEYS: Final = Subject("journal", "key")


class Sealed(Protocol):
    """What is asked of a head."""

    number: int
    public_key: Any

    def hash(self) -> bytes: ...


@dataclass(frozen=True)
class Former:
    """A key that is no longer in force: `last` is the number of the last head it signed, `last_hash` that head's hash
    (both of nothing when it signed none), `told` the signed statement as a package or a witness carries it."""

    key: bytes
    last: int
    last_hash: bytes
    retired_at: str
    told: dict[str, Any]


def statement(
    *, former: Ed25519PrivateKey, new: Ed25519PrivateKey, last: Sealed | None, at: datetime
) -> dict[str, Any]:
    """What both keys sign: the former that it goes, and over that the new one that it takes its place."""
    told: dict[str, Any] = {
        "purpose": PURPOSE,
        "former": former.public_key().public_bytes_raw().hex(),
        "last": last.number if last else 0,
        "last_hash": last.hash().hex() if last else "",
        "retired_at": canonical_time(at.astimezone(UTC)),
        "key": new.public_key().public_bytes_raw().hex(),
    }
    told["consent"] = former.sign(canonical_json(told)).hex()
    told["signature"] = new.sign(canonical_json(told)).hex()
    return told


def statements() -> list[dict[str, Any]]:
    """Every statement in the journal, the newest first; whether one is true, only its signature says. One statement."""
    rows = journal.history(KEYS).filter(act=ACT).order_by("-seq")
    return [dict(detail) for detail in rows.values_list("detail", flat=True)]


def formers(key: bytes, told: Iterable[dict[str, Any]]) -> list[Former]:
    """The keys before this one, the first key first: each is vouched for by the one after it."""
    found: list[Former] = []
    for one in told:
        if one.get("key") == key.hex() and _is_signed(one, "signature", key):
            former = Former(
                bytes.fromhex(one["former"]),
                int(one["last"]),
                bytes.fromhex(one["last_hash"]),
                str(one["retired_at"]),
                one,
            )
            found.append(former)
            key = former.key
    return found[::-1]


def is_retired(key: bytes, told: Iterable[dict[str, Any]]) -> bool:
    """Whether the key itself has said that it goes."""
    return any(one.get("former") == key.hex() and _is_signed(one, "consent", key) for one in told)


def _is_signed(told: dict[str, Any], name: str, key: bytes) -> bool:
    over = {one: value for one, value in told.items() if one != "signature" and one != name}
    try:
        signature = bytes.fromhex(str(told.get(name)))
        Ed25519PublicKey.from_public_bytes(key).verify(signature, canonical_json(over))
    except (InvalidSignature, ValueError):
        return False
    return told.get("purpose") == PURPOSE


def wrong_key(head: Sealed, key: bytes, before: Sequence[Former]) -> str:
    """Why the key that a head names was not the one in force for it; empty when it was. `key` is the present one."""
    named, told = bytes(head.public_key), {"number": head.number}
    period = next((one for one in before if head.number <= one.last), None)
    if named == (period.key if period else key):
        if period and head.number == period.last and head.hash() != period.last_hash:
            return _("第 %(number)d 号封存与更换密钥时的不同，此前的历史被改写。") % told
        return ""
    retired = next((one for one in before if one.key == named), None)
    if retired and head.number > retired.last:
        return _("第 %(number)d 号封存是用 %(day)s 已经停用的密钥签名的，不能接受。") % (
            told | {"day": retired.retired_at[:10]}
        )
    return _("第 %(number)d 号封存不是用本中心的密钥签名的。") % told
