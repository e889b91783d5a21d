from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from yichuang.catalogue import queries
from yichuang.catalogue.queries import NotOffered
from yichuang.catalogue.revising import publishing
from yichuang.catalogue.testing import AT, draft, published_item
from yichuang.offices import testing as offices
from yichuang.people import actors

pytestmark = pytest.mark.django_db


def test_the_version_of_a_day_costs_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    published_item("q-1")
    with django_assert_num_queries(2):
        queries.version_on("q-1", date(2026, 11, 23))

    with django_assert_num_queries(1):
        version = queries.version_on("q-1", date(2026, 11, 23))
        assert version.item.department.name
        assert version.item.centre.name
        assert version.parsed.materials


def test_what_is_kept_follows_every_change() -> None:
    version = published_item("q-2")
    assert queries.version_on("q-2", date(2026, 11, 23)).item.department.name != "改名局"
    department = version.item.department
    department.name = "改名局"
    department.save()

    assert queries.version_on("q-2", date(2026, 11, 23)).item.department.name == "改名局"
    publishing.pause(version=version, reason="系统维护", by=actors.SYSTEM, at=AT)
    with pytest.raises(queries.NotOffered):
        queries.version_on("q-2", date(2026, 11, 23))


def test_the_content_is_parsed_once() -> None:
    published_item("q-1")
    on = date(2026, 11, 23)

    assert queries.version_on("q-1", on).parsed is queries.version_on("q-1", on).parsed


def test_each_day_has_the_version_in_force_on_it() -> None:
    first = published_item("q-1")
    second = draft(first.item)
    publishing.publish(version=second, effective_from=date(2026, 6, 1), by=actors.SYSTEM, at=AT)

    assert queries.version_on("q-1", date(2026, 5, 31)).number == 1
    assert queries.version_on("q-1", date(2026, 6, 1)).number == 2
    assert [version.number for version in queries.versions_of("q-1")] == [2, 1]


def test_what_is_not_on_the_list_may_not_be_applied_for() -> None:
    published_item("q-1")
    draft()

    for code, on in (("nothing", date(2026, 11, 23)), ("q-1", date(2025, 12, 31)), ("x" * 10_000, date(2026, 1, 1))):
        with pytest.raises(NotOffered, match="不在目前公布的事项清单之中"):
            queries.version_on(code, on)


def test_a_paused_item_says_so_and_a_cancelled_one_is_off_the_list() -> None:
    version = published_item("q-1", name="停办的事项")
    publishing.pause(version=version, reason="系统升级", by=actors.SYSTEM, at=AT)
    with pytest.raises(NotOffered, match="“停办的事项”已暂停受理"):
        queries.version_on("q-1", date(2026, 11, 23))

    publishing.cancel(version=version, reason="法律修改", by=actors.SYSTEM, at=AT)
    with pytest.raises(NotOffered, match="不在目前公布"):
        queries.version_on("q-1", date(2026, 11, 23))


def test_the_published_list_holds_what_may_be_applied_for_that_day(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    published_item("q-1")
    centre = offices.centre()
    published_item("q-2", since=date(2027, 1, 1))
    draft()

    with django_assert_num_queries(1):
        found = list(queries.published(date(2026, 11, 23), centre=centre))
        assert [version.item.department.code for version in found] == ["market"]
    assert [version.item.code for version in queries.published(date(2027, 1, 1))] == ["q-1", "q-2"]
