"""Rows numbered like an outline (1, 2, 2.1 …) as a tree. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yichuang.base.numerals import folded
from yichuang.catalogue.sheets.problems import Problems

if TYPE_CHECKING:
    from yichuang.catalogue.sheets.county import Line

DEEPEST = 20


def tree(lines: Sequence[Line], problems: Problems) -> list[dict[str, Any]]:
    """The rows of one item, parts within what they belong to, in the order of the rows."""
    top: list[dict[str, Any]] = []
    known: dict[str, dict[str, Any]] = {}
    for line in lines:
        order = folded(line.extra).rstrip(".")
        before, _dot, _last = order.rpartition(".")
        if order and order in known:
            problems.add(line.place, line.extra, _("序号重复，请改为不同的序号。"), item=line.code)
        elif before and before not in known:
            sentence = _("序号“%(order)s”的上一级“%(before)s”不在前面，请先写上一级。")
            problems.add(line.place, line.extra, sentence % {"order": order, "before": before}, item=line.code)
        elif order.count(".") > DEEPEST:
            problems.add(line.place, line.extra, _("材料层次太多，请减少。"), item=line.code)
        else:
            (known[before].setdefault("children", []) if before else top).append(line.values)
            known[order] = line.values
    return top
