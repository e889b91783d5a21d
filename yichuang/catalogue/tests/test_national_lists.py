"""Several texts in one national cell: written as people write them where that is enough, and back without loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.catalogue.sheets import national_lists as lists
from yichuang.catalogue.tests.contents import TEXT

TEXTS = st.lists(TEXT, max_size=4)
PAIRS = st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4)


@given(TEXTS)
def test_any_names_come_back(values: list[str]) -> None:
    assert lists.read_lines(lists.write_lines(values)) == values


@given(TEXTS)
def test_any_conditions_come_back(values: list[str]) -> None:
    assert lists.read_conditions(lists.write_conditions(values)) == values


@given(PAIRS)
def test_any_bases_come_back(values: list[tuple[str, str]]) -> None:
    found = lists.read_bases(lists.write_bases(values))
    assert [(one["law"], one.get("article", "")) for one in found] == values


@pytest.mark.parametrize(
    ("values", "cell"),
    [
        (["甲局", "乙局"], "甲局;乙局"),
        (["甲;乙", "丙"], "\\甲;乙\n\\丙"),
        ([], ""),
    ],
)
def test_names_stand_as_people_write_them_unless_they_hold_a_semicolon(values: list[str], cell: str) -> None:
    assert lists.write_lines(values) == cell


def test_what_people_number_is_read_by_its_numbers() -> None:
    assert lists.read_conditions("1.有场所；2.有资金。") == ["有场所", "有资金"]
    assert lists.read_conditions("有场所；\n有资金。") == ["有场所；", "有资金。"]


def test_several_laws_on_a_line_are_several_bases() -> None:
    found = lists.read_bases("《行政许可法》第三条、《公司法》第六条\n《国务院关于印发〈甲〉和《乙》的通知》")
    assert [one["law"] for one in found] == ["行政许可法", "公司法", "国务院关于印发〈甲〉和《乙》的通知"]
