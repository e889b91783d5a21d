"""What lies where, page by page: every page costs the same, and what is over costs nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from yichuang.base.refusal import Invalid
from yichuang.cases import accepting
from yichuang.cases import testing as cases
from yichuang.cases.models import Case
from yichuang.delivery.models import Direction, Slip
from yichuang.delivery.slips import passing, whereabouts
from yichuang.people import testing as town
from yichuang.people.actors import Actor

AT = cases.moment(day=1)
pytestmark = pytest.mark.usefixtures("town_that_delivers")


def on_paper(minute: int) -> Case:
    """A case taken in and accepted at the counter, with two papers."""
    at = cases.moment(minute=minute)
    by = cases.officer(town.liu_mei(), at)
    return accepting.accept_at_counter(application=cases.application(), by=by, at=at)


def clerk() -> Actor:
    return cases.officer(town.liu_mei(), AT)


def test_one_page_follows_another_and_none_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whereabouts, "PAGE", 2)
    made = [on_paper(minute) for minute in range(5)]
    seen, after = [], ""
    for _page in range(3):
        page = whereabouts.to_give(clerk(), Direction.OUT, at=AT, after=after)
        seen += [case.pk for case in page.cases]
        after = page.after
    assert (sorted(seen), after) == (sorted(case.pk for case in made), "")
    passing.pass_to_departments(cases=made, by=clerk(), at=AT)
    first = whereabouts.lying(clerk(), at=AT)
    rest = whereabouts.lying(clerk(), at=AT, after=first.after)
    assert (len(first.papers), len(rest.papers), bool(rest.after)) == (2, 2, True)
    assert not {one.case.pk for one in first.papers} & {one.case.pk for one in rest.papers}


def test_a_page_takes_as_many_statements_for_many_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in (1, 4):
        by = clerk()
        given = [on_paper(minute) for minute in range(number)]
        with django_assert_num_queries(3):
            assert len(whereabouts.to_give(by, Direction.OUT, at=AT).cases) == number
        passing.pass_to_departments(cases=given, by=by, at=AT)
        with django_assert_num_queries(4):
            assert whereabouts.lying(by, at=AT).papers
        with django_assert_num_queries(2):
            assert list(whereabouts.slips_for(by, at=AT)[:50])


def test_the_index_of_the_place_finds_what_lies_there() -> None:
    on_paper(0)
    for ask in (
        lambda: whereabouts.lying(clerk(), at=AT),
        lambda: whereabouts.to_give(clerk(), Direction.OUT, at=AT),
    ):
        plan = _plan_of(ask)
        assert "case_zone_work" in plan
        assert "Seq Scan on cases_case" not in plan


def _plan_of(ask: object) -> str:
    """How the database would read the cases of the page in a table too large to be read through, or to be sorted."""
    with CaptureQueriesContext(connection) as asked:
        assert callable(ask)
        ask()
    statement = next(one["sql"] for one in asked if 'FROM "cases_case"' in one["sql"] and "LIMIT" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("EXPLAIN " + statement)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_place_in_the_list_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        whereabouts.lying(clerk(), at=AT, after="x")
    assert refused.value.field == "after"


def test_the_newest_slips_come_first_with_their_counts() -> None:
    first, second = on_paper(0), on_paper(1)
    for given in ([first, second], [on_paper(2)]):
        passing.pass_to_departments(cases=given, by=clerk(), at=AT)
    told = [(slip.cases, slip.sheets) for slip in whereabouts.slips_for(clerk(), at=AT)]  # type: ignore[attr-defined]
    assert told == [(1, 2), (2, 4)]
    assert Slip.objects.count() == 2
