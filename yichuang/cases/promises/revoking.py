"""A decision on a promise that was not kept or not true is revoked (国办发〔2020〕42号; AY 28). It is never changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import consequences, deeming, queries, standing
from yichuang.cases.afterwards import voiding
from yichuang.cases.models import Case, Decision, Found, Promise, Revocation
from yichuang.cases.promises import letters
from yichuang.cases.steps import seats
from yichuang.documents.models import LetterKind
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

G = Revocation.Ground
GROUNDS = {Found.UNKEPT: G.PROMISE_UNKEPT, Found.FALSE: G.PROMISE_FALSE}


class NotRevocable(Refused):
    """Nothing was found for which the decision could be revoked, or not yet."""

    code = "not_revocable"


def revoke_for_promise(*, case: Case, reasons: str, by: Actor, at: datetime) -> Case:
    """Whoever holds the power revokes what was granted on a promise: false, or still unkept after the order.

    The letter names the former decision, the reasons and the remedies; the promise is settled.
    """
    reasons = clean(reasons, field="reasons", longest=5000, multiline=True)
    if not reasons:
        raise Invalid(_("请写明撤销决定的事实和理由。"), field="reasons")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        warrant = standing.require_power(case, Power.DECIDE, by=by, at=at)
        promise = require_revocable(case)
        decision = Decision.objects.get(case=case)
        mandate_id, principal = standing.mandate_id(warrant), seats.principal_of(warrant)
        granted = queries.letters_of(case).filter(kind=LetterKind.GRANTING_DECISION).order_by("-issued_at").first()
        letter = letters.revocation(
            case,
            former=granted.number if granted else case.number,
            reasons=reasons,
            law=letters.PROMISE_LAW,
            in_place_of=principal,
            by=by,
            mandate_id=mandate_id,
            at=at,
        )
        ground = GROUNDS[Found(promise.found)]
        Revocation.objects.create(
            case=case,
            decision=decision,
            ground=ground,
            reasons=reasons,
            by_id=warrant.posting.account_id,
            mandate_id=mandate_id,
            at=at,
            letter=letter,
        )
        consequences.of_revocation(
            case, letter, reasons=reasons, by_id=warrant.posting.account_id, mandate_id=mandate_id, at=at
        )
        promise.settled_at = at
        promise.save(update_fields=["settled_at"])
        detail = {"ground": str(ground), "letter": letter.number} | seats.told_of(principal)
        voiding.void(case, "revoke_for_promise", letter, detail=detail, by=by, mandate_id=mandate_id, at=at)
    return case


def require_revocable(case: Case) -> Promise:
    """The promise for which the decision can be revoked: not kept, or false and still so after the order to put it
    right (AY 28)."""
    promise = Promise.objects.filter(case=case, settled_at__isnull=True).exclude(found="").first()
    if promise is None:
        raise NotRevocable(_("核查没有发现承诺不实或者未履行，不能撤销决定。"))
    if promise.found == Found.FALSE and promise.correct_by is None:
        raise NotRevocable(_("承诺不实的，要先责令限期改正；逾期不改正的，才能撤销决定。"))
    return promise
