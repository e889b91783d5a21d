"""Numbers that carry their own proof: identity numbers, permits, passports, credit codes, mobile numbers.

Each check brings the text into the one form that is stored (narrow digits, large letters, no spaces), or raises Invalid
with what is wrong and what to do. A number that passes is possible; only its issuer knows whether it is real.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from django.utils.translation import gettext as _
from stdnum import numdb
from stdnum.cn import ric, uscc

from yichuang.base.refusal import Invalid

Sex = Literal["male", "female", "unknown"]

_PERMIT_REGIONS = ("810000", "820000", "830000")
_EARLIEST = date(1880, 1, 1)


@dataclass(frozen=True)
class IdentityNumber:
    """A number that tells something about the person. `region` is the administrative code in front, or empty."""

    number: str
    birthday: date
    sex: Sex
    region: str


def compact(text: object, *, field: str) -> str:
    """The text without what people put between digits; Invalid when it is none or longer than any number."""
    if not isinstance(text, str):
        raise Invalid(_("证件号码应当是文字，请重新填写。"), field=field)
    if len(text) > 64:
        raise Invalid(_("证件号码太长，请检查是否多输了内容。"), field=field)
    return re.sub(r"[\s·\-‐-―−]+", "", unicodedata.normalize("NFKC", text)).upper()


def check_identity_number(text: str, *, on: date, field: str = "number") -> IdentityNumber:
    """公民身份号码 (GB 11643): 18 characters, region, birthday not after `on`, check digit."""
    number = compact(text, field=field)
    if re.fullmatch(r"[0-9]{15}", number):
        raise Invalid(_("15 位的旧身份证号码已停止使用，请填写 18 位的公民身份号码。"), field=field)
    _refuse_other_shape(number, _("公民身份号码"), field)
    if number[:6] in _PERMIT_REGIONS:
        raise Invalid(_("这是港澳台居民居住证号码，请把证件类型改为“港澳台居民居住证”。"), field=field)
    if number[0] == "9":
        raise Invalid(_("这是外国人永久居留身份证号码，请把证件类型改为“外国人永久居留身份证”。"), field=field)
    if not _is_region(number[:6]):
        raise Invalid(
            _("公民身份号码的前 6 位“%(code)s”不是行政区划代码，请对照证件检查。") % {"code": number[:6]}, field=field
        )
    return _with_birthday(number, _("公民身份号码"), on, number[:6], field)


def check_residence_permit(text: str, *, on: date, field: str = "number") -> IdentityNumber:
    """The permits of those who live here without being citizens of the mainland.

    港澳台居民居住证: 18 characters beginning 810000, 820000 or 830000. 外国人永久居留身份证: 18 characters beginning
    with 9 (from December 2023), or three letters and twelve digits (before). The region of the last two is empty, and
    the older number tells no sex and no century: its two-digit year is taken as the latest possible one.
    """
    number = compact(text, field=field)
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return _old_permanent_permit(number, on, field)
    label = _("居住证号码")
    _refuse_other_shape(number, label, field)
    if number[:6] in _PERMIT_REGIONS:
        return _with_birthday(number, label, on, number[:6], field)
    if number[0] == "9":
        return _with_birthday(number, label, on, "", field)
    raise Invalid(
        _("居住证号码应以 810000、820000、830000 或 9 开头；如为居民身份证，请把证件类型改为“居民身份证”。"),
        field=field,
    )


def check_passport(text: str, *, field: str = "number") -> str:
    """A passport number of any country: 5 to 17 letters and digits with at least three digits (ICAO Doc 9303 has no
    check digit outside the machine-readable zone)."""
    number = compact(text, field=field)
    if not re.fullmatch(r"[A-Z0-9]{5,17}", number):
        raise Invalid(_("护照号码应为 5 至 17 位字母和数字，请对照护照资料页检查。"), field=field)
    if sum(character.isdigit() for character in number) < 3:
        raise Invalid(_("护照号码中的数字太少，请对照护照资料页检查。"), field=field)
    return number


def check_hk_macao_permit(text: str, *, field: str = "number") -> str:
    """港澳居民来往内地通行证: H (Hong Kong) or M (Macao) and 8 digits, on booklets and older cards 10."""
    number = compact(text, field=field)
    if not re.fullmatch(r"[HM]([0-9]{8}|[0-9]{10})", number):
        sentence = _("港澳居民来往内地通行证号码应以 H 或 M 开头，后面是 8 位或 10 位数字，请对照证件检查。")
        raise Invalid(sentence, field=field)
    return number


def check_taiwan_permit(text: str, *, field: str = "number") -> str:
    """台湾居民来往大陆通行证: 8 digits (cards since 2015); on booklets 10, and a letter or digit in brackets, which is
    stored without them."""
    number = re.sub(r"[()]", "", compact(text, field=field))
    if not re.fullmatch(r"[0-9]{8}|[0-9]{10}[0-9A-Z]?", number):
        sentence = _("台湾居民来往大陆通行证号码应为 8 位数字（旧证为 10 位或 11 位），请对照证件检查。")
        raise Invalid(sentence, field=field)
    return number


def check_military_card(text: str, *, field: str = "number") -> str:
    """军官证 or 士兵证: digits, mostly behind characters such as 政字第. Its form is not published, so that only what
    cannot be a number is refused."""
    number = compact(text, field=field)
    if not re.fullmatch(r"[\u4e00-\u9fff]{0,6}[0-9A-Z]{4,12}号?", number) or not re.search("[0-9]{4}", number):
        sentence = _("军人证件号码应为数字，前面可以有“某字第”，请对照证件检查。")
        raise Invalid(sentence, field=field)
    return number


def check_credit_code(text: str, *, field: str = "number") -> str:
    """统一社会信用代码 (GB 32100): 18 characters, check character."""
    number = compact(text, field=field)
    if len(number) != 18:
        raise Invalid(
            _("统一社会信用代码应为 18 位，现在是 %(length)d 位，请补全或去掉多余的字符。") % {"length": len(number)},
            field=field,
        )
    if re.search("[IOZSV]", number):
        raise Invalid(_("统一社会信用代码中没有字母 I、O、Z、S、V，请检查是否应为数字 1、0、2、5。"), field=field)
    # Not left to the library: codes of village collectives and the like begin with a letter (GB 32100, table 1).
    if not re.fullmatch(r"[0-9A-Y]{2}[0-9]{6}[0-9A-Y]{10}", number):
        raise Invalid(_("统一社会信用代码只含数字和大写字母，第 3 至 8 位是数字，请对照证照检查。"), field=field)
    if uscc.calc_check_digit(number) != number[-1]:
        raise Invalid(_("统一社会信用代码的校验码不符，可能有一位输错，请对照证照逐位检查。"), field=field)
    return number


def check_mobile(text: str, *, field: str = "phone") -> str:
    """A mobile number of the mainland: 11 digits, without 86 in front."""
    number = compact(text, field=field).lstrip("+")
    number = re.sub(r"^(?:00)?86(?=1\d{10}$)", "", number)
    if not number.isascii() or not number.isdigit():
        raise Invalid(_("手机号码只能是数字，请重新填写。"), field=field)
    if len(number) != 11:
        raise Invalid(
            _("手机号码应为 11 位，现在是 %(length)d 位，请检查是否漏输或多输。") % {"length": len(number)}, field=field
        )
    if not re.match("1[3-9]", number):
        raise Invalid(_("手机号码应以 13 至 19 开头，请检查前两位。"), field=field)
    return number


def _refuse_other_shape(number: str, label: str, field: str) -> None:
    if len(number) != 18:
        sentence = _("%(label)s应为 18 位，现在是 %(length)d 位，请检查是否漏输或多输。")
        raise Invalid(sentence % {"label": label, "length": len(number)}, field=field)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        sentence = _("%(label)s前 17 位是数字，最后一位是数字或 X，请对照证件检查。")
        raise Invalid(sentence % {"label": label}, field=field)


def _with_birthday(number: str, label: str, on: date, region: str, field: str) -> IdentityNumber:
    """What the 18 characters tell, once birthday and check digit are right."""
    try:
        birthday = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        birthday = date.min
    told = {"label": label, "digits": number[6:14]}
    if birthday < _EARLIEST:
        raise Invalid(_("%(label)s第 7 至 14 位“%(digits)s”不是可能的出生日期，请对照证件检查。") % told, field=field)
    if birthday > on:
        raise Invalid(_("%(label)s中的出生日期“%(digits)s”在今天之后，请对照证件检查。") % told, field=field)
    if ric.calc_check_digit(number) != number[-1]:
        raise Invalid(_("%(label)s的校验码不符，可能有一位输错，请对照证件逐位检查。") % told, field=field)
    return IdentityNumber(number, birthday, "male" if int(number[16]) % 2 else "female", region)


def _old_permanent_permit(number: str, on: date, field: str) -> IdentityNumber:
    century = on.year // 100 * 100
    year, month, day = int(number[7:9]), int(number[9:11]), int(number[11:13])
    for full in (century + year, century - 100 + year):
        try:
            birthday = date(full, month, day)
        except ValueError:
            continue
        if birthday <= on:
            return IdentityNumber(number, birthday, "unknown", "")
    raise Invalid(
        _("永久居留证号码第 8 至 13 位“%(digits)s”不是可能的出生日期，请对照证件检查。") % {"digits": number[7:13]},
        field=field,
    )


@lru_cache(maxsize=4096)
def _is_region(code: str) -> bool:
    """Is this the code of a county, of today or earlier, or at least of one in such a city?

    The library's table lacks some counties and dates others by their founding, while a number is made from the
    county of its day; so a county is only asked to lie in a city that exists or existed.
    """
    if code[2:] == "0000":
        return code[:2] == "71"
    return _is_listed(code) or _is_listed(code[:4] + "00")


def _is_listed(code: str) -> bool:
    found: list[tuple[str, dict[str, str]]] = numdb.get("cn/loc").info(code)
    return len(found) > 1 and bool(found[1][1])
