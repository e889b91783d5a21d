"""One spelling for each JSON value, so that a hash of it means the value."""

import json
from datetime import UTC, datetime
from typing import Any

_WHOLE = 2**53


def canonical_json(value: Any) -> bytes:
    """`value` in UTF-8: keys sorted, no space, nothing escaped that need not be.

    Takes text, whole numbers, truth values, None, lists and dicts with text keys: what comes back from the database as
    it went in. Raises TypeError for fractions (money is fen, time is text) and anything else, ValueError for numbers
    beyond 2⁵³ and text that is no Unicode.
    """
    _check(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def canonical_time(at: datetime) -> str:
    """The moment in UTC, to the microsecond, which is what the database keeps."""
    if at.tzinfo is None:
        raise TypeError("a moment without time zone has no place in the journal")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _check(value: Any) -> None:
    match value:
        case str():
            if "\x00" in value:
                raise ValueError("text with NUL")
        case bool() | None:
            pass
        case int():
            if abs(value) > _WHOLE:
                raise ValueError("a number beyond 2**53 is not the same everywhere; write it as text")
        case list() | tuple():
            for part in value:
                _check(part)
        case dict():
            _check_keys(value)
            for part in value.values():
                _check(part)
        case _:
            raise TypeError(f"{type(value).__name__} has no single spelling in JSON")


def _check_keys(value: dict[Any, Any]) -> None:
    for key in value:
        if not isinstance(key, str):
            raise TypeError("keys are text")
        _check(key)
