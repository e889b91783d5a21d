"""Asking by life event: one question a page, answers in the address, exactly the items, one list of papers."""

import json
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from yichuang.cases import testing
from yichuang.cases.models import Draft
from yichuang.catalogue.content import Fee, Material, Situation
from yichuang.catalogue.life import life_events
from yichuang.catalogue.life.guiding import Choice, Elsewhere, Follows, LifeEventContent, Question, Wanted
from yichuang.catalogue.models import LifeEvent
from yichuang.catalogue.testing import published_item
from yichuang.offices import testing as offices
from yichuang.people import actors

ADDRESS = "/life/open-restaurant/"
FORM = {
    "type": "object",
    "properties": {"right": {"type": "string", "title": "房屋", "enum": ["自有", "租赁"]}},
    "unevaluatedProperties": False,
}
CONTENT = LifeEventContent(
    about="从执照到许可。",
    words=("小吃店",),
    questions=(
        Question(
            key="licence",
            text="有执照吗？",
            text_en="Do you have the licence?",
            choices=(Choice(key="yes", label="有"), Choice(key="no", label="没有")),
        ),
        Question(
            key="house",
            text="房子是谁的？",
            choices=(
                Choice(key="own", label="自己的", fills={"right": "自有"}),
                Choice(key="rent", label="租的", fills={"right": "租赁"}),
            ),
        ),
        Question(key="more", text="还要什么？", several=True, choices=(Choice(key="smoke", label="卖烟"),)),
    ),
    items=(
        Wanted(item="shop", when='"no" in situations'),
        Wanted(
            item="food-licence",
            stage=2,
            situations=(Follows(situation="rented", when='"rent" in situations'),),
        ),
        Wanted(item="tobacco", stage=2, when='"smoke" in situations'),
    ),
    elsewhere=(Elsewhere(name="招牌"),),
)


@pytest.fixture(autouse=True)
def event(staffed_town: None) -> LifeEvent:
    now = testing.moment()
    paper = Material(key="identity", name="身份证明", originals=1)
    rented = Situation(key="rented", label="租用场所")
    published_item("shop", materials=(paper,), situations=(rented,), form=FORM, charged=False)
    fee = Fee(name="工本费", fen=1000, basis="条例")
    published_item("tobacco", name="烟草", name_en="", materials=(paper,), charged=True, fees=(fee,))
    event = life_events.keep_life_event(
        centre=offices.centre(),
        key="open-restaurant",
        name="开饭店",
        name_en="Opening a restaurant",
        audience="enterprise",
        content=CONTENT,
        by=actors.SYSTEM,
        at=now,
    )
    return life_events.publish_life_event(event=event, by=actors.SYSTEM, at=now)


def text(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_home_page_and_the_list_lead_to_it(visitor: Client) -> None:
    assert ADDRESS in text(visitor, "/")
    assert ADDRESS in text(visitor, "/life/")
    assert "Opening a restaurant" in text(visitor, "/life/?lang=en")


def test_one_question_is_asked_after_another_and_the_answers_stay_in_the_address(visitor: Client) -> None:
    assert "有执照吗？" in text(visitor)
    second = text(visitor, f"{ADDRESS}?a=no")
    assert "房子是谁的？" in second
    assert '<input type="hidden" name="a" value="no">' in second
    assert "还要什么？" in text(visitor, f"{ADDRESS}?a=no&a=rent")
    assert f'href="{ADDRESS}?a=no&amp;d=licence"' in text(visitor, f"{ADDRESS}?a=no&a=rent")


def test_all_questions_can_stand_on_one_page(visitor: Client) -> None:
    page = text(visitor, f"{ADDRESS}?all=1")

    assert all(words in page for words in ("有执照吗？", "房子是谁的？", "还要什么？"))
    done = text(visitor, f"{ADDRESS}?a.licence=no&a.house=rent&d=more")
    assert "您要办 2 项" in done


def test_the_result_names_exactly_the_items_their_situations_and_windows(visitor: Client) -> None:
    page = text(visitor, f"{ADDRESS}?a=no&a=rent&a=smoke")

    assert "您要办 3 项" in page
    assert page.index("第 1 步") < page.index("小店设立登记") < page.index("第 2 步") < page.index("食品经营许可")
    assert "租用场所" in page
    assert "A01" in page
    assert "招牌" in page
    assert "小店设立登记" not in text(visitor, f"{ADDRESS}?a=yes&a=rent&d=more")


def test_the_same_paper_is_listed_once_with_those_who_need_it(visitor: Client) -> None:
    page = text(visitor, f"{ADDRESS}?a=no&a=rent&a=smoke")

    assert page.count("<strong>身份证明</strong>") == 1
    assert "原件 1 份 · 小店设立登记、食品经营许可、烟草" in page


def test_fees_and_the_last_day_are_told_honestly(visitor: Client) -> None:
    page = text(visitor, f"{ADDRESS}?a=no&a=rent&a=smoke")

    assert "已知的收费合计 10.00 元。" in page
    assert "以窗口书面告知为准：食品经营许可" in page
    assert "如果今天受理，最晚 3月16日 周一 办好" in page


def test_answers_go_with_the_application(zhang_wei: Client) -> None:
    page = text(zhang_wei, f"{ADDRESS}?a=no&a=rent&d=more")
    begin = next(one for one in re.findall(r'href="(/items/shop/apply/[^"]*)"', page)).replace("&amp;", "&")
    applicant = re.findall(r'name="applicant" value="([^"]+)"', text(zhang_wei, begin))[0]

    zhang_wei.post(begin, {"applicant": applicant})

    draft = Draft.objects.get(item_version__item__code="shop")
    assert draft.answers is not None
    assert dict(draft.answers.open()) == {"right": "租赁"}


def test_what_no_question_offers_is_ignored(visitor: Client) -> None:
    for query in ("a=nothing&d=nothing", "a=" + "x" * 3000, "a=%00"[:6], "&".join(f"a={n}" for n in range(300))):
        assert visitor.get(f"{ADDRESS}?{query}").status_code in (200, 400)
    assert visitor.get("/life/nothing/").status_code == 404


def test_the_result_costs_a_constant_number_of_statements(
    visitor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    visitor.get(f"{ADDRESS}?a=no&a=rent&a=smoke")

    with django_assert_max_num_queries(9):
        visitor.get(f"{ADDRESS}?a=no&a=rent&a=smoke")


def test_the_interface_tells_the_same(visitor: Client) -> None:
    listed = json.loads(text(visitor, "/api/v1/life-events"))
    told = json.loads(text(visitor, "/api/v1/life-events/open-restaurant?answers=no&answers=rent&passed=more"))

    assert [one["key"] for one in listed["events"]] == ["open-restaurant"]
    assert told["complete"] is True
    assert [(one["code"], one["situations"]) for one in told["items"]] == [("shop", []), ("food-licence", ["rented"])]
    assert told["materials"][0]["needed_by"] == ["小店设立登记", "食品经营许可"]
    assert json.loads(text(visitor, "/api/v1/life-events/open-restaurant"))["complete"] is False
    assert visitor.get("/api/v1/life-events/nothing").status_code == 404


@pytest.mark.parametrize(
    "words", ["开饭店", "我想开饭店要办什么", "kfd", "kaifandian", "开范店", "open a restaurant", "小吃店"]
)
def test_the_search_leads_to_the_guide_that_the_words_name(visitor: Client, event: LifeEvent, words: str) -> None:
    assert f'href="{ADDRESS}"' in visitor.get("/items/", {"q": words}).content.decode()


@pytest.mark.parametrize("words", ["店", "身份证", "register a car", "开"])
def test_other_words_lead_to_no_guide(visitor: Client, event: LifeEvent, words: str) -> None:
    assert f'href="{ADDRESS}"' not in visitor.get("/items/", {"q": words}).content.decode()
