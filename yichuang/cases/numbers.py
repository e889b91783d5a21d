"""Case numbers and query codes."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime

from django.db import connection
from django.utils import timezone

from yichuang.base.sealed import blind_index
from yichuang.cases.models import Case


def next_case_number(*, region_code: str, at: datetime) -> str:
    """A number never used before: region, date, and six digits of a counter that goes on over the days.

    The counter is a database sequence: it leaves gaps when an application fails, so no two acts wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_case_number')")
        (serial,) = cursor.fetchone()
    return f"{region_code[:6]}{timezone.localtime(at):%Y%m%d}{serial % 1_000_000:06d}"


def query_code(case: Case) -> str:
    """The second secret for following a case without an account: 65 bits, derived from the case, stored nowhere."""
    digest = blind_index(str(case.pk), kind="query_code")
    return base64.b32encode(digest).decode()[:13]


def is_query_code(case: Case, code: str) -> bool:
    """Whether `code` is the case's, compared in constant time; spaces, hyphens and case do not matter."""
    typed = "".join(ch for ch in code.upper() if ch.isalnum())
    return hmac.compare_digest(query_code(case).encode(), typed.encode())
