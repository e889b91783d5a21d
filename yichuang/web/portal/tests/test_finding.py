"""Finding an item on the portal: what was understood, what to do when nothing is found, suggestions while typing."""

from __future__ import annotations

import pytest
from django.test import Client

from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.kinds import HandleKind, ServiceObject
from yichuang.catalogue.life import life_events
from yichuang.catalogue.life.guiding import LifeEventContent, Wanted
from yichuang.catalogue.models import Item, SearchMiss
from yichuang.catalogue.national import filing
from yichuang.offices import testing as offices
from yichuang.people import actors


@pytest.fixture(autouse=True)
def food(staffed_town: None) -> None:
    catalogue.published_item("food", name="食品经营许可新办", aliases=("开饭店",))


def found(visitor: Client, words: str, **narrower: str) -> str:
    answer = visitor.get("/items/", {"q": words, **narrower})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_corrected_question_says_what_was_looked_for(visitor: Client) -> None:
    assert "按“开饭店”查找" in found(visitor, "开范店")
    assert "按“开饭店”查找" in found(visitor, "kaifandian")
    assert "按“" not in found(visitor, "开饭店")


def test_nothing_found_says_what_to_do_and_is_counted(visitor: Client) -> None:
    page = found(visitor, "天上的星星")

    assert "没有找到相符的事项" in page
    assert "tel:12345" in page
    assert "按领域找" in page
    assert SearchMiss.objects.get(centre=offices.centre()).words == "天上的星星"


def test_a_narrowed_search_that_finds_nothing_offers_the_whole_and_is_not_counted(visitor: Client) -> None:
    page = found(visitor, "开饭店", area="税务")

    assert "在全部事项中查找" in page
    assert SearchMiss.objects.count() == 0


def test_the_kind_of_applicant_narrows_before_the_page_is_cut(visitor: Client) -> None:
    for number in range(25):
        catalogue.published_item(
            f"firm-{number}", name=f"发票领用{number}", service_objects=(ServiceObject.ENTERPRISE,)
        )
    catalogue.published_item("person", name="个人发票代开服务", service_objects=(ServiceObject.NATURAL,))

    assert "个人发票代开服务" in found(visitor, "发票", **{"for": "natural"})


def test_suggestions_are_links_to_guides(visitor: Client) -> None:
    page = visitor.get("/suggestions/", {"q": "kfd"}).content.decode()

    assert 'href="/items/food/"' in page
    assert SearchMiss.objects.count() == 0


@pytest.mark.parametrize("words", ["", " ", "开", "a" * 10_000, "<b>", "%_\\", "🙂🙂"])
def test_suggestions_for_odd_words_are_empty_and_never_an_error(visitor: Client, words: str) -> None:
    answer = visitor.get("/suggestions/", {"q": words})

    assert answer.status_code == 200
    assert b"<li>" not in answer.content


def test_a_guess_is_called_one_and_tells_where_to_ask(visitor: Client) -> None:
    page = found(visitor, "经营困难补贴")

    assert "没有完全对上的事项，您要找的是不是下面这些？" in page
    assert "tel:12345" in page
    assert "没有完全对上" not in found(visitor, "开饭店")


def test_a_narrowed_search_finds_items_only(visitor: Client) -> None:
    life_event = life_events.keep_life_event(
        centre=offices.centre(),
        key="open-restaurant",
        name="开饭店",
        audience="enterprise",
        content=LifeEventContent(items=(Wanted(item="food"),)),
        by=actors.SYSTEM,
        at=catalogue.AT,
    )
    life_events.publish_life_event(event=life_event, by=actors.SYSTEM, at=catalogue.AT)

    assert "/life/open-restaurant/" in found(visitor, "开饭店")
    assert "/life/open-restaurant/" in visitor.get("/suggestions/", {"q": "kfd"}).content.decode()
    assert "/life/open-restaurant/" not in found(visitor, "开饭店", **{"for": "natural"})


def test_items_of_one_matter_stand_below_the_one_that_fits_best(visitor: Client) -> None:
    under = filing.record_implementation(
        department=offices.department(),
        basic=None,
        name="食品经营许可",
        local_code="local-1",
        by=actors.SYSTEM,
        at=catalogue.AT,
    )
    change = catalogue.published_item("food-change", name="食品经营许可变更")
    for item in (change.item, Item.objects.get(code="food")):
        filing.file_item(
            item=item, implementation=under, handle_kind=HandleKind.OTHER, by=actors.SYSTEM, at=catalogue.AT
        )

    page = found(visitor, "食品经营许可变更")

    assert "同一事项还有：" in page
    assert page.index('href="/items/food-change/"') < page.index('href="/items/food/"')
