"""What lies where: slips under way, and with whom the papers of each case are since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Aggregate, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from yichuang.cases import queries
from yichuang.cases.models import Case, CaseMaterial, State
from yichuang.delivery.models import Direction, Slip, SlipLine
from yichuang.offices.queries import desk_of
from yichuang.people.actors import Actor
from yichuang.people.models import Role

PAGE: Final = 50
_AT_WINDOW: Final = (State.SUBMITTED, State.ACCEPTED, State.EXAMINING)
_TO_RETURN: Final = (State.DECIDED, State.ISSUING, State.COMPLETED)
_NOT_OVER: Final = tuple(state for state in State if state not in (State.DELIVERED, State.ARCHIVED))


def last_slips(cases: Sequence[Case]) -> dict[UUID, Slip]:
    """The last slip of each of these cases. One statement."""
    rows = SlipLine.objects.filter(case__in=cases).select_related("slip__window", "slip__department")
    rows = rows.order_by("case", "-slip__made_at", "-slip", "position").distinct("case")
    return {row.case_id: row.slip for row in rows}


def slips_for(actor: Actor, *, at: datetime) -> QuerySet[Slip]:
    """The slips that concern this desk, or for managers and supervisors all of the centre; the newest first. Whoever
    takes a page of them pays for that page: the index of the centre gives them in this order."""
    if actor.account is None or not actor.is_staff:
        return Slip.objects.none()
    desk = desk_of(actor.account, timezone.localdate(at))
    seen = Q(window__zone__in=[w.zone_id for w in desk.windows]) | Q(department__in=[d.pk for d in desk.departments])
    if actor.roles & {Role.MANAGER, Role.SUPERVISOR}:
        seen = Q()
    rows = Slip.objects.filter(seen, centre=desk.centre).select_related(
        "window__zone", "department", "made_by", "received_by"
    )
    return rows.annotate(cases=_of_lines(Count("case", distinct=True)), sheets=_of_lines(Sum("sent"))).order_by(
        "-made_at", "-id"
    )


def _of_lines(number: Aggregate) -> Subquery:
    """A number over the lines of one slip, asked for each slip of the page alone."""
    lines = SlipLine.objects.filter(slip=OuterRef("pk")).order_by().values("slip")
    return Subquery(lines.annotate(number=number).values("number"))


def to_give(actor: Actor, direction: Direction, *, at: datetime, after: str = "") -> queries.Page:
    """The cases of this desk whose papers may go on a slip now, what is due first on top. Three statements.

    Only cases in the states in which papers move are looked at, so that the archive costs nothing.
    """
    if actor.account is None:
        return queries.Page(cases=[], after="")
    desk = desk_of(actor.account, timezone.localdate(at))
    rows = Case.objects.annotate(last=_last("direction"), signed=_last("received_at"))
    if direction == Direction.OUT:
        on_paper = CaseMaterial.objects.filter(
            Q(originals__gt=0) | Q(copies__gt=0), case=OuterRef("pk"), superseded_at__isnull=True
        )
        rows = rows.filter(zone__in=[one.zone_id for one in desk.windows], state__in=_AT_WINDOW)
        rows = rows.filter(Exists(on_paper)).filter(_not_on(Direction.OUT))
    else:
        rows = rows.filter(department__in=[one.pk for one in desk.departments], state__in=_TO_RETURN)
        rows = rows.filter(_not_on(Direction.BACK))
    return _page(rows, after)


def _not_on(direction: Direction) -> Q:
    """Papers that are not on a slip of that direction, nor under way in the other one."""
    other = Direction.BACK if direction == Direction.OUT else Direction.OUT
    return Q(last__isnull=True) | Q(last=other, signed__isnull=False)


def _page(rows: QuerySet[Case], after: str) -> queries.Page:
    """One page of these cases, what is due first on top. Two statements."""
    keyed = queries.behind(rows.annotate(of=F("id")), after).order_by(*queries.DUE_FIRST)
    keys = [(row["due_at"], row["of"]) for row in keyed.values("due_at", "of")[: PAGE + 1]]
    known = queries.with_context().in_bulk([pk for _due, pk in keys[:PAGE]])
    mark = queries.mark_of(*keys[PAGE - 1]) if len(keys) > PAGE else ""
    return queries.Page(cases=[known[pk] for _due, pk in keys[:PAGE]], after=mark)


def _last(field: str) -> Subquery:
    newest = Slip.objects.filter(lines__case=OuterRef("pk")).order_by("-made_at", "-id")
    return Subquery(newest.values(field)[:1])


@dataclass(frozen=True)
class Lying:
    """Where the papers of one case are: the slip that brought them, and whether that is longer than it should be."""

    case: Case
    slip: Slip
    overdue: bool

    @property
    def since(self) -> datetime:
        """Since when they are there, or under way."""
        return self.slip.received_at or self.slip.made_at


@dataclass(frozen=True)
class LyingPage:
    """One page of what lies where, and the place where the next begins."""

    papers: list[Lying]
    after: str


def lying(actor: Actor, *, at: datetime, number: str = "", after: str = "") -> LyingPage:
    """The papers of this desk's cases that are not over, what is due first on top. Four statements.

    Cases are found by place and state, so that the archive costs nothing; papers move only between the window and the
    department of their case.
    """
    if actor.account is None or not actor.is_staff:
        return LyingPage([], "")
    desk = desk_of(actor.account, timezone.localdate(at))
    seen = Q(zone__in=[w.zone_id for w in desk.windows]) | Q(department__in=[d.pk for d in desk.departments])
    if actor.roles & {Role.MANAGER, Role.SUPERVISOR}:
        seen = Q(centre=desk.centre)
    on_a_slip = SlipLine.objects.filter(case=OuterRef("pk"))
    rows = Case.objects.filter(seen, Exists(on_a_slip), state__in=_NOT_OVER, number__startswith=number)
    page = _page(rows, after)
    slips = last_slips(page.cases)
    found = [Lying(case, slips[case.pk], _late(case, slips[case.pk], at)) for case in page.cases]
    return LyingPage(found, page.after)


def _late(case: Case, slip: Slip, at: datetime) -> bool:
    """A slip is late when nobody signed in time; papers are late when their case is."""
    due = slip.receive_by if slip.is_under_way else case.due_at
    return due is not None and due < at
