"""Columns in the binary format of COPY: what the server takes in with the least work, and we write with the least."""

from __future__ import annotations

import struct
from functools import cache
from typing import Final

HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TAIL: Final = b"\xff\xff"
NULL: Final = b"\xff\xff\xff\xff"
TRUE: Final = b"\0\0\0\1\1"
FALSE: Final = b"\0\0\0\1\0"
YEAR_2000: Final = 946_684_800_000
"""Milliseconds from 1970, the beginning of our moments, to 2000, that of the server's."""
_moment = struct.Struct("!iq").pack
_integers = {2: struct.Struct("!ih").pack, 4: struct.Struct("!ii").pack, 8: struct.Struct("!iq").pack}
_length = struct.Struct("!i").pack
_columns = struct.Struct("!h").pack


def row(columns: str) -> bytes:
    """How a row of these columns begins."""
    return _columns(columns.count(",") + 1)


def moment(at: int | None) -> bytes:
    """A timestamptz from milliseconds since 1970."""
    return NULL if at is None else _moment(8, (at - YEAR_2000) * 1000)


def integer(value: int | None, size: int = 8) -> bytes:
    """A whole number of 2, 4 or 8 bytes."""
    return NULL if value is None else _integers[size](size, value)


def raw(value: bytes) -> bytes:
    """Bytes as they are: bytea, a text in UTF-8, or a UUID of sixteen."""
    return _length(len(value)) + value


@cache
def constant(value: str) -> bytes:
    """A text that comes again and again."""
    return raw(value.encode())


def json(value: bytes) -> bytes:
    """A jsonb, written out."""
    return raw(b"\1" + value)
