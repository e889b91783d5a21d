"""The public lists and what the reform saved."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import Fee, Former, Span, Translation
from yichuang.catalogue.kinds import Processing
from yichuang.catalogue.published.lists import LISTS


@pytest.fixture(autouse=True)
def spot_item() -> None:
    """One item decided on the spot, whose name a spreadsheet would compute."""
    catalogue.published_item("spot", name="=1+1 当场办结", name_en="", processing=Processing.INSTANT)


def test_every_list_is_there_with_its_number_and_its_law(visitor: Client) -> None:
    page = visitor.get("/lists/").content.decode()
    for key in LISTS:
        assert f"/lists/{key}/" in page
        one = visitor.get(f"/lists/{key}/").content.decode()
        assert str(LISTS[key].law) in one
    assert "当场办结" in visitor.get("/lists/instant/").content.decode()


def test_a_list_says_in_words_that_it_is_empty(visitor: Client) -> None:
    assert "目前没有列入这份清单的事项" in visitor.get("/lists/intermediary/").content.decode()


@pytest.mark.parametrize("address", ["/lists/nothing/", "/lists/instant/exe/", "/lists/nothing/csv/"])
def test_a_list_or_a_kind_of_file_that_is_not_there_is_not_found(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_the_table_is_never_computed(visitor: Client) -> None:
    text = visitor.get("/lists/instant/csv/").content.decode()
    assert text.startswith("\ufeff")
    assert "'=1+1 当场办结" in text
    book = CalamineWorkbook.from_filelike(io.BytesIO(visitor.get("/lists/instant/xlsx/").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:2] == ["编码", "事项"]
    assert rows[1][:2] == ["spot", "=1+1 当场办结"]


def test_before_and_after_are_shown_with_totals(visitor: Client) -> None:
    assert "还没有登记改革前数字的事项" in visitor.get("/before-and-after/").content.decode()
    catalogue.published_item("fast", former=Former(materials=8, time=Span(length=20), measure="数据共享"))
    page = visitor.get("/before-and-after/").content.decode()
    assert "数据共享" in page
    assert "62%" in page
    assert "75%" in page


def test_what_put_an_item_on_a_list_is_told_in_english_where_the_guide_has_it(visitor: Client) -> None:
    english = (Translation(text="执照工本费", text_en="Licence production cost"),)
    catalogue.published_item(
        "licence", charged=True, fees=(Fee(name="执照工本费", fen=500, basis="条例"),), english=english
    )

    assert "Licence production cost" in visitor.get("/lists/fee/?lang=en").content.decode()
    assert "执照工本费" in visitor.get("/lists/fee/?lang=zh").content.decode()


def test_the_list_of_the_whole_province_names_it_in_the_language_of_the_reader(visitor: Client) -> None:
    assert "全豫通办" in visitor.get("/lists/?lang=zh").content.decode()
    assert "Anywhere in the province (Henan)" in visitor.get("/lists/?lang=en").content.decode()
