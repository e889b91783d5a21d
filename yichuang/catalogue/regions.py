"""Regions (行政区划, GB/T 2260): province, city, county, by six digits. Read once; pure.

The list is that of a day (`as_of` in the data): what ended is still read in old answers, but no longer taken in new
ones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid
from yichuang.catalogue.bundled import DATA

LEVELS: Final = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class Region:
    """One region; a province has no parent. Municipalities (直辖市) and some provinces have counties without a city."""

    code: str
    name: str
    level: str
    parent: str | None
    ended: bool = False


@cache
def regions() -> Mapping[str, Region]:
    """Every region that is or was known by its code, parents before children."""
    data = json.loads((DATA / "regions.json").read_text(encoding="utf-8"))
    names: dict[str, str] = data["regions"] | data["ended"]
    found = [_region(code, name, names, ended=code in data["ended"]) for code, name in names.items()]
    return {one.code: one for one in sorted(found, key=lambda one: (LEVELS.index(one.level), one.code))}


def _region(code: str, name: str, names: Mapping[str, str], *, ended: bool) -> Region:
    """The digits say the level and what it belongs to: 410000 a province, 410500 a city of it, 410522 a county."""
    province, city = f"{code[:2]}0000", f"{code[:4]}00"
    if code == province:
        return Region(code, name, "province", None, ended)
    if code == city:
        return Region(code, name, "city", province, ended)
    return Region(code, name, "county", city if city in names else province, ended)


@cache
def below(code: str | None) -> Sequence[Region]:
    """What may be chosen next: the provinces for None, else what lies directly in this region today."""
    return tuple(one for one in regions().values() if one.parent == code and not one.ended)


def path_to(code: str) -> list[Region]:
    """The regions from the province down to this one; empty when it is not known."""
    found: list[Region] = []
    here: str | None = code
    while here is not None and (region := regions().get(here)) is not None:
        found.insert(0, region)
        here = region.parent
    return found


def full_name(code: str) -> str:
    """`河南省安阳市安阳县`; the code itself when it is not known."""
    return "".join(one.name for one in path_to(code)) or code


def check_region(code: str) -> str:
    """The code, if it is a region of today's list with nothing left to choose in it; raises Invalid."""
    region = regions().get(code)
    if region is None:
        raise Invalid(_("行政区划代码“%(code)s”不存在，请从列表中选择。") % {"code": code[:12]})
    named = {"code": code, "name": full_name(code)}
    if region.ended:
        raise Invalid(_("“%(name)s”（%(code)s）已经撤并，请选择现在的行政区划。") % named)
    if below(code):
        raise Invalid(_("只选到“%(name)s”，请继续选到县（市、区）。") % named)
    return code
