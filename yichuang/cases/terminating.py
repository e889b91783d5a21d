"""Ending a case before a decision, because there is nothing left to decide (终止办理)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.cases import deeming, letters, life_cycle, standing, timing
from yichuang.cases.models import Case
from yichuang.cases.steps import seats
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


def terminate(*, case: Case, reason: str, law: str, by: Actor, at: datetime) -> Case:
    """Whoever may decide ends the case without a decision: the applicant died or the organisation ended, or the matter
    has become impossible. The notice tells the reason and the law.
    """
    reason = clean(reason, field="reason", longest=2000, multiline=True)
    law = clean(law, field="law", longest=300)
    if not reason:
        raise Invalid(_("请写明为什么终止办理。"), field="reason")
    if not law:
        raise Invalid(_("请写明终止办理依据的法律、法规或者规定。"), field="law")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "terminate")
        warrant = standing.require_power(case, Power.DECIDE, by=by, at=at)
        mandate_id, principal = standing.mandate_id(warrant), seats.principal_of(warrant)
        timing.end_holds(case, at=at)
        life_cycle.move(
            case=case,
            name="terminate",
            by=by,
            at=at,
            mandate_id=mandate_id,
            detail={"law": law} | seats.told_of(principal),
            ended_at=at,
            due_at=None,
            warn_at=None,
        )
        letters.termination_notice(
            case, reason=reason, law=law, in_place_of=principal, by=by, mandate_id=mandate_id, at=at
        )
    return case
