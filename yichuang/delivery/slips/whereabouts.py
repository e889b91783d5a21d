"""What lies where: slips under way, and with whom the papers of each case are since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
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
_OVER: Final = (State.DELIVERED, State.ARCHIVED)


def last_slips(cases: Sequence[Case]) -> dict[UUID, Slip]:
    """The last slip of each of these cases. One statement."""
    rows = SlipLine.objects.filter(case__in=cases).select_related("slip__window", "slip__department")
    rows = rows.order_by("case", "-slip__made_at", "-slip", "position").distinct("case")
    return {row.case_id: row.slip for row in rows}


def slips_for(actor: Actor, *, at: datetime) -> QuerySet[Slip]:
    """The slips that concern this desk, or for managers and supervisors all of the centre; the newest first."""
    if actor.account is None or not actor.is_staff:
        return Slip.objects.none()
    desk = desk_of(actor.account, timezone.localdate(at))
    seen = Q(window__zone__in=[w.zone_id for w in desk.windows]) | Q(department__in=[d.pk for d in desk.departments])
    if actor.roles & {Role.MANAGER, Role.SUPERVISOR} and desk.centre is not None:
        seen = Q(centre=desk.centre)
    rows = Slip.objects.filter(seen).select_related("window__zone", "department", "made_by", "received_by")
    counted = rows.annotate(cases=Count("lines__case", distinct=True), sheets=Sum("lines__sent"))
    return counted.order_by("-made_at", "-id")


def to_give(actor: Actor, direction: Direction, *, at: datetime) -> list[Case]:
    """The cases of this desk whose papers may go on a slip now, what is due first on top."""
    if actor.account is None:
        return []
    desk = desk_of(actor.account, timezone.localdate(at))
    rows = queries.with_context()
    if direction == Direction.OUT:
        zones = [window.zone_id for window in desk.windows]
        on_paper = CaseMaterial.objects.annotate(n=F("originals") + F("copies")).filter(
            case=OuterRef("pk"), superseded_at__isnull=True, n__gt=0
        )
        rows = rows.filter(zone__in=zones, state__in=_AT_WINDOW, pk__in=on_paper.values("case"))
        rows = rows.annotate(last=_last("direction"), signed=_last("received_at")).filter(
            Q(last__isnull=True) | Q(last=Direction.BACK, signed__isnull=False)
        )
    else:
        departments = [department.pk for department in desk.departments]
        rows = rows.filter(department__in=departments, state__in=_TO_RETURN)
        rows = rows.annotate(last=_last("direction"), signed=_last("received_at")).filter(
            Q(last__isnull=True) | Q(last=Direction.OUT, signed__isnull=False)
        )
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "id")[:PAGE])


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


def lying(actor: Actor, *, at: datetime, number: str = "") -> list[Lying]:
    """The papers that this desk gave or got and whose cases are not over: under way first, then the longest lying."""
    seen = slips_for(actor, at=at).order_by().values("pk")
    rows = queries.with_context().annotate(slip_id=_last("id"), made=_last("made_at"), signed=_last("received_at"))
    rows = rows.filter(slip_id__in=seen, number__startswith=number).exclude(state__in=_OVER)
    cases = list(rows.order_by(F("signed").asc(nulls_first=True), "made", "id")[: 2 * PAGE])
    slips = last_slips(cases)
    return [Lying(case, slips[case.pk], _late(case, slips[case.pk], at)) for case in cases]


def _late(case: Case, slip: Slip, at: datetime) -> bool:
    """A slip is late when nobody signed in time; papers are late when their case is."""
    due = slip.receive_by if slip.is_under_way else case.due_at
    return due is not None and due < at
