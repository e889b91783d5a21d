"""The applicant's free choice of the way (根据自愿原则), until the result is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.cases import deeming, life_cycle, standing
from yichuang.cases.models import Case
from yichuang.delivery.models import Choice, Mode
from yichuang.delivery.ways import delivery_of, offered
from yichuang.offices.models import Power
from yichuang.people import addresses
from yichuang.people.actors import Actor
from yichuang.people.addresses import Label


class TooLateToChoose(Refused):
    """The result is on its way, handed over, or there will be none."""

    code = "too_late_to_choose"


@dataclass(frozen=True)
class Wish:
    """What the applicant wants: the way, with the address for a courier or the consent for electronic service."""

    mode: str
    label: Label | None = None
    consent: bool = False


def choose(*, case: Case, wish: Wish, by: Actor, at: datetime) -> Choice:
    """Set or change the way: the applicant's side, or a window for the person who stands before it."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        mandate_id = _authority(case, by=by, at=at)
        require_choice(case)
        return _keep(case, wish, by=by, at=at, mandate_id=mandate_id)


def require_choice(case: Case) -> None:
    """There is still something to choose. Two statements. Raises TooLateToChoose."""
    if case.ended_at is not None or delivery_of(case) is not None:
        raise TooLateToChoose(_("结果已经送出或者办件已经结束，不能再改送达方式。"))


def may_choose(case: Case) -> bool:
    """Whether there is. Two statements."""
    try:
        require_choice(case)
    except TooLateToChoose:
        return False
    return True


def applied(*, apply: Callable[[], Case], wish: Wish | None, by: Actor, at: datetime) -> Case:
    """Apply and choose in one: what is wrong with the choice keeps the application from going out half."""
    with transaction.atomic():
        case = apply()
        if wish is not None and wish.mode != Mode.COUNTER and case.ended_at is None:
            try:
                _keep(case, wish, by=by, at=at, mandate_id=None)
            except Refused as refused:
                raise _of_the_choice(refused)
    return case


def _of_the_choice(refused: Refused) -> Refusals:
    """The same, its fields told apart from those of the application: `delivery.address`."""
    parts = refused.refusals if isinstance(refused, Refusals) else [refused]
    return Refusals([Invalid(str(one), field=f"delivery.{one.field}") for one in parts])


def _authority(case: Case, *, by: Actor, at: datetime) -> int | None:
    if by.is_staff:
        return standing.mandate_id(standing.require_power(case, Power.DELIVER, by=by, at=at))
    standing.require_applicant(case, by=by, at=at)
    return None


def _keep(case: Case, wish: Wish, *, by: Actor, at: datetime, mandate_id: int | None) -> Choice:
    label = check(case, wish, at=at)
    address = addresses.keep(party=case.applicant, label=label, at=at) if label else None
    consented_at = at if wish.mode == Mode.ELECTRONIC else None
    kept, _new = Choice.objects.update_or_create(
        case=case,
        defaults={"mode": wish.mode, "address": address, "consented_at": consented_at, "chosen_at": at},
    )
    told = {"mode": str(wish.mode)}
    life_cycle.note(case=case, act="delivery_chosen", by=by, at=at, mandate_id=mandate_id, detail=told)
    return kept


def check(case: Case, wish: Wish, *, at: datetime) -> Label | None:
    """The checked address when one is needed. Raises Invalid or Refusals naming what is wrong."""
    if wish.mode not in offered(case.item_version, case.centre_id, at=at):
        raise Invalid(_("这个事项不提供这种送达方式，请从列出的方式中选择。"), field="mode")
    if wish.mode == Mode.ELECTRONIC and not wish.consent:
        raise Invalid(_("电子送达须经本人同意，请勾选“同意电子送达”，或者选择别的方式。"), field="consent")
    if wish.mode != Mode.COURIER:
        return None
    return addresses.check(wish.label or Label("", "", ""))
