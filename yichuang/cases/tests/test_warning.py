"""When the staff are warned of what is due: so many working days before as the centre's rule of the day says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yichuang.base.refusal import Invalid
from yichuang.cases import ruling, testing, timing
from yichuang.cases.models import Case, Rule
from yichuang.offices import testing as offices
from yichuang.people import testing as town

MONDAY = testing.moment()


def days_of_warning(case: Case) -> int:
    assert case.due_at is not None
    assert case.warn_at is not None
    return (timezone.localdate(case.due_at) - timezone.localdate(case.warn_at)).days


def test_one_working_day_before_unless_the_centre_says_otherwise() -> None:
    # Five working days after a Monday is a Monday, the working day before it a Friday.
    assert days_of_warning(testing.accepted()) == 3
    Rule.objects.filter(kind=Rule.Kind.WARNING).update(length=2)
    assert days_of_warning(testing.accepted(testing.licence("other"))) == 4


def test_a_case_keeps_the_warning_of_the_day_of_its_acceptance() -> None:
    case = testing.accepted()
    old, tomorrow = Rule.objects.get(kind=Rule.Kind.WARNING), MONDAY.date() + timedelta(days=1)
    Rule.objects.filter(pk=old.pk).update(until=tomorrow)
    testing.rule(Rule.Kind.WARNING, 3, since=tomorrow)
    assert timing.recounted(case)["warn_at"] == case.warn_at


def test_a_centre_without_the_rule_is_warned_when_it_is_due() -> None:
    Rule.objects.filter(kind=Rule.Kind.WARNING).delete()
    case = testing.accepted()
    assert case.warn_at == case.due_at


def test_the_rule_is_set_in_working_days() -> None:
    terms = ruling.Terms(kind=Rule.Kind.WARNING, length=8, unit="hours", basis="试行", since=MONDAY.date())
    with pytest.raises(Invalid) as refused:
        ruling.set_rule(centre=offices.centre(), terms=terms, by=testing.officer(town.qian_yan(), MONDAY), at=MONDAY)
    assert refused.value.field == "unit"
