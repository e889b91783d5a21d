"""Text from outside: the one way in. Names and remarks keep the whole of Unicode; what only deceives is refused."""

import re
import unicodedata

from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid

# Line and paragraph separators and the line ends of other systems all become "\n".
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\u0085]")
# Pasted text carries these unseen; they have no meaning in a stored value.
_UNSEEN = re.compile("[\u200b\u2060\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Marks that turn the direction of writing let one text look like another ("Trojan source").
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Controls (C0, C1, DEL), tag characters and noncharacters.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\U000e0000-\U000e007f]")


def clean(value: object, *, field: str, longest: int, multiline: bool = False, label: str = "") -> str:
    """`value` as it may be stored: composed (NFC), without space around it, at most `longest` characters.

    `field` is the key of the input, `label` its name as the person sees it (the key, when none is given). Raises
    Invalid naming the field when the value is no text, is too long, has several lines where one is asked, or contains
    characters that no one writes on purpose.
    """
    label = label or field
    if not isinstance(value, str):
        raise Invalid(_("“%(field)s”应当是文字，请重新填写。") % {"field": label}, field=field)
    if len(value) > 4 * longest + 64:  # hopeless already: no moment is spent on a megabyte
        raise _too_long(field, label, longest)
    _refuse_unwritable(value, field, label)
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_ENDS.sub("\n", value))).strip()
    if not multiline:
        if "\n" in text:
            raise Invalid(_("“%(field)s”只能填写一行，请去掉换行。") % {"field": label}, field=field)
        text = text.replace("\t", " ")
    if len(text) > longest:
        raise _too_long(field, label, longest)
    return text


def _refuse_unwritable(value: str, field: str, label: str) -> None:
    if _SURROGATE.search(value):
        raise Invalid(_("“%(field)s”含有不完整的字符，请删除后重新输入。") % {"field": label}, field=field)
    if _TURNING.search(value):
        raise Invalid(_("“%(field)s”含有改变文字方向的隐藏字符，请删除后重新输入。") % {"field": label}, field=field)
    if _CONTROL.search(_LINE_ENDS.sub("\n", value)) or any(ord(c) & 0xFFFE == 0xFFFE for c in value):
        raise Invalid(_("“%(field)s”含有无法显示的控制字符，请删除后重新输入。") % {"field": label}, field=field)


def _too_long(field: str, label: str, longest: int) -> Invalid:
    sentence = _("“%(field)s”太长，最多 %(longest)d 个字，请缩短后再提交。")
    return Invalid(sentence % {"field": label, "longest": longest}, field=field)
