"""告知承诺: granted on the spot because the applicant promises what he would have to prove (国办发〔2020〕42号)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.limits import Limit, Unit
from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.base.text import clean
from yichuang.cases import applying, deciding, life_cycle, queries, standing, timing
from yichuang.cases.models import Case, Outcome, Promise, Rule, State
from yichuang.cases.promises import credit
from yichuang.cases.rules import Given, claimed_paper, empty_handed, material_titles
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

UNDECIDED = (State.SUBMITTED, State.ACCEPTED, State.EXAMINING)
"""Where a promise can still be taken back."""


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
        case = queries.locked(case)
        life_cycle.require(case, "grant_on_promise")
        promise = standing_promise(case)
        promise.check_due_at = _check_due(case, at=at)
        promise.save(update_fields=["check_due_at"])
        detail = {"materials": promise.keys, "credit": looked_up}
        return deciding.pronounce(case, "grant_on_promise", Outcome.GRANTED, content, by=by, at=at, detail=detail)


def standing_promise(case: Case) -> Promise:
    """The promise on which the case stands; refuses when there is none. One statement."""
    found = Promise.objects.filter(case=case, withdrawn_at__isnull=True).first()
    if found is None:
        raise NoPromise(_("这件办件没有采用告知承诺，请按一般程序审查和决定。"))
    return found


def _check_due(case: Case, *, at: datetime) -> datetime:
    """By when it must be looked whether the promise is kept: as the item says, else by the centre's rule."""
    text = case.item_version.parsed.promise
    if text is not None and text.check_within is not None:
        return timing.due_after(case, Limit(text.check_within.length, Unit(text.check_within.unit)), at=at).at
    by_rule = timing.due_by_rule(case, Rule.Kind.PROMISE_CHECK, at=at)
    if by_rule is None:
        raise NoPromise(_("事项和中心都没有设定承诺核查的时限，不能凭承诺决定。请联系中心管理员设定。"))
    return by_rule.at


def withdraw_promise(*, case: Case, materials: Sequence[Given], by: Actor, at: datetime) -> Case:
    """Before the decision the applicant takes the promise back and hands in what it stood for: the ordinary way."""
    with transaction.atomic():
        case = queries.locked(case)
        standing.require_applicant(case, by=by, at=at)
        return _taken_back(case, "withdraw_promise", materials, by=by, at=at)


def withdraw_promise_at_counter(*, case: Case, materials: Sequence[Given], by: Actor, at: datetime) -> Case:
    """The same at the window, with the papers that the promise stood for."""
    with transaction.atomic():
        case = queries.locked(case)
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
    if case.state not in UNDECIDED:
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
