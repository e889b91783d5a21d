"""Regions (行政区划, GB/T 2260): province, city, county, by six digits. Read once; pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid
from yichuang.catalogue.bundled import DATA

LEVELS: Final = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class Region:
    """One region; a province has no parent."""

    code: str
    name: str
    level: str
    parent: str | None


@cache
def regions() -> Mapping[str, Region]:
    """Every known region by its code, parents before children."""
    rows = json.loads((DATA / "regions.json").read_text(encoding="utf-8"))["regions"]
    found = [Region(*row) for row in rows]
    return {one.code: one for one in sorted(found, key=lambda one: (LEVELS.index(one.level), one.code))}


def full_name(code: str) -> str:
    """`河南省安阳市安阳县`; the code itself when it is not known."""
    names: list[str] = []
    here: str | None = code
    while here is not None and (region := regions().get(here)) is not None:
        names.insert(0, region.name)
        here = region.parent
    return "".join(names) or code


def check_region(code: str) -> str:
    """The code, if it is a region of this list; raises Invalid."""
    if code not in regions():
        raise Invalid(_("行政区划代码“%(code)s”不存在，请从列表中选择。") % {"code": code[:12]})
    return code


@cache
def choices() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The counties (and what stands alone) under the name of their province and city, for a list to choose from."""
    parents = {one.parent for one in regions().values()}
    gathered: dict[str, list[tuple[str, str]]] = {}
    for one in sorted(regions().values(), key=lambda one: one.code):
        if one.code not in parents:
            gathered.setdefault(full_name(one.parent) if one.parent else one.name, []).append((one.code, one.name))
    return tuple((name, tuple(under)) for name, under in gathered.items())
