"""The steps of examination as they go out."""

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from yichuang.cases import visits
from yichuang.cases.models import CaseStep, Opinion
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import Labelled, Moment, Named, Out


class OpinionOut(Out):
    """What was said at a step, and by whom; `in_place_of` is the colleague for whom a substitute wrote."""

    kind: Labelled
    recommends: Labelled
    text: str
    by: str
    in_place_of: str
    at: Moment

    @classmethod
    def of(cls, opinion: Opinion) -> Self:
        """One opinion."""
        return cls(
            kind=Labelled(code=opinion.step, label=str(opinion.get_step_display())),
            recommends=Labelled(code=opinion.recommends, label=str(opinion.get_recommends_display())),
            text=opinion.text,
            by=opinion.by.display_name,
            in_place_of=opinion.in_place_of.display_name if opinion.in_place_of else "",
            at=opinion.at,
        )


class StepOut(Out):
    """One step that one department has. `turn` grows when it is done again; its time is counted from `counted_from`."""

    id: int
    position: int
    turn: int
    name: str
    kind: Labelled
    department: Named
    officers: int
    state: Labelled
    opened_at: Moment | None
    counted_from: Moment | None
    due_at: Moment | None
    done_at: Moment | None
    returned_at: Moment | None
    return_reason: str
    opinions: list[OpinionOut]

    @classmethod
    def of(cls, step: CaseStep, opinions: Iterable[Opinion], *, inside: bool) -> Self:
        """The step; only staff (`inside`) read why it was sent back."""
        return cls(
            id=step.pk,
            position=step.position,
            turn=step.turn,
            name=str(step),
            kind=Labelled(code=step.kind, label=str(step.get_kind_display())),
            department=Named.of_department(step.department),
            officers=step.officers,
            state=Labelled(code=step.state, label=str(step.get_state_display())),
            opened_at=step.opened_at,
            counted_from=step.counted_from,
            due_at=step.due_at,
            done_at=step.done_at,
            returned_at=step.returned_at,
            return_reason=step.return_reason if inside else "",
            opinions=[OpinionOut.of(one) for one in opinions if one.at_step_id == step.pk],
        )


class Steps(Out):
    """The steps of a case."""

    steps: list[StepOut]


class OverdueStep(Out):
    """An open step whose time is over."""

    case: str
    item: Named
    step: str
    department: Named
    opened_at: Moment | None
    due_at: Moment | None

    @classmethod
    def of(cls, step: CaseStep) -> Self:
        """The step with its case."""
        version = step.case.item_version
        return cls(
            case=step.case.number,
            item=Named(code=step.case.item.code, name=version.title),
            step=str(step),
            department=Named.of_department(step.department),
            opened_at=step.opened_at,
            due_at=step.due_at,
        )


class OverdueSteps(Out):
    """A page of them."""

    steps: list[OverdueStep]
    after: str


class VisitsQuery(In):
    """Which month; this one when none is named."""

    month: str = Field(default="", description="For example 2026-11")


class VisitsRow(Out):
    """One guide: cases delivered, visits in all, cases with at most one visit, visits that the guide promises."""

    item: str
    version: int
    name: str
    cases: int
    visits: int
    at_most_once: int
    promised: int | None


class VisitsOut(Out):
    """A month of visits; averages and shares are left to whoever reads."""

    month: str
    rows: list[VisitsRow]

    @classmethod
    def of(cls, found: visits.Report) -> Self:
        """From the domain."""
        rows = [
            VisitsRow(
                item=row.version.item.code,
                version=row.version.number,
                name=row.version.name,
                cases=row.cases,
                visits=row.visits,
                at_most_once=row.at_most_once,
                promised=row.promised,
            )
            for row in found.rows
        ]
        return cls(month=f"{found.month:%Y-%m}", rows=rows)
