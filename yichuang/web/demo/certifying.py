"""Certificates of the demonstration morning: one about to expire, one revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from yichuang.cases import issuing
from yichuang.cases.afterwards import certificates, ending, reminding
from yichuang.cases.models import Case, Certificate, Ground, Way
from yichuang.people.actors import Actor

SAID = {
    "way": Way.REVOKED,
    "ground": Ground.NOT_ELIGIBLE,
    "reasons": "核查发现申请时提交的场地证明系伪造，申请人不符合法定条件。",
}


def issue_for_weeks(case: Case, by: Actor, at: datetime) -> Certificate:
    """A certificate of fifty days, of whose end the holder is reminded."""
    day = timezone.localdate(at)
    issuing.issue(case=case, valid_from=day, valid_until=day + timedelta(days=50), by=by, at=at)
    made = certificates.with_events().get(case=case)
    reminding.remind(certificate=made, at=at + timedelta(minutes=20))
    return made


def tell_and_hear(case: Case, by: Actor, at: datetime, heard_at: datetime) -> None:
    """The holder is told that his certificate is to be revoked, and heard."""
    ending.tell(case=case, by=by, at=at, **SAID)
    ending.hear(case=case, statement="承认场地证明有误，没有其他申辩意见。", place="部门会议室", by=by, at=heard_at)


def revoke(case: Case, by: Actor, at: datetime) -> None:
    """Somebody else decides."""
    ending.end(case=case, by=by, at=at, **SAID)
