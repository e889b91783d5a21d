"""One case of the demonstration under way, and how it comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.utils import timezone

from yichuang.base import calendar as calendars
from yichuang.cases import accepting, applying, going_on
from yichuang.cases.applying import Application
from yichuang.cases.models import Case, Certificate, Purpose
from yichuang.cases.rules import Given
from yichuang.catalogue.conditions.evaluating import Applicant
from yichuang.catalogue.content import Content
from yichuang.catalogue.kinds import ServiceObject
from yichuang.catalogue.models import ItemVersion
from yichuang.people import actors
from yichuang.people.models import Party
from yichuang.web.demo import answers, pictures
from yichuang.web.demo.citizens import Settled
from yichuang.web.demo.staffing import clerk_for


@dataclass
class Story:
    """One case under way: the case, and the time of the next act."""

    case: Case
    citizen: Settled
    now: datetime

    def later(self, *, days: int = 0, minutes: int = 25) -> datetime:
        """So many working days and minutes on, within the morning."""
        region = self.case.centre.region_code
        day = calendars.load(region).add_working_days(timezone.localdate(self.now), days) if days else None
        if day is not None:
            self.now = timezone.make_aware(datetime.combine(day, time(9, 5)))
        self.now += timedelta(minutes=minutes)
        return self.now


Way = Callable[[Story], None]


def apply(
    version: ItemVersion,
    citizen: Settled,
    at: datetime,
    *,
    on_line: bool,
    later: bool = False,
    promised: bool = False,
    renews: Certificate | None = None,
    follows: Case | None = None,
    without: frozenset[str] = frozenset(),
) -> Story:
    """The citizen, or his enterprise where the item is for those, applies: on line or at the counter."""
    content = version.parsed
    applicant = follows.applicant if follows else _applicant(content, citizen)
    situations = answers.situations_of(content)
    filled = answers.fill(content, on=timezone.localdate(at)) | (going_on.carried(follows, content) if follows else {})
    papers = answers.papers(content, filled, situations, Applicant.of(applicant))
    follow = tolerable(content) if later else frozenset()
    sworn = promisable(content) if promised else frozenset()
    application = Application(
        version=version,
        applicant=applicant,
        situations=situations,
        answers=filled,
        materials=[one for one in papers if one.key not in follow | sworn | without],
        later=tuple(one.key for one in papers if one.key in follow),
        promised=tuple(one.key for one in papers if one.key in sworn),
        purpose=Purpose.RENEWAL if renews else "",
        former=renews,
        follows=follows,
        again="在另一处经营",
    )
    if not on_line:
        clerk = clerk_for(version, at=at)
        case = accepting.apply_at_counter(application=application, by=clerk, at=at, handed_in_by=citizen.person)
        return Story(case=case, citizen=citizen, now=at)
    actor = actors.of(citizen.account, at=at)
    file = pictures.upload(version.name, by=actor, at=at)
    application = replace(application, materials=[Given(key=g.key, file_id=file.pk) for g in application.materials])
    return Story(case=applying.apply(application=application, by=actor, at=at), citizen=citizen, now=at)


def _applicant(content: Content, citizen: Settled) -> Party:
    wants_enterprise = ServiceObject.NATURAL not in content.service_objects and bool(content.service_objects)
    return citizen.enterprise if wants_enterprise and citizen.enterprise else citizen.person


def tolerable(content: Content) -> frozenset[str]:
    """The keys of the materials that may follow."""
    return frozenset(one.key for one in content.materials if one.tolerable)


def promisable(content: Content) -> frozenset[str]:
    """The keys of the materials for which a promise can stand."""
    return frozenset(one.key for one in content.materials if one.promisable)
