"""Finding an item and reading its guide."""

from django.test import Client
from pytest_django import DjangoAssertNumQueries

CODE = "food-licence"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_home_page_asks_one_question_and_names_the_helpers(visitor: Client) -> None:
    page = text(visitor, "/")

    assert "您要办什么事？" in page
    assert "食品经营许可" in page
    assert "tel:12345" in page


def test_an_item_is_found_by_words_pinyin_and_initials(visitor: Client) -> None:
    for words in ("食品经营", "shipin", "spjy"):
        assert "/items/food-licence/" in text(visitor, f"/items/?q={words}")


def test_the_list_is_narrowed_by_field_department_and_applicant(visitor: Client) -> None:
    for filters in ("area=企业开办", "department=market", "for=natural", "q=食品&for=enterprise"):
        assert "/items/food-licence/" in text(visitor, f"/items/?{filters}")
    for filters in ("area=税务", "for=government"):
        assert "/items/food-licence/" not in text(visitor, f"/items/?{filters}")
    assert '<option value="企业开办" selected>' in text(visitor, "/items/?area=企业开办")


def test_chinese_among_english_is_marked_as_such(visitor: Client) -> None:
    visitor.post("/look/", {"language": "en"})

    assert '<span lang="zh-CN">申请书</span>' in text(visitor, f"/items/{CODE}/")


def test_a_search_without_result_says_what_to_do(visitor: Client) -> None:
    page = text(visitor, "/items/?q=火箭发射")

    assert "没有找到相符的事项" in page
    assert "12345" in page


def test_too_long_a_question_is_refused_in_a_sentence(visitor: Client) -> None:
    assert "太长" in text(visitor, "/items/?q=" + "长" * 5000)


def test_the_guide_answers_the_four_questions_first(visitor: Client) -> None:
    page = text(visitor, f"/items/{CODE}/")

    places = [page.index(words) for words in ("能不能在网上办", "多久", "多少钱", "带什么", "开始办理")]
    assert places == sorted(places)
    assert "5 个工作日" in page


def test_the_list_follows_the_situation_without_scripts(visitor: Client) -> None:
    assert "<strong>租赁合同</strong>" not in text(visitor, f"/items/{CODE}/")
    assert "<strong>租赁合同</strong>" in text(visitor, f"/items/{CODE}/?s=rented")


def test_the_sheet_to_print_has_the_code_and_the_list(visitor: Client) -> None:
    page = text(visitor, f"/items/{CODE}/print/?s=rented")

    assert "租赁合同" in page
    assert "<svg" in page
    assert "data-print" in page


def test_an_item_that_is_not_offered_is_not_found(visitor: Client) -> None:
    answer = visitor.get("/items/nothing/")

    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


def test_the_guide_costs_a_bounded_number_of_statements(
    visitor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    visitor.get(f"/items/{CODE}/")

    with django_assert_max_num_queries(6):
        visitor.get(f"/items/{CODE}/")
