"""News of my cases: rows of the journal, nothing kept twice. Whose cases are mine is asked of the cases, today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from yichuang.base.journal import Entry
from yichuang.base.refusal import Invalid
from yichuang.cases import queries
from yichuang.cases.models import Case
from yichuang.notifications.models import Reading
from yichuang.notifications.nodes import NODES, Weight
from yichuang.people.actors import Actor

PAGE: Final = 30
NEWEST: Final = 500
"""Of so many of a person's newest cases there is news; whoever has more reads of older ones on their own pages."""
MANY: Final = 99
_ACTS: Final = [f"case.{act}" for act in NODES]
_DIGITS: Final = 18


@dataclass(frozen=True)
class News:
    """One piece of news: of which case, which act, when, how much it matters, whether it was read."""

    case: Case
    act: str
    at: datetime
    seq: int
    weight: Weight
    unread: bool


@dataclass(frozen=True)
class Page:
    """A page of news, the latest first, and where the next begins."""

    news: Sequence[News]
    after: str


def of(actor: Actor, *, at: datetime, after: str = "", limit: int = PAGE) -> Page:
    """What others did with my cases. Six statements at most. Raises Invalid for a place that is none."""
    rows = _entries(actor, at=at)
    if after:
        if not (after.isascii() and after.isdecimal()) or len(after) > _DIGITS:
            raise Invalid(_("列表位置不正确，请回到第一页。"), field="after")
        rows = rows.filter(seq__lt=int(after))
    found = list(rows.order_by("-seq")[: limit + 1])
    shown, read = found[:limit], _read(actor)
    cases = {case.number: case for case in queries.with_context().filter(number__in={e.subject_id for e in shown})}
    news = [
        News(cases[e.subject_id], name, e.at, e.seq, NODES[name], e.seq > read)
        for e in shown
        if (name := e.act.removeprefix("case."))
    ]
    return Page(news, str(shown[-1].seq) if len(found) > limit else "")


def unread(actor: Actor, *, at: datetime) -> int:
    """How many are not read yet; `MANY` stands for that or more. Four statements at most."""
    read = Reading.objects.filter(account=actor.account).values("seq")
    return len(_entries(actor, at=at).filter(seq__gt=Coalesce(Subquery(read), 0)).values_list("seq")[:MANY])


def _entries(actor: Actor, *, at: datetime) -> QuerySet[Entry]:
    numbers = Case.objects.filter(queries.mine(actor, at=at)).order_by("-id").values_list("number", flat=True)
    rows = Entry.objects.filter(subject_kind="case", subject_id__in=list(numbers[:NEWEST]), act__in=_ACTS)
    return rows.exclude(who_kind="public", who_id=actor.who_id)


def _read(actor: Actor) -> int:
    return Reading.objects.filter(account=actor.account).values_list("seq", flat=True).first() or 0
