"""Case numbers."""

from __future__ import annotations

from datetime import datetime

from django.db.models.expressions import RawSQL
from django.utils import timezone


def fresh_number(*, region_code: str, at: datetime) -> RawSQL:
    """A number never used before: region, date, and six digits of a counter that goes on over the days.

    It is drawn by the INSERT of the case. The counter is a database sequence: it leaves gaps when an application fails,
    so no two acts wait for each other.
    """
    begin = f"{region_code[:6]}{timezone.localtime(at):%Y%m%d}"
    return RawSQL("%s || lpad((nextval('cases_case_number') %% 1000000)::text, 6, '0')", [begin])
