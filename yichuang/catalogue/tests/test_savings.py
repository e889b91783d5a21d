"""Before and after the reform, counted from the content."""

from yichuang.catalogue import testing
from yichuang.catalogue.content import Former, Material, Span, TimeLimit
from yichuang.catalogue.kinds import Need
from yichuang.catalogue.published.savings import Saving, savings, totals

FORMER = Former(steps=5, materials=8, visits=3, time=Span(length=20))


def told(**parts: object) -> dict[str, tuple[float, float, float]]:
    return {one.key: (one.before, one.after, one.saved) for one in savings(testing.content(**parts))}


def test_each_measure_is_compared_with_what_the_content_says() -> None:
    found = told(former=FORMER, visits=1)
    assert found == {"steps": (5, 2, 3), "materials": (8, 3, 5), "visits": (3, 1, 2), "time": (20, 5, 15)}


def test_what_is_not_known_is_not_compared() -> None:
    assert told() == {}
    assert told(former=Former(steps=3), steps=()) == {}
    assert set(told(former=FORMER, visits=None, promised=None)) == {"steps", "materials"}


def test_an_optional_material_does_not_count() -> None:
    extra = Material(key="m_x", name="其他说明", need=Need.OPTIONAL)
    assert told(former=Former(materials=4), materials=(*testing.THREE, extra))["materials"] == (4, 3, 1)


def test_limits_of_other_units_are_compared_in_working_days() -> None:
    month, week = Former(time=Span(length=1, unit="months")), TimeLimit(length=7, unit="calendar_days")
    assert told(former=month, promised=week)["time"] == (21.8, 5, 16.8)


def test_at_once_takes_no_day() -> None:
    assert told(former=FORMER, promised=TimeLimit(length=0, unit="instant"))["time"] == (20, 0, 20)


def test_totals_add_up_only_what_is_known() -> None:
    every = [[Saving("steps", 5, 2), Saving("time", 20, 5)], [Saving("steps", 4, 4)], []]
    assert [(one.key, one.before, one.after, one.percent) for one in totals(every)] == [
        ("steps", 9, 6, 33),
        ("time", 20, 5, 75),
    ]
    assert Saving("steps", 0, 0).percent is None
