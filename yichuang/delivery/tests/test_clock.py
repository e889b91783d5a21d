"""Ten days from the decision (行政许可法第四十四条): the clock runs from the decision, and what is late is found."""

from datetime import timedelta

import pytest

from yichuang.cases import testing as cases
from yichuang.cases.models import Rule
from yichuang.delivery import queries
from yichuang.offices import testing as offices

pytestmark = pytest.mark.usefixtures("town_that_delivers")


def test_the_decision_starts_ten_working_days() -> None:
    case = cases.decided()
    assert case.due_at is not None
    assert (case.due_at.date() - cases.moment().date()).days == 14, "two weekends are skipped"
    assert cases.completed().due_at == case.due_at, "issuing moves nothing"


def test_what_is_late_is_found_for_supervision() -> None:
    case = cases.completed()
    assert case.due_at is not None
    centre = offices.centre().pk
    assert not queries.overdue(centre, at=case.due_at).exists()
    assert [one.pk for one in queries.overdue(centre, at=case.due_at + timedelta(minutes=1))] == [case.pk]


def test_a_centre_without_the_rule_has_no_such_clock() -> None:
    Rule.objects.filter(kind=Rule.Kind.DELIVERY).delete()
    assert cases.decided().due_at is None
