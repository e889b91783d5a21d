"""Rows in the binary format of COPY: what the server takes in with the least work, and we write with the least."""

from __future__ import annotations

import struct
from functools import cache
from typing import Final

HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TAIL: Final = b"\xff\xff"
NULL: Final = b"\xff\xff\xff\xff"
_YEAR_2000: Final = 946_684_800_000_000
_moment = struct.Struct("!iq").pack
_integers = {2: struct.Struct("!ih").pack, 4: struct.Struct("!ii").pack, 8: struct.Struct("!iq").pack}
_length = struct.Struct("!i").pack
_columns = struct.Struct("!h").pack


def row(columns: int) -> bytes:
    """How a row of so many columns begins."""
    return _columns(columns)


def moment(at: int | None) -> bytes:
    """A timestamptz from milliseconds since 1970."""
    return NULL if at is None else _moment(8, at * 1000 - _YEAR_2000)


def integer(value: int | None, size: int = 8) -> bytes:
    """A whole number of 2, 4 or 8 bytes."""
    return NULL if value is None else _integers[size](size, value)


def raw(value: bytes) -> bytes:
    """Bytes as they are: bytea, or a UUID of sixteen."""
    return _length(len(value)) + value


def text(value: str) -> bytes:
    """A text."""
    data = value.encode()
    return _length(len(data)) + data


constant = cache(text)
"""A text that comes again and again."""


def truth(value: bool) -> bytes:
    """A boolean."""
    return b"\0\0\0\1\1" if value else b"\0\0\0\1\0"


def json(value: str) -> bytes:
    """A jsonb, written out."""
    data = value.encode()
    return _length(len(data) + 1) + b"\1" + data
