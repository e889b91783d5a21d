from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from yichuang.base.refusal import Invalid
from yichuang.catalogue import bundled
from yichuang.catalogue.finding import asking, searching, synonyms
from yichuang.catalogue.kinds import ServiceObject
from yichuang.catalogue.revising import publishing
from yichuang.catalogue.testing import AT, published_item
from yichuang.catalogue.tests.test_importing import everything
from yichuang.offices import testing as offices
from yichuang.people import actors

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
QUESTIONS = Path(__file__).resolve().parents[3] / "bench" / "search_questions.json"


def names(words: str, **narrower: object) -> list[str]:
    return [hit.version.name for hit in searching.search(words, on=TODAY, **narrower)]  # type: ignore[arg-type]  # each test gives what fits


def test_people_find_the_real_items_by_the_words_they_use(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    everything(date(2026, 1, 1))

    assert names("个体工商户设立登记")[0] == "个体工商户设立登记"
    assert names("gtgshsl")[0] == "个体工商户设立登记"
    assert names("GTGSHSL")[0] == "个体工商户设立登记"
    assert {"个体工商户设立登记", "个体工商户注册登记"} == set(names("geti")[:2])
    assert names("开公司")[0] == "公司设立登记"
    assert names("我想开公司")[0] == "公司设立登记"
    assert names("公司设立")[0] == "公司设立登记"
    assert names("取公积金")[0] == "住房公积金提取"
    assert names("身份证丢了怎么办")[0] == "居民身份证申领、换领、补领"
    assert names("食品经营许克")[0] == "食品经营许可新办"
    assert names("劳务派谴经营许可")[0] == "劳务派遣经营许可"
    assert names("个体工伤户设立登纪")[0] == "个体工商户设立登记"
    assert names("shipinjingyingxuke")[0].startswith("食品经营许可")
    assert names("passport")[0] == "普通护照签发"
    assert names("labor dispatch")[0] == "劳务派遣经营许可"
    assert names("昆明市呈贡区") == ["个体工商户注册登记"]
    assert names("完全没有这种东西xyz") == []
    with django_assert_num_queries(3):
        names("登记")
    with django_assert_num_queries(3):
        names("我想给家门口的小公司办一个营业执照 gongsi sheli dengji")


def test_a_hit_says_why_it_was_found() -> None:
    published_item(name="公司设立登记", aliases=("开公司",))

    def why(words: str) -> str:
        return searching.search(words, on=TODAY)[0].why

    assert why("公司设立登记") == "名称相符"
    assert why("开公司") == "俗称相符"
    assert why("gssl") == "拼音首字母相符"
    assert why("gongsishe") == "拼音相符"
    assert why("公司社立登纪") == "读音相近"


def test_pages_go_on_from_the_last_hit_without_loss_or_repetition() -> None:
    for number in range(7):
        published_item(f"p-{number}", name=f"第{number}种许可证")

    first = searching.search("许可证", on=TODAY, limit=3)
    second = searching.search("许可证", on=TODAY, limit=3, after=first[-1].cursor)
    third = searching.search("许可证", on=TODAY, limit=3, after=second[-1].cursor)

    codes = [hit.version.item.code for page in (first, second, third) for hit in page]
    assert sorted(codes) == [f"p-{number}" for number in range(7)]


def test_department_and_area_narrow_the_search() -> None:
    tax = offices.department("tax", "小城县税务局")
    published_item("a", name="发票领用", department=tax, area="税务")
    published_item("b", name="发票查验", area="公共服务")

    assert names("发票", department=tax) == ["发票领用"]
    assert names("发票", area="公共服务") == ["发票查验"]
    assert names("发票", centre=tax.centre) == ["发票领用", "发票查验"]


def test_only_what_may_be_applied_for_is_found() -> None:
    paused = published_item("a", name="停办的许可证")
    publishing.pause(version=paused, reason="系统升级", by=actors.SYSTEM, at=AT)
    gone = published_item("b", name="取消的许可证")
    publishing.cancel(version=gone, reason="法律修改", by=actors.SYSTEM, at=AT)
    published_item("c", name="将来的许可证", since=date(2027, 1, 1))

    assert names("许可证") == []


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "%",
        "_",
        "%_\\%",
        "'",
        "\\",
        "(",
        "[a-z]*(",
        ".*",
        "？！……，。",
        "a" * 60,
        "z" * 60,
        "🙂",
        "👨‍👩‍👧‍👦",
        "𠮷",
        "\u0301",
        "0" * 60,
    ],
)
def test_odd_words_find_nothing_and_break_nothing(words: str) -> None:
    published_item(name="公司设立登记", name_en="")

    assert names(words) == []


@pytest.mark.parametrize("words", ["公" * 61, "公" * 10_000, "\x00", "公司\x00", "\ud800", "公" * 1_000_000])
def test_unwritable_and_endless_words_are_refused_with_a_sentence(words: str) -> None:
    with pytest.raises(Invalid, match="搜索词"):
        names(words)


@pytest.mark.parametrize("after", ["x", "1", ".a", "999999.a", "-1.a"])
def test_a_forged_cursor_is_refused(after: str) -> None:
    with pytest.raises(Invalid, match="翻页"):
        searching.search("公司", on=TODAY, after=after)


def test_the_list_can_be_browsed_by_shelf(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    published_item("a", area="企业开办", service_objects=(ServiceObject.ENTERPRISE,))
    published_item("b", area="企业开办", service_objects=(ServiceObject.NATURAL,))
    published_item("c", area="税务")

    with django_assert_num_queries(1):
        natural = searching.browse(on=TODAY, service_object="natural")
    assert [version.item.code for version in natural] == ["b", "c"]
    assert [version.item.code for version in searching.browse(on=TODAY, area="企业开办")] == ["a", "b"]
    assert [version.item.code for version in searching.browse(on=TODAY, limit=1, after="a")] == ["b"]
    shelves = searching.shelves(on=TODAY, centre=offices.centre())
    assert {(shelf.area, shelf.count) for shelf in shelves} == {("企业开办", 2), ("税务", 1)}


@given(st.text(max_size=60))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_answered_or_refused(words: str) -> None:
    with suppress(Invalid):
        names(words)


def test_one_character_finds_what_is_named_by_it() -> None:
    published_item(name="公司设立登记")

    assert names("司") == ["公司设立登记"]


def test_the_service_object_narrows_the_search() -> None:
    published_item("a", name="发票领用", service_objects=(ServiceObject.ENTERPRISE,))
    published_item("b", name="发票查验")

    assert names("发票", service_object="natural") == ["发票查验"]
    assert names("发票", service_object="enterprise") == ["发票领用", "发票查验"]


def test_themes_lead_to_an_item_but_its_name_counts_more() -> None:
    published_item("a", name="新生儿登记", personal_themes=("生育收养",))
    published_item("b", name="收养登记")

    assert names("收养") == ["收养登记", "新生儿登记"]


@pytest.mark.parametrize(
    ("words", "corrected"),
    [("公司社立", "公司设立"), ("gongsisheli", "公司设立"), ("kgs", "开公司"), ("公司设立", "")],
)
def test_a_hit_says_what_was_taken_to_be_meant(words: str, corrected: str) -> None:
    published_item(name="公司设立登记", aliases=("开公司",))

    assert searching.search(words, on=TODAY)[0].corrected == corrected


def test_nine_of_ten_questions_find_the_item_among_the_first_three() -> None:
    everything(date(2026, 1, 1))
    synonyms.load(bundled.synonyms(), centre=offices.centre(), by=actors.SYSTEM, at=AT)
    questions = json.loads((QUESTIONS).read_text("utf-8"))[::3]

    def found(one: dict[str, Any]) -> bool:
        codes = [hit.version.item.code for hit in searching.search(one["question"], on=TODAY, limit=3)]
        return not set(codes).isdisjoint(one["codes"])

    missed = [one["question"] for one in questions if not found(one)]
    assert len(missed) <= len(questions) / 10, missed


def test_an_everyday_name_is_heard_in_a_long_sentence_and_put_first() -> None:
    published_item("a", name="公司设立登记", aliases=("开公司",))
    published_item("b", name="分公司设立登记")

    hits = searching.search("我表弟跟三个老同学凑了钱打算明年开一家公司", on=TODAY)

    assert (hits[0].version.name, hits[0].why) == ("公司设立登记", "俗称相符")
    assert not searching.is_weak(hits)


def test_a_synonym_for_one_word_of_a_sentence_counts_less_than_for_the_whole() -> None:
    published_item("a", name="医疗机构执业登记")
    synonyms.add(said="医院", meant="医疗机构执业登记", centre=offices.centre(), by=actors.SYSTEM, at=AT)

    whole = searching.search("医院", on=TODAY)
    word = searching.search("医院门口的马路挖开了什么时候修好", on=TODAY)

    assert whole[0].score > 900
    assert word[0].score < 800
    assert not searching.is_weak(word)


def test_what_else_a_sentence_may_mean_stands_below_the_name_that_was_heard_in_it() -> None:
    published_item("a", name="公司变更登记", aliases=("公司改名",))
    published_item("b", name="公积金单位信息变更")

    assert names("公司改名公积金单位也要跟着改吗") == ["公司变更登记", "公积金单位信息变更"]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("有没有补贴", "补贴"),
        ("裁缝铺要不要执照", "裁缝铺执照"),
        ("自家的树能不能砍", "自家树砍"),
        ("我要怎么弄低保", "低保"),
        ("有没有", "有没有"),
    ],
)
def test_words_that_carry_nothing_are_left_out_even_when_they_stick_together(question: str, kept: str) -> None:
    (form,) = asking.forms(asking.readings(question))

    assert "".join(form.line.units) == kept
