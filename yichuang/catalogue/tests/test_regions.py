"""Regions: every county of the country by its code, what ended is still read, only what is exact is taken."""

from __future__ import annotations

import json

import pytest

from yichuang.base.refusal import Invalid
from yichuang.catalogue.bundled import DATA
from yichuang.catalogue.regions import below, check_region, full_name, regions


def test_the_whole_country_is_known_down_to_the_county() -> None:
    assert len(below(None)) == 34
    assert len(regions()) > 3200
    assert all(one.parent in regions() for one in regions().values() if one.level != "province")
    assert {one.name for one in below("110000")} >= {"东城区", "海淀区", "延庆区"}
    assert [one.code for one in below("410522")] == []


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("410522", "河南省安阳市安阳县"),
        ("110105", "北京市朝阳区"),
        ("500236", "重庆市奉节县"),
        ("419001", "河南省济源市"),
        ("441900", "广东省东莞市"),
        ("469005", "海南省文昌市"),
        ("659012", "新疆维吾尔自治区白杨市"),
        ("653229", "新疆维吾尔自治区和田地区和安县"),
        ("710000", "台湾省"),
        ("410381", "河南省洛阳市偃师市"),
        ("123456", "123456"),
    ],
)
def test_a_code_is_read_in_words_even_when_it_ended(code: str, name: str) -> None:
    assert full_name(code) == name


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("999999", "行政区划代码“999999”不存在，请从列表中选择。"),
        ("410381", "“河南省洛阳市偃师市”（410381）已经撤并，请选择现在的行政区划。"),
        ("410500", "只选到“河南省安阳市”，请继续选到县（市、区）。"),
        ("110000", "只选到“北京市”，请继续选到县（市、区）。"),
    ],
)
def test_what_is_not_exact_or_not_of_today_is_refused_with_the_remedy(code: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_region(code)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("code", ["410522", "441900", "810000", "110101"])
def test_the_smallest_region_there_is_gets_taken(code: str) -> None:
    assert check_region(code) == code


def test_the_list_says_its_day_and_its_sources() -> None:
    data = json.loads((DATA / "regions.json").read_text(encoding="utf-8"))
    assert data["as_of"] >= "2026-09"
    assert all("MIT" in one for one in data["source"])
    assert not set(data["regions"]) & set(data["ended"])
