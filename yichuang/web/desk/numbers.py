"""Numbers on a page: counted up to a limit, so that a page costs the same with ten thousand cases and ten million."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

MOST: Final = 999


@dataclass(frozen=True)
class Number:
    """A number with its name, what it counts, and the address of what it counts."""

    title: str
    meaning: str
    value: str
    query: str
    tone: str


def capped(found: QuerySet[Any]) -> str:
    """How many, as a text; `999+` when there are more than anyone would count."""
    number = found.order_by().values("pk")[: MOST + 1].count()
    return f"{MOST}+" if number > MOST else str(number)
