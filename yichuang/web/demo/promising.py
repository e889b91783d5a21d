"""What the demonstration's applicants promise: papers that follow, and a promise in place of a proof, kept or not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from yichuang.cases.models import Case, Found
from yichuang.cases.promises import checking, defaulting, granting, revoking, supplementing, tolerance
from yichuang.cases.rules import Given
from yichuang.catalogue.content import Content
from yichuang.people.actors import Actor
from yichuang.web.demo import pictures


def tolerable(content: Content) -> frozenset[str]:
    """The keys of the materials that may follow."""
    return frozenset(one.key for one in content.materials if one.tolerable)


def promisable(content: Content) -> frozenset[str]:
    """The keys of the materials for which a promise can stand."""
    return frozenset(one.key for one in content.materials if one.promisable)


def accept_with_gaps(case: Case, clerk: Actor, at: datetime) -> Case:
    """The clerk has looked the credit up and accepts."""
    return tolerance.accept_with_gaps(case=case, credit_confirmed=True, by=clerk, at=at)


def supplement(case: Case, applicant: Actor, at: datetime) -> Case:
    """The applicant brings all that is missing, on line."""
    file = pictures.upload(case.item_version.name, by=applicant, at=at)
    owed = tolerance.open_promise(case).owed.all()
    return supplementing.supplement(
        case=case, materials=[Given(key=one.key, file_id=file.pk) for one in owed], by=applicant, at=at
    )


def default(case: Case) -> Case:
    """Nobody brings it: the last day is over."""
    due = tolerance.open_promise(case).due_at
    return defaulting.default_on_gaps(case=case, at=due + timedelta(minutes=5)) if due else case


def grant(case: Case, decider: Actor, at: datetime) -> Case:
    """Granted on the spot."""
    return granting.grant_on_promise(case=case, credit_confirmed=True, by=decider, at=at)


FOUND = {
    Found.KEPT: "现场核对，承诺的事项都已做到。",
    Found.UNKEPT: "现场核对，承诺备齐的证明至今没有备齐。",
    Found.FALSE: "向出具机关函询，承诺的内容与事实不符。",
}


def check(case: Case, found: Found, officers: Iterable[Actor], at: datetime) -> Case:
    """Both officers find the same."""
    for officer in officers:
        case = checking.check_promise(case=case, found=found, text=FOUND[found], by=officer, at=at)
    return case


def order(case: Case, officer: Actor, at: datetime) -> Case:
    """Two weeks to put it right."""
    last = timezone.localdate(at) + timedelta(days=14)
    requirements = "在期限内备齐承诺的证明，送交本机关核对。"
    return checking.order_to_keep(case=case, requirements=requirements, correct_by=last, by=officer, at=at)


def revoke(case: Case, decider: Actor, at: datetime) -> Case:
    """What was granted is revoked."""
    reasons = "经两名工作人员核查，申请人没有履行承诺：承诺备齐的证明至今没有备齐。"
    return revoking.revoke_for_promise(case=case, reasons=reasons, by=decider, at=at)
