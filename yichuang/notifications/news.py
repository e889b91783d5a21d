"""News of my cases, and of those of which I was told that they touch me: rows of the journal, nothing kept twice.
Whose cases are mine is asked of the cases, today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from yichuang.base.journal import Entry
from yichuang.base.refusal import Invalid
from yichuang.cases import queries
from yichuang.cases.models import Case
from yichuang.cases.pausing import touched
from yichuang.notifications.models import Reading
from yichuang.notifications.nodes import NODES, TO_TOUCHED, Weight
from yichuang.people.actors import Actor

PAGE: Final = 30
NEWEST: Final = 500
"""Of so many of a person's newest cases there is news; whoever has more reads of older ones on their own pages."""
MOST_TOLD: Final = 50
"""Of so many of those cases that touch him, the latest."""
MANY: Final = 99
_ACTS: Final = [f"case.{act}" for act in NODES]
_TELLING: Final = "case.tell_interested_party"
_TO_TOUCHED: Final = [f"case.{act}" for act in TO_TOUCHED if f"case.{act}" != _TELLING]
_DIGITS: Final = 18


@dataclass(frozen=True)
class News:
    """One piece of news: of which case, which act, when, how much it matters, whether it was read; `told` is the row of
    whoever reads it as somebody whom the case touches, None on the applicant's side."""

    case: Case
    act: str
    at: datetime
    seq: int
    weight: Weight
    unread: bool
    told: int | None = None


@dataclass(frozen=True)
class Page:
    """A page of news, the latest first, and where the next begins."""

    news: Sequence[News]
    after: str


def of(actor: Actor, *, at: datetime, after: str = "", limit: int = PAGE) -> Page:
    """What others did with these cases. Seven statements at most. Raises Invalid for a place that is none."""
    sides = _Sides.of(actor, at=at)
    rows = sides.entries(actor)
    if after:
        if not (after.isascii() and after.isdecimal()) or len(after) > _DIGITS:
            raise Invalid(_("列表位置不正确，请回到第一页。"), field="after")
        rows = rows.filter(seq__lt=int(after))
    found = list(rows.order_by("-seq")[: limit + 1])
    shown, read = found[:limit], _read(actor)
    cases = {case.number: case for case in queries.with_context().filter(number__in={e.subject_id for e in shown})}
    news = [sides.news(entry, cases[entry.subject_id], unread=entry.seq > read) for entry in shown]
    return Page(news, str(shown[-1].seq) if len(found) > limit else "")


def unread(actor: Actor, *, at: datetime) -> int:
    """How many are not read yet; `MANY` stands for that or more. Five statements at most."""
    read = Reading.objects.filter(account=actor.account).values("seq")
    rows = _Sides.of(actor, at=at).entries(actor)
    return len(rows.filter(seq__gt=Coalesce(Subquery(read), 0)).values_list("seq")[:MANY])


@dataclass(frozen=True)
class _Sides:
    """The numbers of the cases on the actor's own side, and when he was told of those that touch him: row and time by
    number."""

    own: frozenset[str]
    told: Mapping[str, tuple[int, datetime]]

    @classmethod
    def of(cls, actor: Actor, *, at: datetime) -> Self:
        own = Case.objects.filter(queries.mine(actor, at=at)).order_by("-id").values_list("number", flat=True)
        told = touched.told_to(actor).values_list("case__number", "id", "told_at")
        return cls(frozenset(own[:NEWEST]), {number: (pk, when) for number, pk, when in told[:MOST_TOLD]})

    def entries(self, actor: Actor) -> QuerySet[Entry]:
        """The rows that are news to either side of him, but for what he did himself."""
        wanted = Q(subject_id__in=self.own, act__in=_ACTS)
        for number, (_pk, when) in self.told.items():
            later = Q(act=_TELLING, at=when) | Q(act__in=_TO_TOUCHED, at__gt=when)
            wanted |= Q(subject_id=number) & later
        return Entry.objects.filter(wanted, subject_kind="case").exclude(who_kind="public", who_id=actor.who_id)

    def news(self, entry: Entry, case: Case, *, unread: bool) -> News:
        """The row as news to the side on which he stands."""
        name = entry.act.removeprefix("case.")
        if entry.subject_id in self.own and name in NODES:
            return News(case, name, entry.at, entry.seq, NODES[name], unread)
        return News(case, name, entry.at, entry.seq, TO_TOUCHED[name], unread, self.told[entry.subject_id][0])


def _read(actor: Actor) -> int:
    return Reading.objects.filter(account=actor.account).values_list("seq", flat=True).first() or 0
