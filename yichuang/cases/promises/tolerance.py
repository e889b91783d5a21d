"""容缺受理: accepted though something secondary is missing, on a written promise to bring it (AY 24; HN 35)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yichuang.cases import (
    accepting,
    chaining,
    checklist,
    consequences,
    deeming,
    life_cycle,
    marking,
    queries,
    sharing,
    standing,
    timing,
)
from yichuang.cases.applying import Application
from yichuang.cases.checklist import Check
from yichuang.cases.models import Case
from yichuang.cases.promises import credit, letters, owing
from yichuang.offices.models import Power, Window
from yichuang.people.actors import Actor
from yichuang.people.models import Party


def accept_with_gaps(
    *,
    case: Case,
    credit_confirmed: bool = False,
    checks: Sequence[Check] | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Accept an application in which what was promised is still missing: the clock of the decision starts (AY 24).

    The applicant is told on the spot what is missing, until when, and what default does. Raises NothingOwed,
    NoTolerance, and what the credit check raises.
    """
    looked_up = credit.look_up(case.applicant, confirmed=credit_confirmed, at=at)
    with transaction.atomic():
        case = deeming.locked(case, at=at, **marking.still_wrong())
        life_cycle.require(case, "accept_with_gaps")
        warrant = standing.require_power(case, Power.ACCEPT, by=by, at=at)
        chaining.require_not_waiting(case)
        marking.refuse_still_wrong(case)
        given = queries.given(case)
        sharing.refuse_unfetched(sharing.to_fetch(case, given))
        found = checklist.reviewed(case, (g.key for g in given), checks)
        promise = owing.open_promise(case)
        dates = timing.decision_dates(case, accepted_at=at)
        owing.settle(promise, case, decided_by=dates["due_at"], at=at)
        mandate_id = standing.mandate_id(warrant)
        life_cycle.move(
            case=case,
            name="accept_with_gaps",
            by=by,
            at=at,
            mandate_id=mandate_id,
            detail={"owed": [one.key for one in promise.owed.all()], "credit": looked_up} | found,
            accepted_at=at,
            accepted_by=by.account,
            deemed_at=promise.due_at,
            **dates,
        )
        consequences.of_acceptance(case, at=at)
        letters.tolerance_promise(case, promise, by=by, at=at)
        letters.acceptance_with_gaps(case, promise, given, by=by, mandate_id=mandate_id, at=at)
    return case


def accept_with_gaps_at_counter(
    *,
    application: Application,
    credit_confirmed: bool = False,
    by: Actor,
    at: datetime,
    window: Window | None = None,
    handed_in_by: Party | None = None,
) -> Case:
    """Take an application in at the counter and accept it with what is missing promised, in one go."""
    with transaction.atomic():
        case = accepting.apply_at_counter(
            application=application, by=by, at=at, window=window, handed_in_by=handed_in_by
        )
        found = checklist.fitting(application.materials)
        return accept_with_gaps(case=case, credit_confirmed=credit_confirmed, checks=found, by=by, at=at)
