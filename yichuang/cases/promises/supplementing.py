"""What was promised for later comes: through the portal, at the counter, through the API (AY 24)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.cases import applying, deeming, life_cycle, standing
from yichuang.cases.models import Case, LaterPromise, State
from yichuang.cases.promises.owing import NothingOwed, open_promise
from yichuang.cases.rules import Given, claimed_paper, empty_handed, material_titles
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

MOMENTS = (State.ACCEPTED, State.EXAMINING, State.SUSPENDED)
"""Where a case stands while something is to follow."""


def supplement(*, case: Case, materials: Sequence[Given], by: Actor, at: datetime) -> Case:
    """The applicant hands in some or all of what he promised."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        standing.require_applicant(case, by=by, at=at)
        return _taken_in(case, materials, act="supplement", by=by, at=at)


def supplement_at_counter(*, case: Case, materials: Sequence[Given], by: Actor, at: datetime) -> Case:
    """The clerk takes it in on paper."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        warrant = standing.require_power(case, Power.CORRECT, by=by, at=at)
        mandate_id = standing.mandate_id(warrant)
        return _taken_in(case, materials, act="supplement_at_counter", by=by, at=at, mandate_id=mandate_id)


def require_waiting(case: Case) -> LaterPromise:
    """The open promise of an accepted case; refuses when nothing is to follow any more."""
    if case.state not in MOMENTS:
        raise NothingOwed(
            _("办件 %(number)s 现在是“%(state)s”，没有等待补交的材料。请刷新页面查看最新进度。")
            % {"number": case.number, "state": State(case.state).label}
        )
    return open_promise(case)


def _taken_in(
    case: Case, materials: Sequence[Given], *, act: str, by: Actor, at: datetime, mandate_id: int | None = None
) -> Case:
    promise = require_waiting(case)
    missing = {one.key: one for one in promise.owed.all() if one.given_at is None}
    _refuse_wrong(case, materials, set(missing), by=by)
    applying.lay_in(case, materials, at=at)
    given = {one.key for one in materials}
    for key in given:
        missing[key].given_at = at
        missing[key].save(update_fields=["given_at"])
    if given == set(missing):
        promise.completed_at = at
        promise.save(update_fields=["completed_at"])
        case.deemed_at = None
        case.save(update_fields=["deemed_at"])
    detail = {"materials": sorted(given), "left": sorted(set(missing) - given)}
    life_cycle.note(case=case, act=act, by=by, at=at, mandate_id=mandate_id, detail=detail)
    return case


def _refuse_wrong(case: Case, materials: Sequence[Given], missing: set[str], *, by: Actor) -> None:
    names = material_titles(case.item_version.parsed)
    wrong: list[Refused] = [*applying.unusable_files(materials, names=names, by=by)]
    wrong += empty_handed(materials, names=names)
    wrong += [
        Invalid(
            _("材料“%(name)s”不在承诺后补的材料之内，请删去后再提交。") % {"name": names.get(key, key[:40])},
            field=f"materials.{key[:80]}",
        )
        for key in sorted({one.key for one in materials} - missing)
    ]
    if by.kind == "public":
        wrong += claimed_paper(materials, names=names)
    if not materials:
        wrong.append(Invalid(_("请至少补交一样材料。"), field="materials"))
    if wrong:
        raise Refusals(wrong)
