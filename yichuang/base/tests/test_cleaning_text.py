"""Text from outside: everything that can be written stays, what only deceives is refused with its field."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.base.text import clean


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  张三\t", "张三"),
        ("𠮷田·茂", "𠮷田·茂"),
        ("e\u0301", "é"),
        ("王\u200b小\ufeff明", "王小明"),
        ("全角　空格　", "全角　空格"),
        ("a\tb", "a b"),
        ("\ue000\U000f0000", "\ue000\U000f0000"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("张三\r\n", "张三"),
        ("", ""),
    ],
)
def test_keeps_what_can_be_written(text: str, cleaned: str) -> None:
    assert clean(text, field="name", longest=20) == cleaned


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("张\x00三", "控制字符"),
        ("张\x1b[31m三", "控制字符"),
        ("张\x85三", "一行"),
        ("\x9f", "控制字符"),
        ("\ufffe", "控制字符"),
        ("\U0001ffff", "控制字符"),
        ("\U000e0041", "控制字符"),
        ("\ud842三", "不完整的字符"),
        ("abc\u202etxt", "文字方向"),
        ("a\u2066b", "文字方向"),
        ("张\n三", "一行"),
        ("张\u2028三", "一行"),
        ("张" * 21, "最多 20 个字"),
        ("张" * 1_000_000, "最多 20 个字"),
        (None, "应当是文字"),
        (b"x", "应当是文字"),
        (["x"], "应当是文字"),
    ],
)
def test_refuses_what_only_deceives(text: Any, sentence: str) -> None:
    with pytest.raises(Invalid) as found:
        clean(text, field="name", label="姓名", longest=20)
    assert sentence in str(found.value)
    assert "“姓名”" in str(found.value)
    assert found.value.field == "name"


def test_without_a_label_the_field_is_named() -> None:
    with pytest.raises(Invalid, match="“地址”"):
        clean("x" * 30, field="地址", longest=20)


def test_several_lines_where_they_are_asked() -> None:
    assert clean("一\r\n二\u2029三\r四\n", field="remark", longest=99, multiline=True) == "一\n二\n三\n四"


@given(st.text(), st.booleans())
def test_what_is_clean_stays_as_it_is(text: str, multiline: bool) -> None:
    try:
        cleaned = clean(text, field="x", longest=50, multiline=multiline)
    except Invalid:
        return
    assert clean(cleaned, field="x", longest=50, multiline=multiline) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert len(cleaned) <= 50
    assert cleaned == cleaned.strip()
    assert cleaned.encode().decode() == cleaned
    assert "\x00" not in cleaned


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\ufffe\uffff"), max_size=40))
def test_every_letter_and_sign_of_unicode_is_kept(text: str) -> None:
    assert clean(text, field="x", longest=200) == unicodedata.normalize("NFC", text)


class TestRefused:
    def test_is_its_sentence(self) -> None:
        refused = Refused("材料不齐，请补充。", field="materials")
        assert (str(refused), refused.field, refused.code) == ("材料不齐，请补充。", "materials", "refused")

    def test_several_are_told_together(self) -> None:
        both = Refusals([Invalid("姓名未填", field="name"), Refused("不在受理时间")])
        assert str(both) == "姓名未填；不在受理时间"
        assert str(Refusals([Refused("请填写姓名。"), Refused("请选择。")])) == "请填写姓名。请选择。"
        assert [one.field for one in both.refusals] == ["name", ""]

    def test_none_is_not_several(self) -> None:
        with pytest.raises(ValueError):
            Refusals([])
