"""The board in the hall tells the public what is ready, and nothing about anybody."""

import pytest
from django.test import Client

from yichuang.cases import testing as cases

pytestmark = pytest.mark.django_db
ADDRESS = "/screens/board/town/"


@pytest.fixture(autouse=True)
def _town(db: None) -> None:
    cases.staffed_town()


def test_it_shows_the_tail_of_the_number_and_a_masked_name() -> None:
    case = cases.completed()
    page = Client().get(ADDRESS).content.decode()
    assert case.number[-6:] in page
    assert str(case.applicant.name) in page
    assert case.number not in page
    assert str(case.applicant.name.open()) not in page
    assert str(case.applicant.number) not in page


def test_the_part_is_the_board_without_its_frame() -> None:
    page = Client().get(f"{ADDRESS}?part=1").content.decode()
    assert "<html" not in page
    assert "可以领取" in page


def test_an_empty_board_says_so() -> None:
    assert "现在没有等待领取的结果" in Client().get(ADDRESS).content.decode()


def test_it_counts_what_came_in_today() -> None:
    cases.submitted()
    numbers = Client().get(ADDRESS).context["numbers"]
    assert numbers == {"today": 0, "doing": 0, "ready": 0}, "what came in on another day is not of today"


def test_an_unknown_centre_is_not_found() -> None:
    assert Client().get("/screens/board/nowhere/").status_code == 404
