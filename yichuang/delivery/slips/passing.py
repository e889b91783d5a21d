"""Giving papers away with a slip (物料转移单): from the window to the departments, and results back to the window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import numbering
from yichuang.base.refusal import Invalid, Refused
from yichuang.cases import life_cycle, queries, standing
from yichuang.cases.models import Case, CaseMaterial
from yichuang.delivery import terms
from yichuang.delivery.models import Direction, Slip, SlipLine, Term
from yichuang.delivery.slips.whereabouts import last_slips
from yichuang.documents.kinds import title_of
from yichuang.offices.models import Department, Window
from yichuang.offices.queries import Desk, desk_of
from yichuang.people.actors import Actor

MOST_CASES = 50
"""Cases on one slip; more do not fit into one pair of hands."""


class NotAtThisDesk(Refused):
    """The papers are not at the desk of whoever wants to give or get them."""

    code = "not_at_this_desk"


class OnTheMove(Refused):
    """The papers of a case are on another slip that nobody has signed for, or where they should go already."""

    code = "papers_on_the_move"


@dataclass(frozen=True)
class Paper:
    """So many pieces of one paper."""

    name: str
    count: int


def pass_to_departments(*, cases: Iterable[Case], by: Actor, at: datetime) -> list[Slip]:
    """The window gives the papers of these cases to their departments, one slip for each department."""
    with transaction.atomic():
        mine, desk = _held(cases, by=by, at=at)
        zones = {window.zone_id: window for window in desk.windows}
        for case in mine:
            if case.zone_id not in zones:
                raise NotAtThisDesk(_("办件 %(number)s 的材料不在您的窗口。") % {"number": case.number})
        mine.sort(key=lambda case: (case.department_id, case.zone_id or 0, case.submitted_at))
        return [
            _slip(Direction.OUT, zones[zone], list(group), by=by, at=at)
            for (_department, zone), group in groupby(mine, key=lambda case: (case.department_id, case.zone_id or 0))
        ]


def return_to_windows(*, cases: Iterable[Case], by: Actor, at: datetime) -> list[Slip]:
    """The department gives results, or papers that are not needed any more, back to the window of each case."""
    with transaction.atomic():
        mine, desk = _held(cases, by=by, at=at)
        departments = {department.pk for department in desk.departments}
        for case in mine:
            if case.department_id not in departments:
                raise NotAtThisDesk(_("办件 %(number)s 的材料不在您的部门。") % {"number": case.number})
        with_window = [(_window_of(case), case) for case in mine]
        with_window.sort(key=lambda pair: (pair[0].pk, pair[1].department_id, pair[1].submitted_at))
        return [
            _slip(Direction.BACK, window, [case for _window, case in group], by=by, at=at)
            for (window, _department), group in groupby(with_window, key=lambda pair: (pair[0], pair[1].department_id))
        ]


def _held(cases: Iterable[Case], *, by: Actor, at: datetime) -> tuple[list[Case], Desk]:
    """The cases locked, always in one order, and the desk of whoever gives."""
    wanted = sorted({case.pk for case in cases})
    if not wanted or by.account is None:
        raise Invalid(_("请选择要移交材料的办件。"), field="cases")
    if len(wanted) > MOST_CASES:
        raise Invalid(_("一次最多移交 %(most)s 件办件，请分批。") % {"most": MOST_CASES}, field="cases")
    held = list(queries.with_context().select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    for case in held:
        standing.refuse_own_case(case, by)
    return held, desk_of(by.account, timezone.localdate(at))


def _window_of(case: Case) -> Window:
    """Where the result is handed out: the window that took the case in, else the first of its zone."""
    rows = Window.objects.filter(zone=case.zone_id, closed_on__isnull=True).order_by("number")
    window = case.window or rows.first()
    if window is None:
        raise NotAtThisDesk(_("办件 %(number)s 没有出件窗口，请先登记窗口。") % {"number": case.number})
    return window


def _slip(direction: Direction, window: Window, cases: Sequence[Case], *, by: Actor, at: datetime) -> Slip:
    centre, department = cases[0].centre, cases[0].department
    _refuse_on_the_move(direction, cases)
    papers = [(case, paper) for case in cases for paper in papers_of(case, direction)]
    term = terms.term(centre.pk, Term.Kind.PASSING, at=at)
    slip = Slip.objects.create(
        number=_number(centre.pk, at=at),
        direction=direction,
        centre=centre,
        window=window,
        department=department,
        made_by=standing.account_of(by),
        made_at=at,
        receive_by=terms.ends(term, centre, at=at) if term else None,
    )
    SlipLine.objects.bulk_create(
        SlipLine(slip=slip, case=case, position=position, name=paper.name, sent=paper.count)
        for position, (case, paper) in enumerate(papers, start=1)
    )
    _note(slip, cases, by=by, at=at)
    return slip


def _refuse_on_the_move(direction: Direction, cases: Sequence[Case]) -> None:
    before = last_slips(cases)
    for case in cases:
        last = before.get(case.pk)
        if last is not None and (last.is_under_way or last.direction == direction):
            sentence = _("办件 %(number)s 的材料已在转移单 %(slip)s 上，不能重复移交。")
            raise OnTheMove(sentence % {"number": case.number, "slip": last.number}, field="cases")


def papers_of(case: Case, direction: Direction) -> list[Paper]:
    """What goes on the slip: the papers that lie in the case; on the way back the results, when there are any.

    Raises Invalid when there is nothing on paper.
    """
    results = queries.results_of(case) if direction == Direction.BACK else ()
    found = [Paper(title_of(result.kind, result.facts), 1) for result in results]
    if not found:
        rows = CaseMaterial.objects.filter(case=case, superseded_at__isnull=True).order_by("id")
        counted = rows.annotate(count=F("originals") + F("copies")).filter(count__gt=0)
        found = [Paper(name, count) for name, count in counted.values_list("name", "count")]
    if not found:
        raise Invalid(_("办件 %(number)s 没有纸质材料，不需要移交。") % {"number": case.number}, field="cases")
    return found


def _number(centre_id: int, *, at: datetime) -> str:
    year = timezone.localtime(at).year
    serial = numbering.next_number(series=f"slip:{centre_id}", year=year)
    return f"Z{centre_id}-{year}-{serial:05d}"


def _note(slip: Slip, cases: Sequence[Case], *, by: Actor, at: datetime) -> None:
    for case in cases:
        told = {"slip": slip.number, "direction": str(slip.direction)}
        life_cycle.note(case=case, act="papers_passed", by=by, at=at, detail=told)


def may_give(desk: Desk, direction: Direction, window: Window, department: Department) -> bool:
    """Whether whoever sits there gives away papers in this direction."""
    if direction == Direction.OUT:
        return any(one.zone_id == window.zone_id for one in desk.windows)
    return any(one.pk == department.pk for one in desk.departments)
