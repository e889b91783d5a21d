"""What comes over the wire, before any shape is laid on it: strict JSON, storable text, not too deep."""

import json
import re
from typing import Any, Final, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser

from yichuang.base.refusal import Invalid, Refused

DEEPEST: Final = 32
LONGEST_NUMBER: Final = 2**53
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


class Unreadable(Refused):
    """The body is no JSON."""

    code = "unreadable"


class WireParser(Parser):
    """Reads bodies for django-ninja."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The JSON value of the body. Raises Unreadable, and Invalid naming the place of what cannot be kept."""
        value = read(request.body)
        _inspect(value, "", 1)
        return value

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """The parameters of the address or the parts of a form. Raises Invalid naming the one that cannot be kept."""
        for name, values in data.lists():
            for value in values:
                if isinstance(value, str):
                    _inspect(value, name, 1)
        return super().parse_querydict(data, list_fields, request)


def is_storable(text: str) -> bool:
    """Whether the database could keep the text."""
    return not _UNSTORABLE.search(text)


def read(body: bytes) -> Any:
    """The JSON value of UTF-8 bytes. Raises Unreadable; NaN and Infinity are no JSON."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Unreadable(_("请求体不是有效的 JSON（UTF-8），请修改后重试。"))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _inspect(value: Any, where: str, depth: int) -> None:
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            raise _unstorable(where)
    elif isinstance(value, dict | list):
        if depth > DEEPEST:
            raise Invalid(_("“%(field)s”嵌套太深，请简化后重试。") % {"field": where[:60]}, field=where[:60])
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in pairs:
            name = str(key)
            if isinstance(key, str) and _UNSTORABLE.search(key):
                raise _unstorable(where or "body")
            _inspect(part, f"{where}.{name}" if where else name, depth + 1)
    elif isinstance(value, int | float) and not abs(value) <= LONGEST_NUMBER:
        raise Invalid(_("“%(field)s”的数值太大，请核对后重试。") % {"field": where}, field=where)


def _unstorable(where: str) -> Invalid:
    sentence = _("“%(field)s”含有空字符或者不完整的字符，请删除后重新输入。")
    return Invalid(sentence % {"field": where[:200]}, field=where[:200])
