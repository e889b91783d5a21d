from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from yichuang.base import journal
from yichuang.catalogue.finding import misses, searching
from yichuang.catalogue.models import SearchMiss
from yichuang.catalogue.testing import published_item
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def note(words: str, on: date = TODAY) -> None:
    misses.note(words, searching.search(words, on=on), centre=offices.centre(), on=on)


def counted() -> list[tuple[str, int]]:
    kept = SearchMiss.objects.filter(centre=offices.centre(), settled=False).order_by("-times", "-last", "id")
    return list(kept.values_list("words", "times"))


def test_words_that_find_nothing_are_counted_with_their_days() -> None:
    published_item(name="食品经营许可")
    note("开 Ｋ T V", TODAY)
    note("开 k t v", TODAY + timedelta(days=1))
    note("完全不相干", TODAY)

    assert counted() == [("开 k t v", 2), ("完全不相干", 1)]
    miss = SearchMiss.objects.get(times=2)
    assert (miss.since, miss.last) == (TODAY, TODAY + timedelta(days=1))


def test_a_guess_is_a_miss_and_a_good_hit_is_none() -> None:
    published_item(name="食品经营许可新办", name_en="")
    note("食品经营许可")
    note("经营一家特别大的养鸡场")

    assert counted() == [("经营一家特别大的养鸡场", 1)]


@pytest.mark.parametrize(
    "words",
    [
        "410522199003071234",
        "我的电话13800138000",
        "办件 AY-2026-0012345",
        "1 3 8 0 0 1",
        "a@b.cn",
        "１３８００",
        "一三八零零一三八零零零",
        "我的电话壹叁捌 零零",
        "身份证四一〇五二二",
        "啊",
        "🙂🙂",
        "2026",
        "",
    ],
)
def test_numbers_of_people_and_cases_are_never_kept(words: str) -> None:
    misses.note(words, [], centre=offices.centre(), on=TODAY)

    assert SearchMiss.objects.count() == 0


def test_counting_costs_one_statement_in_a_savepoint(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    centre = offices.centre()
    with django_assert_num_queries(3):
        misses.note("找不到的词", [], centre=centre, on=TODAY)


def test_there_are_never_more_than_the_most_and_the_least_asked_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misses, "MOST", 3)
    for words in ("常问的", "常问的", "第一个", "第二个", "第三个"):
        misses.note(words, [], centre=offices.centre(), on=TODAY)

    assert sorted(counted()) == [("常问的", 2), ("第三个", 1), ("第二个", 1)]


def test_what_nobody_asked_for_half_a_year_is_forgotten() -> None:
    misses.note("从前的词", [], centre=offices.centre(), on=TODAY - timedelta(days=200))
    misses.note("现在的词", [], centre=offices.centre(), on=TODAY)

    assert counted() == [("现在的词", 1)]


def test_a_database_that_refuses_does_not_stop_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    centre = offices.centre()
    monkeypatch.setattr(misses, "_COUNT", "SELECT no_such_column FROM catalogue_searchmiss")
    misses.note("找不到的词", [], centre=centre, on=TODAY)

    assert SearchMiss.objects.count() == 0


def test_a_manager_settles_a_miss_and_takes_it_up_again() -> None:
    misses.note("找不到的词", [], centre=offices.centre(), on=TODAY)
    miss, manager = SearchMiss.objects.get(), town.actor(town.qian_yan(), at=AT)

    misses.settle(miss=miss, by=manager, at=AT)
    assert counted() == []
    assert misses.settled(offices.centre(), limit=9) == [miss]
    misses.note("找不到的词", [], centre=offices.centre(), on=TODAY)
    assert counted() == []

    misses.take_up(miss=miss, by=manager, at=AT)
    assert counted() == [("找不到的词", 2)]
    acts = [row.act for row in journal.history(journal.Subject("search_miss", str(miss.pk)))]
    assert acts == ["catalogue.miss_settled", "catalogue.miss_taken_up"]


def test_only_a_manager_settles_a_miss() -> None:
    misses.note("找不到的词", [], centre=offices.centre(), on=TODAY)

    with pytest.raises(NotAllowed):
        misses.settle(miss=SearchMiss.objects.get(), by=town.actor(town.liu_mei(), at=AT), at=AT)


def test_what_was_asked_for_only_once_is_shown_to_nobody() -> None:
    note("王建国")
    note("天上的星星")
    note("天上的星星")

    assert [miss.words for miss in misses.most_frequent(offices.centre(), limit=9)] == ["天上的星星"]
