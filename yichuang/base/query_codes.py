"""Query codes (查询码): the second secret by which whoever holds a receipt follows his case without an account.

A code is derived from what it opens by a keyed hash and stored nowhere: 65 bits, so that guessing is hopeless.
"""

import base64
import hmac
import unicodedata

from yichuang.base.sealed import blind_index

LENGTH = 13
"""Characters of base 32, five bits each."""

_LOOKS_LIKE = str.maketrans("018", "OIB")  # base 32 has no 0, 1 and 8: who types them has misread a letter


def query_code(number: str) -> str:
    """The code that belongs to a number (of a case)."""
    return base64.b32encode(blind_index(number, kind="query_code")).decode()[:LENGTH]


def is_query_code(number: str, typed: str) -> bool:
    """Whether `typed` is the number's code, compared in constant time. Spaces, hyphens, case, wide
    characters, and figures that look like a letter do not matter.
    """
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_LOOKS_LIKE)
    code = "".join(ch for ch in plain if ch.isalnum())
    return hmac.compare_digest(query_code(number).encode(), code.encode())
