"""What was promised for later did not come: what follows is the rule of the place (AY 24; Zhejiang 11)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.cases import life_cycle, timing
from yichuang.cases.models import Case, Effect
from yichuang.cases.overdue import overdue, since
from yichuang.cases.promises import letters
from yichuang.cases.promises.owing import open_promise
from yichuang.people.actors import SYSTEM, Actor

MOVES = {Effect.WITHDRAWN: "lapse_gaps", Effect.ACCEPTANCE_REVOKED: "revoke_acceptance"}


def move_of_default(case: Case) -> str:
    """What default does in this case, as the applicant was told in writing. One statement at most."""
    return MOVES[Effect(case.later_promise.effect)]


def default_on_gaps(*, case: Case, by: Actor = SYSTEM, at: datetime) -> Case:
    """The last day is over and something is still missing: deemed withdrawn, or the acceptance is revoked.

    Which of the two was fixed by the rule in force on the day of the promise, as the applicant was told in writing.
    """
    with transaction.atomic():
        case = overdue(case, "lapse_gaps", by=by, at=at)
        promise = open_promise(case)
        missing = [one for one in promise.owed.all() if one.given_at is None]
        life_cycle.move(
            case=case,
            name=MOVES[Effect(promise.effect)],
            by=by,
            at=at,
            detail=since(case) | {"owed": [one.key for one in missing], "law": promise.basis},
            ended_at=at,
            due_at=None,
            warn_at=None,
        )
        timing.end_holds(case, at=at)
        letters.default(case, promise, [one.name for one in missing], by=by, at=at)
    return case
