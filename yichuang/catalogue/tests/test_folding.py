"""Items of one matter (新办, 变更, 注销 …) as one hit of the search, and names with brackets."""

from __future__ import annotations

import pytest

from yichuang.catalogue import testing
from yichuang.catalogue.finding import searching
from yichuang.catalogue.kinds import HandleKind
from yichuang.catalogue.models import Item
from yichuang.catalogue.national import filing
from yichuang.catalogue.tests.test_codes import CATALOGUE, IMPLEMENTATION
from yichuang.offices import testing as offices
from yichuang.people import actors

pytestmark = pytest.mark.django_db
TODAY = testing.AT.date()
KINDS = {"新办": HandleKind.FIRST, "变更": HandleKind.CHANGE, "注销": HandleKind.CANCELLATION}


def food() -> None:
    """Three items of one entry of the basic catalogue."""
    centre, by, at = offices.centre(), actors.SYSTEM, testing.AT
    basic = filing.record_basic(centre=centre, code=CATALOGUE, name="食品经营许可", item_type="01", by=by, at=at)
    under = filing.record_implementation(
        department=offices.department(), basic=basic, name="食品经营许可", code=IMPLEMENTATION, by=by, at=at
    )
    for number, (act, kind) in enumerate(KINDS.items()):
        version = testing.published_item(f"food-{number}", name=f"食品经营许可（{act}）")
        filing.file_item(item=version.item, implementation=under, handle_kind=kind, by=by, at=at)


def found(words: str, *, fold: bool = True, after: str | None = None, limit: int = 20) -> list[tuple[str, list[str]]]:
    hits = searching.search(words, on=TODAY, fold=fold, after=after, limit=limit)
    return [(hit.version.name, [one.name for one in hit.others]) for hit in hits]


def test_items_of_one_matter_are_one_hit_and_the_one_that_gives_it_stands_first() -> None:
    food()

    ((first, others),) = found("食品经营许可")

    assert first == "食品经营许可（新办）"
    assert set(others) == {"食品经营许可（变更）", "食品经营许可（注销）"}


def test_the_act_that_is_named_stands_first() -> None:
    food()

    assert found("食品经营许可变更")[0][0] == "食品经营许可（变更）"
    assert found("spjyxkzhuxiao")[:1] == found("spjyxkzhuxiao", limit=1)


def test_unfolded_each_is_a_hit_of_its_own() -> None:
    food()

    assert [others for _name, others in found("食品经营许可", fold=False)] == [[], [], []]


def test_a_page_of_folded_hits_goes_on_after_the_first_of_its_last() -> None:
    food()
    testing.published_item("sale", name="食品经营备案")

    (first,) = searching.search("食品经营", on=TODAY, fold=True, limit=1)
    rest = searching.search("食品经营", on=TODAY, fold=True, after=first.cursor)

    assert [hit.version.name for hit in rest] != [first.version.name]
    assert len(rest) == 1


def test_what_a_name_says_in_brackets_need_not_be_said() -> None:
    testing.published_item("teacher", name="教师资格认定（幼儿园、小学、初级中学）")
    testing.published_item("other", name="教师资格认定政策咨询")

    assert found("教师资格认定")[0][0] == "教师资格认定（幼儿园、小学、初级中学）"
    assert Item.objects.get(code="teacher").handle_kind == HandleKind.OTHER
