"""An officer hands his seat at a step to a colleague of the same department (转办)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import conflicts, deeming, life_cycle, standing
from yichuang.cases.models import Case, CaseStep, StepHandover
from yichuang.cases.steps import seats
from yichuang.cases.steps.seats import Seat
from yichuang.cases.steps.way import Way
from yichuang.offices import mandates
from yichuang.offices.models import Duty, Posting, Power
from yichuang.people import actors
from yichuang.people.actors import Actor
from yichuang.people.models import Account
from yichuang.people.queries import account_named

DUTIES: Final = (Duty.EXAMINER, Duty.CHIEF_APPROVER, Duty.HEAD)


def hand_on(*, case: Case, to: Account, reason: str, step: int | None = None, by: Actor, at: datetime) -> Case:
    """Hand one's seat at an open step to a colleague, who alone may use it then. The time goes on running.

    Handing it on to whoever gave it is how it goes back.
    """
    reason = clean(reason, field="reason", longest=500, multiline=True)
    if not reason:
        raise Invalid(_("请写明转办的理由。"), field="reason")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "hand_on")
        way = Way(case)
        seat = seats.take(way, "give_opinion", Power.EXAMINE, by=by, at=at, step_id=step)
        _require_colleague(way, seat, to, at=at)
        settle(way, seat, at=at)
        StepHandover.objects.create(step=seat.step, giver=seat.holder, taker=to, reason=reason, at=at)
        detail = seat.told() | {"handed_to": to.pk}
        mandate_id = standing.mandate_id(seat.warrant)
        life_cycle.move(case=case, name="hand_on", by=by, at=at, mandate_id=mandate_id, detail=detail)
    return case


def hand_on_to(*, case: Case, to: str, reason: str, step: int | None = None, by: Actor, at: datetime) -> Case:
    """The same, to the colleague of that user name."""
    account = account_named(to)
    if account is None:
        raise Invalid(_("没有这个用户名的工作人员，请核对。"), field="to")
    return hand_on(case=case, to=account, reason=reason, step=step, by=by, at=at)


def settle(way: Way, seat: Seat, *, at: datetime) -> None:
    """Whoever sat in a seat that was kept for him has done with it. One statement, none when nothing was handed on."""
    for one in way.handovers:
        if one.step_id == seat.step.pk and one.settled_at is None and one.taker_id == seat.holder.pk:
            one.settled_at = at
            one.save(update_fields=["settled_at"])


def colleagues(steps: Sequence[CaseStep], *, on: date) -> QuerySet[Account]:
    """To whom officers can hand these steps on: who is posted by their departments to examine, by user name."""
    departments = {step.department_id for step in steps}
    posts = Posting.objects.filter(mandates.running(on), department__in=departments, duty__in=DUTIES)
    return Account.objects.filter(pk__in=posts.values("account"), is_active=True).order_by("username")


def _require_colleague(way: Way, seat: Seat, to: Account, *, at: datetime) -> None:
    """Refuse whoever could not act at the step himself. At most six statements."""
    step = seat.step
    if to.pk in (seat.warrant.posting.account_id, seat.holder.pk):
        raise Invalid(_("这一环节本来就在您手里，请选择另一位工作人员。"), field="to")
    if not colleagues([step], on=timezone.localdate(at)).filter(pk=to.pk).exists():
        raise Invalid(
            _("只能转给%(department)s负责审查的在岗人员，请重新选择。") % {"department": step.department}, field="to"
        )
    actor = actors.of(to, at=at)
    if any(one.taker_id == to.pk and one.settled_at is None for one in way.handovers if one.step_id == step.pk):
        raise Invalid(_("这一环节已经转给他（她）了，请选择另一位工作人员。"), field="to")
    try:
        standing.refuse_own_case(way.case, actor)
        conflicts.refuse_second_part(way.case, conflicts.PART_OF[step.kind], who=to, hands=way.hands)
        seats.refuse_second_opinion(way, step, actor)
        mandates.require(power=Power.EXAMINE, item_code=way.case.item.code, department=step.department, by=actor, at=at)
    except Refused:
        raise Invalid(
            _(
                "%(name)s不能办理这一环节：本人的办件应当回避，同一人不能兼任不相容的环节，也不能两次发表意见。请重新选择。"
            )
            % {"name": to.display_name},
            field="to",
        ) from None
