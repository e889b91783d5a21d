"""Pages of a long list by key, not by number: as quick on the last page as on the first, and nothing is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest, QueryDict

Row = TypeVar("Row")


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """One page of rows, with the addresses of the next one and of the first one ("" when there is none)."""

    rows: Sequence[Row]
    next_address: str
    first_address: str


def slice_of(request: HttpRequest, rows: Sequence[Row], *, size: int, key: str) -> Slice[Row]:
    """`rows` holds up to `size` + 1 rows, asked for after `request.GET["after"]`; `key` is the attribute or key that
    the next page begins after. The filters in the address are kept."""
    shown = rows[:size]
    more = len(rows) > size
    after = ""
    if more:
        last = shown[-1]
        after = str(last[key] if isinstance(last, dict) else getattr(last, key))
    return Slice(
        rows=shown,
        next_address=_address(request.GET, after) if more else "",
        first_address=_address(request.GET, "") if request.GET.get("after") else "",
    )


def _address(query: QueryDict, after: str) -> str:
    changed = query.copy()
    changed.pop("after", None)
    if after:
        changed["after"] = after
    return f"?{changed.urlencode()}"
