"""From the decision to the result that lies ready at the window (行政许可法第三十九条、第四十四条)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.base.text import clean
from yichuang.cases import deeming, letters, life_cycle, queries, standing, timing
from yichuang.cases.afterwards import certificates, voiding
from yichuang.cases.models import Case, Certificate, Outcome, Purpose, Rule
from yichuang.cases.pausing import owing
from yichuang.documents.models import LetterKind
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


class DecisionRevoked(Refused):
    """What was granted was revoked, withdrawn or cancelled: nothing more comes of it."""

    code = "decision_revoked"


def require_in_force(case: Case) -> None:
    """Refuse a case whose decision was revoked, or whose certificate was ended by the body. One statement."""
    letter = voiding.voided_by(case)
    if letter is not None:
        raise DecisionRevoked(
            _(
                "这件办件准予的内容已经失效（%(letter)s %(number)s），不能再制证、出件和送达。"
                "结果留在窗口，请看该决定书。"
            )
            % {"letter": letter.get_kind_display(), "number": letter.number}
        )


def require_issuable(case: Case, *, at: datetime) -> None:
    """What was granted stands, and is paid for. Three statements at most."""
    require_in_force(case)
    owing.require_paid(case, at=at)


def begin_making(*, case: Case, by: Actor, at: datetime) -> Case:
    """The department begins to make the certificate."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        require_in_force(case)
        life_cycle.require(case, "begin_making")
        warrant = standing.require_power(case, Power.ISSUE, by=by, at=at)
        life_cycle.move(case=case, name="begin_making", by=by, at=at, mandate_id=standing.mandate_id(warrant))
    return case


def issue(
    *,
    case: Case,
    certificate_number: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """The result is made and lies at the window: the case is completed, and is delivered in ten days (XKF 44).

    The certificate goes on record with its number (the decision's, when it has none of its own) and its days: those
    given, else from the day of the decision as long as the guide says. One that took the place of another was put on
    record with the decision.
    """
    certificate_number = clean(certificate_number, field="certificate_number", longest=80)
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        require_issuable(case, at=at)
        life_cycle.require(case, "issue")
        warrant = standing.require_power(case, Power.ISSUE, by=by, at=at)
        mandate_id = standing.mandate_id(warrant)
        deliver_by = timing.due_by_rule(case, Rule.Kind.DELIVERY, at=case.decided_at or at)
        life_cycle.move(
            case=case,
            name="issue",
            by=by,
            at=at,
            mandate_id=mandate_id,
            completed_at=at,
            due_at=deliver_by.at if deliver_by else None,
            warn_at=None,
        )
        if case.outcome == Outcome.GRANTED and case.purpose != Purpose.CANCELLATION:
            named = _Named(certificate_number, valid_from, valid_until)
            certificate = _certificate(case, named, at=at)
            numbered = bool(certificate_number) or case.former_id is not None
            letters.result(case, certificate, numbered=numbered, by=by, mandate_id=mandate_id, at=at)
    return case


@dataclass(frozen=True)
class _Named:
    """What the officer says of the certificate."""

    number: str
    since: date | None
    until: date | None


def _certificate(case: Case, named: _Named, *, at: datetime) -> Certificate:
    if case.former_id is not None:
        return Certificate.objects.get(case=case)
    terms = certificates.terms_at_issue(case, number=named.number, since=named.since, until=named.until, at=at)
    if not terms.number:
        decision = queries.letters_of(case).filter(kind=LetterKind.GRANTING_DECISION).order_by("-issued_at").first()
        terms = replace(terms, number=decision.number if decision else case.number)
    return certificates.write(case, terms, at=at)
