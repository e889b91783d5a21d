"""Limits of hours and minutes run while business is done, and are warned of at once."""

from datetime import timedelta

import pytest

from yichuang.base.limits import Unit
from yichuang.cases import reckoning, testing
from yichuang.cases.models import Rule
from yichuang.catalogue.content import TimeLimit


@pytest.mark.parametrize(
    ("length", "unit", "ends"),
    [(2, Unit.hours, testing.moment(hour=13, minute=10)), (30, Unit.minutes, testing.moment(hour=10, minute=40))],
)
def test_a_case_promised_in_hours_or_minutes_is_due_within_business(length: int, unit: Unit, ends: object) -> None:
    version = testing.licence(promised=TimeLimit(length=length, unit=unit.value))
    case = testing.accepted(version)
    assert case.due_at == case.promised_due_at == ends
    assert case.warn_at == case.accepted_at
    promised = next(one for one in reckoning.of(case) if one.key == "promised")
    assert promised.due == ends
    assert promised.days[-1].number == length * (60 if unit == Unit.hours else 1)


def test_the_front_desk_has_a_limit_of_its_own() -> None:
    Rule.objects.filter(kind=Rule.Kind.REVIEW).update(length=90, unit="minutes")
    case = testing.submitted()
    assert case.due_at == case.submitted_at + timedelta(minutes=90)
    assert next(iter(reckoning.of(case))).due == case.due_at
