"""Items find their windows: by item, then department, then area, then the residual rule."""

from datetime import date, time

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from yichuang.offices import queries, windows
from yichuang.offices import testing as town_hall
from yichuang.offices.models import AreaRule, OfficeHours, Window
from yichuang.offices.queries import NoOfficeHours

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture
def hall() -> dict[str, Window]:
    """One window per zone and one rule per ground."""
    market = town_hall.department()
    made = {}
    for code in ("I", "D", "S", "R"):
        zone = town_hall.zone(code, f"{code}区")
        made[code] = town_hall.window(f"{code}01", in_zone=zone)
    common = {"centre": town_hall.centre(), "since": date(2026, 1, 1)}
    AreaRule.objects.create(**common, window=made["I"], item_code="item-1")
    AreaRule.objects.create(**common, zone=made["D"].zone, department=market)
    AreaRule.objects.create(**common, zone=made["S"].zone, subject_area="企业开办")
    AreaRule.objects.create(**common, zone=made["R"].zone, residual=True)
    return made


def found(item: str = "item-9", department: str = "market", area: str = "企业开办", on: date = TODAY) -> list[str]:
    owner = town_hall.department(department)
    taken = windows.for_item(item_code=item, department_id=owner.pk, subject_area=area, on=on)
    return [window.number for window in taken]


def test_the_order_is_item_department_area_rest(hall: dict[str, Window]) -> None:
    assert found("item-1") == ["I01"]
    assert found() == ["D01"]
    assert found(department="water") == ["S01"]
    assert found(department="water", area="别的") == ["R01"]


def test_a_closed_window_gives_way_to_the_next_rule(hall: dict[str, Window]) -> None:
    Window.objects.filter(pk=hall["I"].pk).update(closed_on=TODAY)
    assert found("item-1") == ["D01"]
    assert found("item-1", on=date(2026, 3, 9)) == ["I01"]


def test_rules_have_their_days(hall: dict[str, Window]) -> None:
    AreaRule.objects.filter(item_code="item-1").update(until=TODAY)
    assert found("item-1", on=date(2026, 3, 9)) == ["I01"]
    assert found("item-1") == ["D01"]
    assert found("item-1", on=date(2025, 12, 31)) == []


def test_every_window_of_a_zone_takes_the_item_in_order(hall: dict[str, Window]) -> None:
    town_hall.window("D00", in_zone=hall["D"].zone)
    assert found() == ["D00", "D01"]


def test_it_costs_two_statements(hall: dict[str, Window]) -> None:
    owner = town_hall.department()
    with CaptureQueriesContext(connection) as asked:
        taken = windows.for_item(item_code="x", department_id=owner.pk, subject_area="x", on=TODAY)
        assert taken[0].zone.code == "D"
    assert len(asked) == 2


def test_the_database_refuses_a_rule_with_two_grounds_or_two_places() -> None:
    zone = town_hall.zone()
    for wrong in (
        {"zone": zone, "residual": True, "item_code": "x"},
        {"zone": zone, "subject_area": "x", "item_code": "x"},
        {"zone": zone},
        {"residual": True},
        {"residual": True, "zone": zone, "window": town_hall.window()},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            AreaRule.objects.create(centre=town_hall.centre(), since=TODAY, **wrong)


def test_office_hours_are_those_of_the_day() -> None:
    centre = town_hall.centre()
    OfficeHours.objects.create(
        centre=centre, weekdays=[6], start=time(9), end=time(11), since=TODAY, until=date(2026, 4, 1)
    )
    weekday = queries.office_hours(centre.pk, TODAY)
    assert weekday.spans == ((time(9), time(12)), (time(13), time(17)))
    assert queries.office_hours(centre.pk, date(2026, 3, 14)).spans == ((time(9), time(11)),)
    assert queries.office_hours(centre.pk, date(2026, 4, 4)) == weekday  # a Saturday made up as a working day


def test_a_centre_without_hours_counts_no_limits() -> None:
    with pytest.raises(NoOfficeHours):
        queries.office_hours(town_hall.centre().pk, date(2019, 1, 1))
