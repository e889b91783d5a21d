"""Certificates of the demonstration morning: about to expire, renewed, revoked, older than the system."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from yichuang.cases import issuing
from yichuang.cases.afterwards import certificates, ending, inheriting, linking, reminding
from yichuang.cases.afterwards.certificate_rows import Row
from yichuang.cases.models import Certificate, Ground, Purpose, Way
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.sheets.problems import Place
from yichuang.people.actors import SYSTEM
from yichuang.people.models import DocumentType
from yichuang.web.demo.citizens import Citizen, identity_number
from yichuang.web.demo.examination import examined
from yichuang.web.demo.results import granted, ready
from yichuang.web.demo.staffing import head, officers
from yichuang.web.demo.story import Story, apply

SAID = {
    "way": Way.REVOKED,
    "ground": Ground.NOT_ELIGIBLE,
    "reasons": "核查发现申请时提交的场地证明系伪造，申请人不符合法定条件。",
}


def expires(story: Story) -> None:
    """A certificate of fifty days: its holder is reminded."""
    _expiring(story)


def renewing(story: Story) -> None:
    """The same, and the holder has applied for its renewal."""
    certificate, at = _expiring(story), story.later(minutes=40)
    version = linking.version_for(certificate, Purpose.RENEWAL, on=timezone.localdate(at))
    examined(apply(version, story.citizen, at, on_line=False, renews=certificate))


def _expiring(story: Story) -> Certificate:
    granted(story)
    at = story.later()
    day = timezone.localdate(at)
    by = next(officers(story.case, at=at))
    issuing.issue(case=story.case, valid_from=day, valid_until=day + timedelta(days=50), by=by, at=at)
    made = certificates.with_events().get(case=story.case)
    reminding.remind(certificate=made, at=at + timedelta(minutes=20))
    return made


def revoked(story: Story) -> None:
    """What should not have been granted: the holder told and heard, the certificate revoked by somebody else."""
    ready(story)
    at = story.later()
    by = next(officers(story.case, at=at))
    ending.tell(case=story.case, by=by, at=at, **SAID)
    at, said = story.later(days=1), "承认场地证明有误，没有其他申辩意见。"
    ending.hear(case=story.case, statement=said, place="部门会议室", by=by, at=at)
    at = story.later(days=1)
    ending.end(case=story.case, by=head(story.case, at=at), at=at, **SAID)


def inherit(version: ItemVersion, holder: Citizen, at: datetime) -> None:
    """A certificate issued years before the system, of whose end the holder is reminded."""
    today = timezone.localdate(at)
    row = Row(
        place=Place(),
        cells={},
        item=version.item.code,
        number="2021-0001",
        holder=holder.name,
        document_type=DocumentType.IDENTITY_CARD,
        document=identity_number(holder.birthday),
        name="",
        since=today - timedelta(days=5 * 365 - 45),
        until=today + timedelta(days=45),
        issued=today - timedelta(days=5 * 365 - 45),
        source="2021年纸质台账（演示数据）",
    )
    reminding.remind(certificate=inheriting.inherit(row=row, version=version, by=SYSTEM, at=at), at=at)
