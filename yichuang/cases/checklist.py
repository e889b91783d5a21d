"""The preliminary review at the window: each paper beside its acceptance standard, before anything is routed on.

What was ticked stands in the history of the case with the acceptance. A paper that does not fit is no reason to
refuse and none to accept: it is told in the letter of correction (XKF 32(4)).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.cases import queries
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.rules import Given, asked_of, material_names, material_titles
from yichuang.catalogue.content import each_material
from yichuang.catalogue.rules import pieces


class DoesNotFit(Refused):
    """A paper was ticked as one that does not meet its acceptance standard."""

    code = "paper_does_not_fit"


class Unchecked(Refused):
    """A paper that lies in the case was not looked at."""

    code = "paper_unchecked"


@dataclass(frozen=True)
class Check:
    """What the clerk found of one material: whether its papers meet the acceptance standard."""

    key: str
    fits: bool


@dataclass(frozen=True)
class Line:
    """One asked material beside the papers that lie in the case for it; none when nothing was handed in."""

    key: str
    title: str
    standard: str
    papers: Sequence[CaseMaterial]


def lines_of(case: Case) -> list[Line]:
    """What is to be looked at before the case is accepted, in the order of the guide. One statement."""
    answers = case.answers.open() if case.answers else {}
    content = case.item_version.parsed
    lying: dict[str, list[CaseMaterial]] = {}
    for paper in queries.materials_of(case):
        lying.setdefault(paper.key, []).append(paper)
    asked = [one for one in asked_of(case, answers) if one.key not in lying]
    wanted = {one.key for one in pieces(asked) if not {c.key for c in one.children} & lying.keys()}
    shown = [one for one in each_material(content.materials) if one.key in wanted | lying.keys()]
    return [Line(one.key, one.title, one.acceptance_standard, lying.get(one.key, ())) for one in shown]


def reviewed(case: Case, given: Iterable[str], checks: Sequence[Check] | None) -> dict[str, Any]:
    """What the history keeps of the review: every paper that lies in the case, found to fit. No statement.

    Without `checks` nothing is kept: another system that accepts by the API may have looked at the papers itself.
    Raises Refusals (`unchecked` on each line that was not looked at), DoesNotFit.
    """
    if checks is None:
        return {}
    names, titles = material_names(case.item_version.parsed), material_titles(case.item_version.parsed)
    keys, found = dict.fromkeys(given), {one.key: one.fits for one in checks}
    wrong = [key for key in keys if found.get(key) is False]
    if wrong:
        told = _("、").join(titles.get(key, key) for key in wrong)
        raise DoesNotFit(_("“%(names)s”不符合受理标准，不能受理，请一次性告知补正。") % {"names": told})
    refused: list[Refused] = [
        Unchecked(_("请对照受理标准核对“%(name)s”。") % {"name": titles.get(key, key)}, field=f"checks.{key}")
        for key in keys
        if key not in found
    ]
    refused += [
        Invalid(_("“%(name)s”没有提交，不能勾选，请刷新页面。") % {"name": key[:40]}, field=f"checks.{key[:80]}")
        for key in found.keys() - keys
    ]
    if refused:
        raise Refusals(refused)
    return {"checked": [{"key": key, "name": names.get(key, key)} for key in keys]} if keys else {}


def fitting(given: Iterable[Given]) -> list[Check]:
    """What the counter says when it accepts on the spot: everything is there and in form (XKF 32(5))."""
    return [Check(key, fits=True) for key in dict.fromkeys(one.key for one in given if one.is_something)]
