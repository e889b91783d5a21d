"""Whether the database can hold what a JSON file says. Pure."""

from __future__ import annotations

import math
from typing import Any, Final

from django.utils.translation import gettext as _

from yichuang.catalogue.guides.importing import UnreadableFile

_DEEPEST: Final = 60
"""Levels: a form with groups in a version in an item in a list needs about fifteen."""


def must_be_storable(found: Any) -> None:
    """Raises UnreadableFile for NUL, half a character, a number without end, and for endless levels."""
    waiting = [(found, 1)]
    while waiting:
        here, level = waiting.pop()
        if level > _DEEPEST:
            raise UnreadableFile(_("文件嵌套过深，请修正后再导入。"))
        if isinstance(here, dict):
            waiting += ((part, level + 1) for pair in here.items() for part in pair)
        elif isinstance(here, list):
            waiting += ((part, level + 1) for part in here)
        elif not _fits(here):
            raise UnreadableFile(_("文件含有无法保存的文字或者数字（例如空字符、NaN），请修正后再导入。"))


def _fits(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if not isinstance(value, str):
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in value
