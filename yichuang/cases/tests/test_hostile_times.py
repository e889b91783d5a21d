"""Times that no clock shows: of a visit, of a photograph, of a hearing."""

from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from uuid import uuid4

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import queries, testing
from yichuang.cases.models import Hold, Inspection
from yichuang.cases.steps import inspecting, photographs
from yichuang.cases.tests import inspections, test_hearing
from yichuang.documents import receiving
from yichuang.documents import testing as documents
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db
BEHIND = datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-12)))
BEFORE = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
LATEST = datetime(9999, 12, 31, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def staffed_town(db: None) -> None:
    testing.staffed_town()


@pytest.mark.parametrize("when", [BEHIND, BEFORE, LATEST])
def test_hostile_times_a_visit_is_within_a_year(when: datetime) -> None:
    case, by = inspections.to_be_visited(), testing.officer(town.zhao_gang(), inspections.NOON)
    team = [town.zhao_gang(), town.sun_li()]
    with pytest.raises(Invalid, match="时间"):
        inspecting.arrange(case=case, place="东街1号", visit_at=when, team=team, by=by, at=inspections.NOON)
    assert not Inspection.objects.exists()


@pytest.mark.parametrize("when", [BEHIND, BEFORE, LATEST])
def test_hostile_times_a_phone_whose_clock_is_wrong_still_gets_its_photograph_into_the_case(when: datetime) -> None:
    case, at = inspections.arranged(), inspections.AFTER
    by = testing.officer(town.zhao_gang(), at)
    file = receiving.receive_upload(stream=BytesIO(documents.jpeg()), name="现场.jpg", by=by, at=at)
    photographs.add(case=case, key=uuid4(), file=file, taken_at=when, by=by, at=at)
    assert [one.taken_at for one in queries.inspections_of(case)[0].photographs.all()] == [None]


@pytest.mark.parametrize("when", [BEHIND, BEFORE, LATEST])
def test_hostile_times_a_hearing_is_within_a_year(when: datetime) -> None:
    with pytest.raises(Invalid, match="一年以内"):
        test_hearing.call(testing.examined(), held_at=when, matter="采光")
    assert not Hold.objects.exists()
