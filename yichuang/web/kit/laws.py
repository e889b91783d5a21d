"""The short marks of laws in the life cycle as people read them: "XKF 32(4); AY 36" is 《行政许可法》第32条第4项……"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

_NAMES: Final[Mapping[str, StrPromise]] = {
    "XKF": gettext_lazy("《行政许可法》"),
    "AY": gettext_lazy("《安阳市政务服务条例》"),
    "HN": gettext_lazy("《河南省优化营商环境条例》"),
    "centre's rules": gettext_lazy("本中心的办理规则"),
}
_ARTICLE: Final = re.compile(r"(\d+)(?:\((\d+)\))?$")


def in_words(marks: str) -> str:
    """The laws behind a move, in full."""
    return _("、").join(_one(mark.strip()) for mark in marks.split(";") if mark.strip())


def _one(mark: str) -> str:
    if mark in _NAMES:
        return str(_NAMES[mark])
    name, _space, articles = mark.partition(" ")
    cited = [_article(one.strip()) for one in articles.split(",") if one.strip()]
    return str(_NAMES.get(name, name)) + _("、").join(cited)


def _article(one: str) -> str:
    found = _ARTICLE.match(one)
    if found is None:
        return one
    number, part = found.groups()
    if part:
        return _("第 %(number)s 条第 %(part)s 项") % {"number": number, "part": part}
    return _("第 %(number)s 条") % {"number": number}
