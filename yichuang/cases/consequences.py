"""What an acceptance, a decision, a revocation bring about: place in the line, certificate, list, supervision."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from yichuang.cases import letters
from yichuang.cases.afterwards import certificates, disclosing, linking, quotas, supervising, voiding
from yichuang.cases.afterwards import letters as afterwards
from yichuang.cases.models import Case, Certificate, Decision, Ending, Ground, Outcome, Purpose, Way
from yichuang.cases.promises import later_check
from yichuang.catalogue.kinds import ItemType
from yichuang.documents.models import Letter
from yichuang.people.actors import Actor


def of_acceptance(case: Case, *, at: datetime) -> None:
    """An accepted case has its place in the line, if its item is limited. `at`: since when it counts as accepted."""
    quotas.take_place(case, at=at)


def of_revocation(
    case: Case, letter: Letter, *, reasons: str, by_id: int, mandate_id: int | None, at: datetime
) -> None:
    """A decision was revoked for a broken promise: its certificate ends with it, and whoever supervises is told."""
    found = Certificate.objects.select_for_update().filter(case=case).first()
    if found is not None and not found.endings.exclude(way=Way.CANCELLED).exists():
        Ending.objects.create(
            certificate=found,
            way=Way.REVOKED,
            ground=Ground.BROKEN_PROMISE,
            reasons=reasons,
            by_id=by_id,
            mandate_id=mandate_id,
            letter=letter,
            at=at,
        )
        supervising.tell(case, Way.REVOKED, at=at)


def follow(case: Case, made: Decision, *, heard: str = "", by: Actor, mandate_id: int | None, at: datetime) -> Letter:
    """Everything that follows from the decision, in its own transaction. `heard`: the number of a hearing's record."""
    granted = made.outcome == Outcome.GRANTED
    if granted:
        quotas.count_granted(case)
        later_check.set_due(case, at=at)
        if case.former is not None:
            linking.require_still(case.former, case.purpose, on=timezone.localdate(at))
    if case.former is None:
        letter = letters.decision(case, made, heard=heard, by=by, mandate_id=mandate_id, at=at)
    else:
        letter = _about_former(case, case.former, made, by=by, mandate_id=mandate_id, at=at)
    if granted:
        disclosing.disclose(case, letter, at=at)
        if case.item_version.parsed.item_type == ItemType.LICENCE:
            supervising.tell(case, _told_as(case), at=at)
    return letter


def _told_as(case: Case) -> str:
    return {"": "granted", Purpose.CANCELLATION: "cancelled"}.get(case.purpose, case.purpose)


def _about_former(
    case: Case, former: Certificate, made: Decision, *, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """The former certificate is renewed, changed or cancelled, or is not; a new row says so, the old one stays."""
    new = _sequel(case, former, made, at=at)
    letter = afterwards.decision(
        case,
        former,
        made,
        since=new.valid_from if new else None,
        until=new.valid_until if new else None,
        by=by,
        mandate_id=mandate_id,
        at=at,
    )
    if case.purpose == Purpose.CANCELLATION and made.outcome == Outcome.GRANTED:
        Ending.objects.create(
            certificate=former,
            way=Way.CANCELLED,
            ground=Ground.ON_REQUEST,
            reasons=made.reasons or "被许可人申请注销。",
            by_id=made.by_id,
            mandate_id=mandate_id,
            letter=letter,
            at=at,
        )
        voiding.void_letters(former.case, letter, at=at)
    return letter


def _sequel(case: Case, former: Certificate, made: Decision, *, at: datetime) -> Certificate | None:
    if made.outcome != Outcome.GRANTED or case.purpose == Purpose.CANCELLATION:
        return None
    if case.purpose == Purpose.RENEWAL:
        by_law = case.renews_at if made.by_id is None else None  # whenever it is written down (XKF 50)
        terms = certificates.renewed_terms(case, former, at=by_law or at)
    else:
        terms = certificates.changed_terms(former, at=at)
    return certificates.write(case, terms, former=former, at=at)
