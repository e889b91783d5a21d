"""Numbers with check digits. All samples are computed here; none is a person's."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.base import codes
from yichuang.base.codes import IdentityNumber
from yichuang.base.refusal import Invalid

TODAY = date(2026, 11, 23)


def identity(region: str = "410522", birthday: str = "19850203", order: str = "001") -> str:
    """A number with the right check digit, by the weights of GB 11643."""
    front = region + birthday + order
    total = sum(int(digit) * 2 ** (17 - index) for index, digit in enumerate(front))
    return front + "10X98765432"[total % 11]


def credit(front: str) -> str:
    """A code with the right check character, by the weights of GB 32100."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return front + letters[-sum(letters.index(c) * pow(3, i, 31) for i, c in enumerate(front)) % 31]


def refused(check: Callable[..., Any], text: Any, **more: Any) -> str:
    with pytest.raises(Invalid) as found:
        check(text, **more)
    assert found.value.field
    return str(found.value)


class TestCheckIdentityNumber:
    def test_tells_birthday_sex_and_region(self) -> None:
        number = identity()
        assert codes.check_identity_number(number, on=TODAY) == IdentityNumber(
            number, date(1985, 2, 3), "male", "410522"
        )
        assert codes.check_identity_number(identity(order="002"), on=TODAY).sex == "female"

    def test_takes_a_small_x_and_wide_digits_and_spaces(self) -> None:
        number = next(n for n in (identity(order=f"{i:03}") for i in range(999)) if n[-1] == "X")
        wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
        for text in (number.lower(), wide, f" {number[:6]} {number[6:14]}-{number[14:]} "):
            assert codes.check_identity_number(text, on=TODAY).number == number

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (identity()[:17], "应为 18 位，现在是 17 位"),
            (identity() + "1", "应为 18 位，现在是 19 位"),
            ("", "现在是 0 位"),
            ("410522850203001", "旧身份证号码已停止使用"),
            (identity(region="495522"), "前 6 位“495522”不是行政区划代码"),
            (identity(region="000000"), "不是行政区划代码"),
            (identity(region="410000"), "不是行政区划代码"),
            (identity(birthday="19850230"), "“19850230”不是可能的出生日期"),
            (identity(birthday="18000101"), "不是可能的出生日期"),
            (identity(birthday="00000000"), "不是可能的出生日期"),
            (identity(birthday="20261124"), "在今天之后"),
            (identity()[:17] + ("0" if identity()[17] != "0" else "1"), "校验码不符"),
            ("41052219850203X01X", "前 17 位是数字"),
            ("４１０５２２①②", "应为 18 位"),
            (identity(region="810000"), "改为“港澳台居民居住证”"),
            (identity(region="911840"), "改为“外国人永久居留身份证”"),
            ("9" * 100_000, "太长"),
            (None, "应当是文字"),
        ],
    )
    def test_names_what_is_wrong_and_the_remedy(self, text: Any, sentence: str) -> None:
        assert sentence in refused(codes.check_identity_number, text, on=TODAY)

    def test_somebody_born_today_may_have_one(self) -> None:
        assert codes.check_identity_number(identity(birthday="20261123"), on=TODAY).birthday == TODAY

    @pytest.mark.parametrize("region", ["410522", "410501", "419001", "659012", "110103", "510522", "710000", "469021"])
    def test_knows_counties_of_today_and_of_old(self, region: str) -> None:
        """People keep the number of a county that is gone, and were born before their county was."""
        number = identity(region=region, birthday="19500101")
        assert codes.check_identity_number(number, on=TODAY).region == region

    @given(st.integers(0, 16), st.integers(1, 9), st.integers(0, 998))
    def test_one_wrong_digit_is_always_noticed(self, place: int, change: int, order: int) -> None:
        number = identity(order=f"{order:03}")
        wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]
        refused(codes.check_identity_number, wrong, on=TODAY)

    @given(st.text())
    def test_any_text_is_taken_or_refused(self, text: str) -> None:
        with pytest.raises(Invalid):
            codes.check_identity_number(text, on=TODAY)


class TestCheckResidencePermit:
    @pytest.mark.parametrize("region", ["810000", "820000", "830000"])
    def test_of_hong_kong_macao_and_taiwan(self, region: str) -> None:
        found = codes.check_residence_permit(identity(region=region), on=TODAY)
        assert (found.region, found.birthday, found.sex) == (region, date(1985, 2, 3), "male")

    def test_of_foreigners_since_2023(self) -> None:
        found = codes.check_residence_permit(identity(region="941840", order="122"), on=TODAY)
        assert (found.region, found.birthday, found.sex) == ("", date(1985, 2, 3), "female")

    def test_of_foreigners_before(self) -> None:
        found = codes.check_residence_permit("usa 4105 850203 01", on=TODAY)
        assert (found.number, found.birthday, found.sex) == ("USA410585020301", date(1985, 2, 3), "unknown")
        assert codes.check_residence_permit("USA410526112301", on=TODAY).birthday == TODAY
        assert codes.check_residence_permit("USA410526112401", on=TODAY).birthday == date(1926, 11, 24)

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (identity(), "改为“居民身份证”"),
            (identity(region="810000")[:16], "应为 18 位"),
            (identity(region="810000", birthday="20270101"), "在今天之后"),
            (identity(region="810000")[:17] + "#", "最后一位是数字或 X"),
            (identity(region="941840", birthday="19851301"), "不是可能的出生日期"),
            ("USA410585023001", "不是可能的出生日期"),
        ],
    )
    def test_names_what_is_wrong_and_the_remedy(self, text: str, sentence: str) -> None:
        assert sentence in refused(codes.check_residence_permit, text, on=TODAY)


class TestCheckPassport:
    @pytest.mark.parametrize(
        "text", ["E12345678", "EA1234567", "g 1234 5678", "ｐ１２３４５６７", "C01X0006H", "533380006"]
    )
    def test_takes_passports_of_all_countries(self, text: str) -> None:
        assert codes.check_passport(text).isalnum()

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [("E123", "5 至 17 位"), ("护照12345", "字母和数字"), ("ABCDEFG12", "数字太少"), ("E" * 18, "5 至 17 位")],
    )
    def test_names_what_is_wrong_and_the_remedy(self, text: str, sentence: str) -> None:
        assert sentence in refused(codes.check_passport, text)


class TestCheckCreditCode:
    @pytest.mark.parametrize(
        "front", ["91410522MA44ABCD1", "12410522416102345", "N2410522MF1234567", "93410522MA9X0ABC1"]
    )
    def test_takes_companies_bodies_and_village_collectives(self, front: str) -> None:
        code = credit(front)
        assert codes.check_credit_code(code.lower()) == code

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (credit("91410522MA44ABCD1")[:17], "应为 18 位，现在是 17 位"),
            ("91410522MAO4ABCD12", "没有字母 I、O、Z、S、V"),
            ("9141052AMA44ABCD12", "第 3 至 8 位是数字"),
            ("91410522MA44ABCD1号", "只含数字和大写字母"),
            (credit("91410522MA44ABCD1")[:17] + "#", "只含数字和大写字母"),
            (credit("91410522MA44ABCD1").replace("44", "54"), "校验码不符"),
            ("9141052٣MA44ABCD12", "第 3 至 8 位是数字"),
        ],
    )
    def test_names_what_is_wrong_and_the_remedy(self, text: str, sentence: str) -> None:
        assert sentence in refused(codes.check_credit_code, text)


class TestCheckMobile:
    @pytest.mark.parametrize(
        "text", ["13812345678", "+86 138 1234 5678", "86-13812345678", "008613812345678", "１３８１２３４５６７８"]
    )
    def test_brings_it_into_one_form(self, text: str) -> None:
        assert codes.check_mobile(text) == "13812345678"

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("1381234567", "现在是 10 位"),
            ("12812345678", "13 至 19 开头"),
            ("1381234567a", "只能是数字"),
            ("", "只能是数字"),
            ("٠١٢٣٤٥٦٧٨٩٠", "只能是数字"),
        ],
    )
    def test_names_what_is_wrong_and_the_remedy(self, text: str, sentence: str) -> None:
        assert sentence in refused(codes.check_mobile, text)

    def test_names_the_field_it_was_asked_about(self) -> None:
        with pytest.raises(Invalid) as found:
            codes.check_mobile("1", field="agent_phone")
        assert found.value.field == "agent_phone"
