"""The department behind the window examines an accepted case (行政许可法第三十四条), step by step."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.cases import conflicts, deeming, life_cycle, standing
from yichuang.cases.models import Case, Opinion, Outcome
from yichuang.cases.steps import delegating, laying, seats
from yichuang.cases.steps.seats import Seat
from yichuang.cases.steps.way import Way
from yichuang.catalogue.kinds import StepKind
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


def begin(*, case: Case, why_not_at_once: str = "", by: Actor, at: datetime) -> Case:
    """An officer of the department takes the case up: its steps are laid out and the first of them is open.

    What can be decided at once has to be (即办件): whoever examines such an item says why it cannot, for supervision
    to read, not for the applicant. For other items nothing is read.
    """
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "begin_examining")
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        why = _checked_why(why_not_at_once) if case.item_version.parsed.is_instant else ""
        laying.lay_out(case, at=at)
        Way(case).begin(at=at)
        mandate_id = standing.mandate_id(warrant)
        life_cycle.move(case=case, name="begin_examining", by=by, at=at, mandate_id=mandate_id, why_not_at_once=why)
    return case


def _checked_why(text: str) -> str:
    why = clean(text, field="why_not_at_once", longest=500, multiline=True)
    if not why:
        raise Invalid(_("这是即办件，能当场决定的应当当场决定。请写明为什么不能当场决定。"), field="why_not_at_once")
    return why


def give_opinion(*, case: Case, recommends: str, text: str, step: int | None = None, by: Actor, at: datetime) -> Case:
    """One officer writes what he found, or whether his department agrees, at the step that is open for it.

    Two officers must have examined before a decision (XKF 34(3)). `step` names one when several are open.
    """
    words = checked_words(recommends, text)
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "give_opinion")
        way = Way(case)
        seat = seats.take(way, "give_opinion", Power.EXAMINE, by=by, at=at, step_id=step)
        kind = Opinion.Step.EXAMINATION
        if seat.step.kind == StepKind.COUNTERSIGN:
            kind = Opinion.Step.COUNTERSIGNING
        write_down(way, seat, kind, recommends, words, at=at)
        delegating.settle(way, seat, at=at)
        if way.lacking(seat.step) <= 0:
            way.finish(seat.step, at=at)
        moved(way, "give_opinion", seat, recommends, by=by, at=at)
    return case


def write_down(way: Way, seat: Seat, kind: Opinion.Step, recommends: str, words: str, *, at: datetime) -> None:
    """Put an opinion into the case, and that its author had a hand in it. The case is locked by the caller."""
    author = seat.warrant.posting.account
    conflicts.take_part(way.case, conflicts.part_of(seat.step.kind, kind), who=author, hands=way.hands, at=at)
    opinion = Opinion.objects.create(
        case=way.case,
        step=kind,
        at_step=seat.step,
        recommends=recommends,
        text=words,
        by=author,
        in_place_of=seat.in_place_of,
        mandate_id=standing.mandate_id(seat.warrant),
        at=at,
    )
    way.opinions.append(opinion)


def moved(way: Way, name: str, seat: Seat, recommends: str, *, by: Actor, at: datetime) -> None:
    """The move and the journal entry of an opinion."""
    detail = seat.told() | {"recommends": recommends}
    mandate_id = standing.mandate_id(seat.warrant)
    life_cycle.move(case=way.case, name=name, by=by, at=at, mandate_id=mandate_id, detail=detail)


def checked_words(recommends: str, text: str) -> str:
    """The text of an opinion, cleaned; refuses an unknown recommendation and an empty text."""
    if recommends not in Outcome.values:
        raise Invalid(_("请选择建议“准予”或者“不予”。"), field="recommends")
    words = clean(text, field="text", longest=2000, multiline=True)
    if not words:
        raise Invalid(_("请写明审查意见。"), field="text")
    return words
