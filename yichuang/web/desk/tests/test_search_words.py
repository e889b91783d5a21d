"""The manager sees what people looked for in vain, and makes synonyms of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from yichuang.base import clock
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.finding import misses
from yichuang.catalogue.models import SearchMiss, Synonym
from yichuang.offices import testing as offices
from yichuang.offices.models import Centre, Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


@pytest.fixture
def manager(at_desk: At) -> Client:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    return at_desk(town.qian_yan())


def page(client: Client, query: str = "") -> str:
    answer = client.get(reverse("desk:search_words") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, name: str, *args: object, **given: str) -> str:
    return client.post(reverse(f"desk:{name}", args=args), given, follow=True).content.decode()


def missed(words: str, centre: Centre) -> None:
    """Asked for twice in vain."""
    for _each in range(2):
        misses.note(words, [], centre=centre, on=clock.now().date())


def test_empty_lists_say_what_will_stand_there(manager: Client) -> None:
    shown = page(manager)
    assert "目前没有查不到的词" in shown
    assert "还没有同义词" in shown
    assert "没有停用过同义词" in page(manager, "?ended=1")


def test_a_miss_becomes_a_synonym_by_one_press(manager: Client, client: Client) -> None:
    catalogue.published_item("food", name="食品经营许可新办")
    client.get("/items/", {"q": "开个食堂"})
    assert "食品经营许可新办" not in client.get("/items/", {"q": "开个食堂"}).content.decode()
    assert "开个食堂" in page(manager)

    shown = post(manager, "synonym_addition", said="开个食堂", meant="食品经营许可新办")

    assert "“开个食堂”从今天起也能查到“食品经营许可新办”" in shown
    assert "目前没有查不到的词" in shown
    assert "也找了“食品经营许可新办”" in client.get("/items/", {"q": "开个食堂"}).content.decode()


def test_the_nearest_items_are_proposed(manager: Client) -> None:
    catalogue.published_item("food", name="食品经营许可新办")
    catalogue.published_item("books", name="出版物零售单位变更登记")
    missed("食品小作坊怎么变更", offices.centre())

    shown = page(manager)
    assert 'name="meant" value="食品经营许可新办"' in shown
    assert 'name="meant" value="出版物零售单位变更登记"' in shown


def test_what_cannot_be_a_synonym_is_told_at_its_field_and_keeps_what_was_written(manager: Client) -> None:
    answer = manager.post(reverse("desk:synonym_addition"), {"said": "馆子", "meant": "没有的东西"})

    assert answer.status_code == 422
    assert "按“没有的东西”查不到事项" in answer.content.decode()
    assert 'value="馆子"' in answer.content.decode()


def test_a_synonym_is_ended_and_used_again(manager: Client) -> None:
    catalogue.published_item("food", name="食品经营许可新办")
    post(manager, "synonym_addition", said="馆子", meant="食品经营许可新办")

    assert "“馆子”已经停用" in post(manager, "synonym_ending", Synonym.objects.get().pk)
    assert "已经停用，无需" in post(manager, "synonym_ending", Synonym.objects.get().pk)
    assert "重新启用" in page(manager, "?ended=1")
    assert "从今天起" in post(manager, "synonym_addition", said="馆子", meant="食品经营许可新办")


def test_a_miss_is_put_away_and_taken_up_again(manager: Client) -> None:
    missed("天上的星星", offices.centre())
    miss = SearchMiss.objects.get()

    assert "目前没有查不到的词" in post(manager, "miss_settling", miss.pk)
    assert "目前没有查不到的词" not in post(manager, "miss_taking_up", miss.pk)


def test_words_are_shown_as_words_never_as_markup(manager: Client) -> None:
    missed("<script>alert(1)</script>", offices.centre())

    shown = page(manager)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("after", ["x", "99999999999999999999999", "-1", "²"])
def test_a_mark_that_nobody_gave_out_breaks_nothing(manager: Client, after: str) -> None:
    page(manager, f"?after={after}")


def test_another_centres_words_are_not_found(manager: Client) -> None:
    missed("别家的词", offices.centre("other", "另一个中心"))

    assert manager.post(reverse("desk:miss_settling", args=[SearchMiss.objects.get().pk])).status_code == 404
    assert manager.post(reverse("desk:synonym_ending", args=[2**70])).status_code == 404
