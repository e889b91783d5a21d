"""Typing into another system at the desk: a page without script, minutes, a report."""

import pytest
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock, journal
from yichuang.cases import testing as cases
from yichuang.cases.models import Reentry, ReentryMapping
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def given(**parts: str) -> dict[str, str]:
    today = timezone.localdate(clock.now()).isoformat()
    values = {"system": "省系统", "item": "", "fields_text": "名称 = 申请人.姓名", "file_name": "{序号}"}
    return values | {"since": today} | parts


def test_a_clerk_reads_begins_and_finishes_and_the_manager_sees_the_minutes(at_desk: At) -> None:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    manager, clerk = at_desk(town.qian_yan()), at_desk(town.liu_mei())
    assert manager.post(reverse("desk:reentry_mapping"), given()).status_code == 302
    case, screen = cases.accepted(), ReentryMapping.objects.get()
    where = [case.number, screen.pk]
    assert reverse("desk:reentry", args=where) in clerk.get(reverse("desk:case", args=[case.number])).content.decode()
    page = clerk.get(reverse("desk:reentry", args=where)).content.decode()
    assert case.applicant.name.open() in page
    assert journal.history(journal.Subject("party", str(case.applicant_id))).filter(act="people.read").exists()
    assert clerk.get(reverse("desk:reentry_files", args=where)).status_code == 200
    clerk.post(reverse("desk:reentry_begin", args=where))
    clerk.post(reverse("desk:reentry_finish", args=where), {"their_number": "S-9"})
    assert Reentry.objects.get().their_number == "S-9"
    assert "省系统" in manager.get(reverse("desk:reentry_costs")).content.decode()
    assert "省系统" in manager.get(reverse("desk:reentry_costs"), {"as": "csv"}).content.decode()
    assert manager.get(reverse("desk:reentry_mapping"), {"from": screen.pk}).status_code == 200
    assert manager.get(reverse("desk:reentry", args=where)).status_code == 403


@pytest.mark.parametrize(
    "parts", [{"item": "none"}, {"fields_text": "x"}, {"file_name": "{x}"}, {"since": "2020-01-01"}]
)
def test_what_is_wrong_is_told_beside_its_field(at_desk: At, parts: dict[str, str]) -> None:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    answer = at_desk(town.qian_yan()).post(reverse("desk:reentry_mapping"), given(**parts))
    assert answer.status_code == 422
    assert f"{next(iter(parts))}_error" in answer.content.decode() or "invalid" in answer.content.decode()


def test_a_screen_that_is_not_there_is_not_found(at_desk: At) -> None:
    case = cases.accepted()
    for key in (1, 10**30):
        assert at_desk(town.liu_mei()).get(reverse("desk:reentry", args=[case.number, key])).status_code == 404
