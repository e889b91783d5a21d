"""How personal data is sealed: suites of algorithms, numbered keys, and the header that tells which were used.

A sealed value is `version | suite | key number | nonce | ciphertext and tag`. The associated data binds it to its
place ("table|column|row|key number"), so that a value moved to another row, column or table does not open.
Keys are numbered from 1; the newest seals and all of them open, so that a key can be changed without a pause.
"""

import hmac as quick_hmac
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = 1
_HEADER = struct.Struct(">BBI12s")
_TAG = 16


class CannotOpen(Exception):
    """A sealed value does not open: it was changed, it belongs to another place, or its key is not here. This is
    damage or an attack, not a refusal, and it ends the request."""


@dataclass(frozen=True)
class Suite:
    """One choice of algorithms. `number` stands in the header and is never given to another suite."""

    number: int
    key_length: int
    block: Callable[[bytes], algorithms.AES | algorithms.SM4]
    digest: Callable[[], hashes.HashAlgorithm]


SUITES = {
    "aes": Suite(1, 32, algorithms.AES, hashes.SHA256),
    # GB/T 32907 and GB/T 32905, for sites that must use the national algorithms.
    "sm": Suite(2, 16, algorithms.SM4, hashes.SM3),
}
_AES = SUITES["aes"].number
_BY_NUMBER = {suite.number: suite for suite in SUITES.values()}


@dataclass(frozen=True)
class Place:
    """Where a sealed value lives."""

    table: str
    column: str
    row: str

    def bound_to(self, key_number: int) -> bytes:
        return f"{self.table}|{self.column}|{self.row}|{key_number}".encode()


def seal(plain: bytes, place: Place) -> bytes:
    """`plain` sealed for `place` with the newest key and the suite of this installation."""
    suite: Suite = SUITES[settings.SEALED_SUITE]
    number: int = settings.FIELD_KEY_NUMBER
    nonce = os.urandom(12)
    if suite.number == _AES:
        # The same algorithm by a shorter way: a key made ready once costs a tenth.
        box = _aes(_data_key(suite, number, place.table))
        return _HEADER.pack(VERSION, _AES, number, nonce) + box.encrypt(nonce, plain, place.bound_to(number))
    work = Cipher(suite.block(_data_key(suite, number, place.table)), modes.GCM(nonce)).encryptor()
    work.authenticate_additional_data(place.bound_to(number))
    body = work.update(plain) + work.finalize()
    return _HEADER.pack(VERSION, suite.number, number, nonce) + body + work.tag


def unseal(sealed: bytes, place: Place) -> bytes:
    """What was sealed for `place`. Raises CannotOpen."""
    if len(sealed) < _HEADER.size + _TAG:
        raise CannotOpen(f"{place.table}.{place.column} {place.row}: too short")
    version, suite_number, number, nonce = _HEADER.unpack_from(sealed)
    suite = _BY_NUMBER.get(suite_number)
    if version != VERSION or suite is None or not 1 <= number <= settings.FIELD_KEY_NUMBER:
        raise CannotOpen(f"{place.table}.{place.column} {place.row}: no such version, suite or key")
    if suite_number == _AES:
        try:
            box = _aes(_data_key(suite, number, place.table))
            return box.decrypt(nonce, sealed[_HEADER.size :], place.bound_to(number))
        except InvalidTag:
            raise CannotOpen(f"{place.table}.{place.column} {place.row}: was changed or moved") from None
    body, tag = sealed[_HEADER.size : -_TAG], sealed[-_TAG:]
    work = Cipher(suite.block(_data_key(suite, number, place.table)), modes.GCM(nonce, tag)).decryptor()
    work.authenticate_additional_data(place.bound_to(number))
    try:
        return work.update(body) + work.finalize()
    except InvalidTag:
        raise CannotOpen(f"{place.table}.{place.column} {place.row}: was changed or moved") from None


def sealer(table: str, column: str) -> Callable[[bytes, str], bytes]:
    """Seals many values of one column, each given with its row, as `seal` would; suite and key are looked up once."""
    suite: Suite = SUITES[settings.SEALED_SUITE]
    number: int = settings.FIELD_KEY_NUMBER
    if suite.number != _AES:
        return lambda plain, row: seal(plain, Place(table, column, row))
    box = _aes(_data_key(suite, number, table))

    def sealed(plain: bytes, row: str) -> bytes:
        nonce = os.urandom(12)
        place = f"{table}|{column}|{row}|{number}".encode()
        return _HEADER.pack(VERSION, _AES, number, nonce) + box.encrypt(nonce, plain, place)

    return sealed


def key_number(sealed: bytes) -> int:
    """The number of the key that sealed this, for those who change keys."""
    number: int = _HEADER.unpack_from(sealed)[2]
    return number


def keyed_digest(value: bytes, *, purpose: str) -> bytes:
    """32 bytes that only this installation can compute from `value`; another `purpose` gives unrelated ones.

    Its key never changes: the whole space of identity numbers is small, so a digest without a key is no secret, and
    a digest with a new key finds nothing that was stored before.
    """
    suite: Suite = SUITES[settings.SEALED_SUITE]
    key = _derived(settings.KEYS.get("index"), f"index|{suite.number}|{purpose}", 32)
    if suite.number == _AES:
        return quick_hmac.digest(key, value, "sha256")  # the same, by a shorter way
    work = hmac.HMAC(key, suite.digest())
    work.update(value)
    return work.finalize()


def digester(purpose: str) -> Callable[[bytes], bytes]:
    """`keyed_digest` for many values of one purpose; the key is looked up once."""
    suite: Suite = SUITES[settings.SEALED_SUITE]
    if suite.number != _AES:
        return lambda value: keyed_digest(value, purpose=purpose)
    key = _derived(settings.KEYS.get("index"), f"index|{suite.number}|{purpose}", 32)
    return lambda value: quick_hmac.digest(key, value, "sha256")


def _data_key(suite: Suite, number: int, table: str) -> bytes:
    """A key per table: random nonces stay safe for 2³² values under one key, not under one for everything."""
    name = "field" if number == 1 else f"field_{number}"
    return _derived(settings.KEYS.get(name), f"field|{suite.number}|{table}", suite.key_length)


@lru_cache(maxsize=256)
def _aes(key: bytes) -> AESGCM:
    return AESGCM(key)


@lru_cache(maxsize=256)
def _derived(master: bytes, purpose: str, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=purpose.encode()).derive(master)
