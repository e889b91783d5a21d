"""告知承诺: granted on the spot because the applicant promises what he would have to prove (国办发〔2020〕42号)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.base.text import clean
from yichuang.cases import applying, deciding, deeming, life_cycle, standing
from yichuang.cases.models import Case, Outcome, Promise, State
from yichuang.cases.promises import credit, later_check
from yichuang.cases.rules import Given, claimed_paper, empty_handed, material_titles
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


class NoPromise(Refused):
    """The case does not go the way of a promise, or no longer."""

    code = "no_promise"


def grant_on_promise(*, case: Case, content: str = "", credit_confirmed: bool = False, by: Actor, at: datetime) -> Case:
    """Whoever holds the power decides on the spot, on the promise; the later check is due from this day on.

    Raises NoPromise, and what the credit check raises.
    """
    content = clean(content, field="content", longest=5000, multiline=True)
    looked_up = credit.look_up(case.applicant, confirmed=credit_confirmed, at=at)
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "grant_on_promise")
        promise = standing_promise(case)
        if later_check.due(case, at=at) is None:
            raise NoPromise(_("事项和中心都没有设定承诺核查的时限，不能凭承诺决定。请联系中心管理员设定。"))
        detail = {"materials": promise.keys, "credit": looked_up}
        return deciding.pronounce(case, "grant_on_promise", Outcome.GRANTED, content, by=by, at=at, detail=detail)


def standing_promise(case: Case) -> Promise:
    """The promise on which the case stands; refuses when there is none. One statement."""
    found = later_check.standing(case)
    if found is None:
        raise NoPromise(_("这件办件没有采用告知承诺，请按一般程序审查和决定。"))
    return found


def withdraw_promise(*, case: Case, materials: Sequence[Given], by: Actor, at: datetime) -> Case:
    """Before the decision the applicant takes the promise back and hands in what it stood for: the ordinary way."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        standing.require_applicant(case, by=by, at=at)
        return _taken_back(case, "withdraw_promise", materials, by=by, at=at)


def withdraw_promise_at_counter(*, case: Case, materials: Sequence[Given], by: Actor, at: datetime) -> Case:
    """The same at the window, with the papers that the promise stood for."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        mandate_id = standing.mandate_id(standing.require_power(case, Power.ACCEPT, by=by, at=at))
        return _taken_back(case, "withdraw_promise_at_counter", materials, by=by, at=at, mandate_id=mandate_id)


def _taken_back(
    case: Case, act: str, materials: Sequence[Given], *, by: Actor, at: datetime, mandate_id: int | None = None
) -> Case:
    promise = require_undecided(case)
    _refuse_wrong(case, materials, set(promise.keys), by=by)
    applying.lay_in(case, materials, at=at)
    promise.withdrawn_at = at
    promise.save(update_fields=["withdrawn_at"])
    detail = {"materials": sorted({one.key for one in materials})}
    life_cycle.note(case=case, act=act, by=by, at=at, mandate_id=mandate_id, detail=detail)
    return case


def require_undecided(case: Case) -> Promise:
    """The promise of a case that is not decided yet; refuses afterwards."""
    if case.state not in life_cycle.UNDECIDED:
        raise NoPromise(
            _("办件 %(number)s 现在是“%(state)s”，不能再撤回承诺。请刷新页面查看最新进度。")
            % {"number": case.number, "state": State(case.state).label}
        )
    return standing_promise(case)


def _refuse_wrong(case: Case, materials: Sequence[Given], wanted: set[str], *, by: Actor) -> None:
    names = material_titles(case.item_version.parsed)
    wrong: list[Refused] = [*applying.unusable_files(materials, names=names, by=by)]
    wrong += empty_handed(materials, names=names)
    given = {one.key for one in materials}
    wrong += [
        Invalid(
            _("撤回承诺要同时提交材料“%(name)s”，请上传。") % {"name": names.get(key, key)}, field=f"materials.{key}"
        )
        for key in sorted(wanted - given)
    ]
    wrong += [
        Invalid(
            _("材料“%(name)s”不是承诺代替的材料，请删去后再提交。") % {"name": names.get(key, key[:40])},
            field=f"materials.{key[:80]}",
        )
        for key in sorted(given - wanted)
    ]
    if by.kind == "public":
        wrong += claimed_paper(materials, names=names)
    if wrong:
        raise Refusals(wrong)
