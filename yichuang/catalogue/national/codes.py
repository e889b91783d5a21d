"""National codes of the lists, checked part by part. Pure.

基本编码 has 12 characters; 实施编码 31: 18 of the body (统一社会信用代码), 1 of the level, 12 of the catalogue;
业务办理项编码 33: the 实施编码 and 2 of a serial number. These are the lengths that the exchange tables carry;
GB/T 39046-2020 table 4 says less, and provinces differ: a `mask` of the centre takes the place of all this.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _
from stdnum.cn import uscc

from yichuang.base.codes import check_credit_code, compact
from yichuang.base.refusal import Invalid
from yichuang.catalogue.kinds import ExerciseLevel

BODY: Final = 18
CATALOGUE: Final = 12
IMPLEMENTATION: Final = BODY + 1 + CATALOGUE
HANDLE: Final = IMPLEMENTATION + 2
_MASK: Final = {"9": "[0-9]", "A": "[A-Z]", "X": "[0-9A-Z]"}


def check_catalogue_code(text: str, *, mask: str = "", field: str = "code") -> str:
    """基本编码: 12 digits or capital letters. Raises Invalid naming what is wrong."""
    code = _plain(text, field)
    if mask:
        return _fits(code, mask, _("基本编码"), field)
    _must_be_long(code, CATALOGUE, _("基本编码"), field)
    return code


def check_implementation_code(text: str, *, catalogue_code: str = "", mask: str = "", field: str = "code") -> str:
    """实施编码: body with its check character, level 1 to 7, catalogue code (that of the entry when it is known)."""
    code = _plain(text, field)
    if mask:
        return _fits(code, mask, _("实施编码"), field)
    _must_be_long(code, IMPLEMENTATION, _("实施编码"), field)
    body, level, catalogue = code[:BODY], code[BODY], code[BODY + 1 :]
    _check_body(body, field)
    if level not in ExerciseLevel.values:
        sentence = _("实施编码的第 19 位“%(level)s”是行使层级，应为 1 至 7，请核对。")
        raise Invalid(sentence % {"level": level}, field=field)
    if catalogue_code and catalogue != catalogue_code:
        sentence = _("实施编码的后 12 位“%(found)s”与基本编码“%(expected)s”不一致，请核对。")
        raise Invalid(sentence % {"found": catalogue, "expected": catalogue_code}, field=field)
    return code


def check_handle_code(text: str, *, implementation_code: str = "", mask: str = "", field: str = "code") -> str:
    """业务办理项编码: the code of its implementation and two digits."""
    code = _plain(text, field)
    if mask:
        return _fits(code, mask, _("业务办理项编码"), field)
    _must_be_long(code, HANDLE, _("业务办理项编码"), field)
    head, serial = code[:IMPLEMENTATION], code[IMPLEMENTATION:]
    check_implementation_code(head, field=field)
    if implementation_code and head != implementation_code:
        sentence = _("业务办理项编码的前 31 位与实施编码“%(expected)s”不一致，请核对。")
        raise Invalid(sentence % {"expected": implementation_code}, field=field)
    if not serial.isdigit():
        sentence = _("业务办理项编码的最后两位“%(serial)s”是顺序号，应为数字，请核对。")
        raise Invalid(sentence % {"serial": serial}, field=field)
    return code


def check_mask(text: str, *, field: str = "mask") -> str:
    """A way of writing codes: 9 a digit, A a capital letter, X either, anything else itself."""
    mask = _plain(text, field)
    if not re.fullmatch(r"[0-9A-Z_.-]{4,100}", mask) or not set(mask) & set(_MASK):
        raise Invalid(_("写法用 9 表示数字、A 表示大写字母、X 表示数字或者大写字母，至少 4 位，请修改。"), field=field)
    return mask


def _plain(text: str, field: str) -> str:
    """Narrow capital letters and digits; hyphens stay, because local codes have them."""
    if "-" in text:
        return "-".join(compact(part, field=field) if part.strip() else "" for part in text.strip().split("-")[:20])
    return compact(text, field=field)


def _must_be_long(code: str, length: int, label: str, field: str) -> None:
    if len(code) != length:
        sentence = _("%(label)s应为 %(length)d 位，现在是 %(found)d 位，请补全或者去掉多余的字符。")
        raise Invalid(sentence % {"label": label, "length": length, "found": len(code)}, field=field)
    if not re.fullmatch(r"[0-9A-Z]+", code):
        raise Invalid(_("%(label)s只含数字和大写字母，请核对。") % {"label": label}, field=field)


def _check_body(body: str, field: str) -> None:
    """The first 18 characters: says which check character would be right, when only that is wrong."""
    try:
        check_credit_code(body, field=field)
    except Invalid as refused:
        told = {"body": body, "why": str(refused)}
        if re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}", body):
            told["right"] = uscc.calc_check_digit(body)
            sentence = _("实施编码的前 18 位“%(body)s”是实施主体的统一社会信用代码，校验码应为“%(right)s”，请核对。")
        else:
            sentence = _("实施编码的前 18 位“%(body)s”不是统一社会信用代码：%(why)s")
        raise Invalid(sentence % told, field=field) from None


def _fits(code: str, mask: str, label: str, field: str) -> str:
    pattern = "".join(_MASK.get(character, re.escape(character)) for character in mask)
    if not re.fullmatch(pattern, code):
        sentence = _("%(label)s“%(code)s”不符合本中心的写法“%(mask)s”，请核对。")
        raise Invalid(sentence % {"label": label, "code": code[:60], "mask": mask}, field=field)
    return code
