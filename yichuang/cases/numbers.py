"""Case numbers and query codes."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime

from django.db.models.expressions import RawSQL
from django.utils import timezone

from yichuang.base.sealed import blind_index
from yichuang.cases.models import Case


def fresh_number(*, region_code: str, at: datetime) -> RawSQL:
    """A number never used before: region, date, and six digits of a counter that goes on over the days.

    It is drawn by the INSERT of the case. The counter is a database sequence: it leaves gaps when an application fails,
    so no two acts wait for each other.
    """
    begin = f"{region_code[:6]}{timezone.localtime(at):%Y%m%d}"
    return RawSQL("%s || lpad((nextval('cases_case_number') %% 1000000)::text, 6, '0')", [begin])


def query_code(case: Case) -> str:
    """The second secret for following a case without an account: 65 bits, derived from the case, stored nowhere."""
    digest = blind_index(str(case.pk), kind="query_code")
    return base64.b32encode(digest).decode()[:13]


def is_query_code(case: Case, code: str) -> bool:
    """Whether `code` is the case's, compared in constant time; spaces, hyphens and case do not matter."""
    typed = "".join(ch for ch in code.upper() if ch.isalnum())
    return hmac.compare_digest(query_code(case).encode(), typed.encode())
