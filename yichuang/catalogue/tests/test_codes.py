"""National codes of the lists, part by part. The real example is a public code of Guangdong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.base.refusal import Invalid
from yichuang.catalogue.national import codes

BODY = "12441500196720244T"
CATALOGUE = "442199806003"
IMPLEMENTATION = f"{BODY}3{CATALOGUE}"


def test_the_real_code_passes_in_every_form_it_is_typed() -> None:
    assert codes.check_implementation_code(IMPLEMENTATION) == IMPLEMENTATION
    assert codes.check_implementation_code(f" {BODY.lower()} 3 {CATALOGUE} ") == IMPLEMENTATION
    assert codes.check_handle_code(f"{IMPLEMENTATION}01", implementation_code=IMPLEMENTATION) == f"{IMPLEMENTATION}01"
    assert codes.check_catalogue_code(CATALOGUE) == CATALOGUE


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (IMPLEMENTATION[:-1], "应为 31 位，现在是 30 位"),
        (f"{BODY[:-1]}A3{CATALOGUE}", "校验码应为“T”"),
        (f"I{BODY[1:]}3{CATALOGUE}", "没有字母 I"),
        (f"{BODY}8{CATALOGUE}", "第 19 位“8”是行使层级"),
        (f"{BODY}3{CATALOGUE[:-1]}！", "只含数字和大写字母"),
    ],
)
def test_what_is_wrong_is_named(code: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        codes.check_implementation_code(code)


def test_the_parts_agree_with_what_stands_above() -> None:
    with pytest.raises(Invalid, match="与基本编码“000131001000”不一致"):
        codes.check_implementation_code(IMPLEMENTATION, catalogue_code="000131001000")
    with pytest.raises(Invalid, match="前 31 位与实施编码"):
        codes.check_handle_code(f"{IMPLEMENTATION}01", implementation_code=f"{BODY}4{CATALOGUE}")
    with pytest.raises(Invalid, match="顺序号"):
        codes.check_handle_code(f"{IMPLEMENTATION}0A")


def test_a_local_way_of_writing_takes_the_place_of_the_national_one() -> None:
    mask = "999A9999999999-999999-X"
    assert codes.check_implementation_code("511A0138000000-511602-a", mask=mask) == "511A0138000000-511602-A"
    with pytest.raises(Invalid, match="不符合本中心的写法"):
        codes.check_implementation_code(IMPLEMENTATION, mask=mask)


@pytest.mark.parametrize("mask", ["", "abc", "....", "999", "9" * 101, "99(9)+"])
def test_a_mask_that_says_nothing_is_refused(mask: str) -> None:
    with pytest.raises(Invalid):
        codes.check_mask(mask)


@given(st.text(max_size=60))
def test_any_text_is_a_code_or_refused_with_a_sentence(text: str) -> None:
    for check in (codes.check_catalogue_code, codes.check_implementation_code, codes.check_handle_code):
        told = ""
        try:
            told = check(text)
        except Invalid as refused:
            told = str(refused)
        assert told


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_in_the_body_is_found(place: int, character: str) -> None:
    changed = BODY[:place] + character + BODY[place + 1 :]
    if changed != BODY:
        with pytest.raises(Invalid):
            codes.check_implementation_code(f"{changed}3{CATALOGUE}")
