"""Query codes (查询码): the second secret by which whoever holds a receipt follows his case without an account.

A code is derived from what it opens by a keyed hash and stored nowhere: 65 bits, so that guessing is hopeless.
"""

import base64
import hmac

from yichuang.base.sealed import blind_index

LENGTH = 13
"""Characters of base 32, five bits each."""


def query_code(number: str) -> str:
    """The code that belongs to a number (of a case)."""
    return base64.b32encode(blind_index(number, kind="query_code")).decode()[:LENGTH]


def is_query_code(number: str, typed: str) -> bool:
    """Whether `typed` is the number's code, compared in constant time; spaces, hyphens and case do not matter."""
    code = "".join(ch for ch in typed.upper() if ch.isalnum())
    return hmac.compare_digest(query_code(number).encode(), code.encode())
