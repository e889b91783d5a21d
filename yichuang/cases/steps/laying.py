"""From what an item version says of its steps to the steps of one case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.cases import timing
from yichuang.cases.models import Case, CaseStep, Rule
from yichuang.catalogue.content import Content, Span, Step
from yichuang.catalogue.kinds import StepKind
from yichuang.offices.models import Department

OFFICERS: Final = 2
"""How many officers must examine a case before a decision that is not made on the spot (XKF 34(3))."""

LAID_OUT: Final = (
    StepKind.EXAMINE,
    StepKind.INSPECT,
    StepKind.EXPERT_OPINION,
    StepKind.COUNTERSIGN,
    StepKind.REVIEW,
    StepKind.OTHER,
)
"""What stands between acceptance and decision; accepting, deciding and issuing are acts of their own."""


class NoSuchDepartment(Refused):
    """The item version names a department that the centre does not have."""

    code = "no_such_department"


@dataclass(frozen=True)
class Planned:
    """One step to come: who has it (codes; none is the department of the case), and how long it may take.

    One that the version does not name is called after its kind.
    """

    name: str
    kind: StepKind
    departments: tuple[str, ...] = ()
    officers: int = 1
    time: Span | None = None


def plan(content: Content) -> list[Planned]:
    """The way of a case of this version, from the first step of examination to the decision.

    A version without usable steps goes the ordinary way: two officers examine, somebody else decides. Whatever a
    version says, at least two officers examine (XKF 34(3)), and the decision is the last step.
    """
    before = [step for step in _until_decided(content) if step.kind in LAID_OUT]
    way = [_planned(step) for step in before]
    if not any(step.kind == StepKind.EXAMINE for step in way):
        way.insert(_place_of_examining(way), Planned("", StepKind.EXAMINE, officers=OFFICERS))
    way = _with_two_officers(way)
    decision = next((step for step in content.steps if step.kind == StepKind.DECIDE), None)
    name, time = (decision.name, decision.time) if decision else ("", None)
    return [*way, Planned(name, StepKind.DECIDE, time=time)]


def _until_decided(content: Content) -> list[Step]:
    steps = list(content.steps)
    for number, step in enumerate(steps):
        if step.kind in (StepKind.DECIDE, StepKind.ISSUE):
            return steps[:number]
    return steps


def _planned(step: Step) -> Planned:
    return Planned(step.name, StepKind(step.kind), step.departments, step.officers, step.time)


def _place_of_examining(way: Sequence[Planned]) -> int:
    """Before the countersigning and the review of what was found."""
    later = (StepKind.COUNTERSIGN, StepKind.REVIEW)
    return next((number for number, step in enumerate(way) if step.kind in later), len(way))


def _with_two_officers(way: list[Planned]) -> list[Planned]:
    """No opinion of one alone: the last step of examining makes up what lacks to two officers."""
    examining = [number for number, step in enumerate(way) if step.kind == StepKind.EXAMINE]
    lacking = OFFICERS - sum(way[n].officers * max(1, len(way[n].departments)) for n in examining)
    if lacking > 0:
        last = examining[-1]
        way[last] = replace(way[last], officers=way[last].officers + lacking)
    return way


def lay_out(case: Case, *, at: datetime) -> list[CaseStep]:
    """Write the steps of the case down, all waiting. Three statements. Raises `NoSuchDepartment`."""
    planned = plan(case.item_version.parsed)
    departments = _departments(case, planned)
    usual = timing.rule(case, Rule.Kind.STEP, at=at)
    rows = [
        CaseStep(
            case=case,
            position=position,
            name=step.name,
            kind=step.kind,
            department=department,
            officers=step.officers,
            length=step.time.length if step.time else usual.length if usual and not _decides(step) else None,
            unit=step.time.unit if step.time else usual.unit if usual and not _decides(step) else "",
        )
        for position, step in enumerate(planned, start=1)
        for department in [departments[code] for code in step.departments] or [case.department]
    ]
    return CaseStep.objects.bulk_create(rows)


def _decides(step: Planned) -> bool:
    return step.kind == StepKind.DECIDE


def _departments(case: Case, planned: Sequence[Planned]) -> dict[str, Department]:
    codes = {code for step in planned for code in step.departments}
    if not codes:
        return {}
    found = {one.code: one for one in Department.objects.filter(centre=case.centre_id, code__in=codes)}
    if missing := sorted(codes - set(found)):
        raise NoSuchDepartment(
            _("事项规定由部门 %(codes)s 办理其中的环节，本中心没有这些部门。请中心管理员先修订事项的办理程序。")
            % {"codes": "、".join(missing)}
        )
    return found
