"""What an intermediary takes, in the demonstration. No guide that was collected lists one, so one item gets one here;
who does it and when is made up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from yichuang.cases import intermediaries
from yichuang.cases.models import Orderer
from yichuang.catalogue.content import Intermediary
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.revising import publishing, writing
from yichuang.people.actors import SYSTEM
from yichuang.web.demo.at_window import accepted
from yichuang.web.demo.citizens import Settled
from yichuang.web.demo.staffing import clerk_for
from yichuang.web.demo.story import apply

ITEM: Final = "劳务派遣经营许可"
AUDIT: Final = Intermediary(
    name="验资或者财务审计",
    basis="《劳务派遣行政许可实施办法》第八条",
    note="演示数据：收集到的办事指南没有列出中介服务，这一项由演示加上。",
)
AGENCY: Final = "安阳县演示会计师事务所"


def live(versions: list[ItemVersion], citizens: list[Settled], *, at: datetime) -> int:
    """One at work since some days, one that is back: of two applications of the hour before `at`, under a version that
    counts from today. Returns how many cases there are: none in the first hour of a day."""
    listed, began = next((one for one in versions if one.name == ITEM), None), at - timedelta(minutes=50)
    today = timezone.localdate(at)
    if listed is None or timezone.localdate(began) != today:
        return 0
    version = _with_it(listed, at=began)
    for citizen, back in zip(citizens[:2], (False, True), strict=True):
        accepted(story := apply(version, citizen, began, on_line=True))
        case, when = story.case, story.later(minutes=5)
        by, since = clerk_for(version, at=when), today - timedelta(days=6)
        whose = {"agency": AGENCY, "ordered_by": Orderer.APPLICANT}
        intermediaries.begin(case=case, service=AUDIT.name, since=since, by=by, at=when, **whose)
        if back:
            yesterday, when = today - timedelta(days=1), story.later(minutes=5)
            intermediaries.finish(case=case, service=AUDIT.name, until=yesterday, by=by, at=when)
    return 2


def _with_it(version: ItemVersion, *, at: datetime) -> ItemVersion:
    """The next version of the item, with the service; what was applied for before keeps its own."""
    content = version.parsed.model_copy(update={"intermediaries": (AUDIT,)})
    names = {"name": version.name, "name_en": version.name_en, "source": version.source}
    draft = writing.new_version(item=version.item, content=content, reason=AUDIT.note, by=SYSTEM, at=at, **names)
    return publishing.publish(version=draft, effective_from=timezone.localdate(at), by=SYSTEM, at=at)
