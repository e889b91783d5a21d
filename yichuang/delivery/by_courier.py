"""By courier (邮寄送达): the label, the number, where the parcel is, and that it arrived or came back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.cases import issuing, life_cycle, queries, standing
from yichuang.cases.models import Case, State
from yichuang.delivery import adapters, closing
from yichuang.delivery.adapters.couriers import Whereabouts
from yichuang.delivery.models import CourierStatus, Delivery, Failure, Mode
from yichuang.delivery.ways import choice_of
from yichuang.offices.models import Power
from yichuang.people import addresses
from yichuang.people.actors import SYSTEM, Actor
from yichuang.people.addresses import Label

ARRIVED = "以邮件回执上注明的收件日期为送达日期（参照民事诉讼法第九十一条），邮件签收记录附卷。"
RETURNING: Final = (Failure.REFUSED, Failure.NOBODY, Failure.ADDRESS, Failure.MOVED, Failure.LOST, Failure.OTHER)
DEAREST: Final = 100_000
"""The most, in fen, that a courier's fee can be; more is a slip of the hand."""


def label_of(*, case: Case, by: Actor, at: datetime) -> Label:
    """What stands on the label (面单). Opening the address is on record. Raises Invalid when none was given."""
    standing.require_power(case, Power.DELIVER, by=by, at=at)
    issuing.require_in_force(case)
    chosen = choice_of(case)
    if chosen is None or chosen.address is None:
        raise Invalid(_("申请人没有选择邮寄，也没有留下收件地址。请先征得本人同意并登记地址。"), field="address")
    return addresses.open_for(chosen.address, case=case.number, by=by, at=at)


def send_by_courier(
    *, case: Case, courier: str = "", tracking_number: str = "", cost: int | None = None, by: Actor, at: datetime
) -> Delivery:
    """Give the result to a courier; the case is delivered when he reports that it arrived.

    Courier and number are the clerk's when no courier is connected. `cost` in fen.
    """
    if cost is not None and not 0 <= cost <= DEAREST:
        raise Invalid(_("邮费应当在 0 至 1000 元之间，请核对。"), field="cost")
    courier = clean(courier, field="courier", longest=40)
    tracking_number = clean(tracking_number, field="tracking_number", longest=40)
    if not courier:
        raise Invalid(_("请填写快递公司。"), field="courier")
    if not tracking_number:
        raise Invalid(_("请填写快递单号。"), field="tracking_number")
    with transaction.atomic():
        to = closing.ready(case, by=by, at=at)
        closing.refuse_second(to.case)
        chosen = choice_of(to.case)
        address = chosen.address if chosen else None
        bill: dict[str, Any] = {"courier": courier, "tracking_number": tracking_number, "cost": cost}
        delivery = closing.begin(to, Mode.COURIER, at=at, address=address, **bill)
        told = {"courier": courier}
        life_cycle.note(case=to.case, act="sent", by=by, at=at, mandate_id=to.mandate_id, detail=told)
    return delivery


def order_courier(*, case: Case, by: Actor, at: datetime) -> Delivery:
    """Let the connected firm fetch the parcel: it gives the number and the fee. Raises NotSent when none is connected.

    The firm is asked outside any transaction, and only for a result that could be sent now.
    """
    with transaction.atomic():
        closing.refuse_second(closing.ready(case, by=by, at=at).case)
    bill = adapters.courier_service().take(label_of(case=case, by=by, at=at), reference=case.number)
    if bill is None:
        raise closing.NotSent(_("没有接入快递公司的系统，请手工填写快递公司和单号。"), field="tracking_number")
    return send_by_courier(
        case=case, courier=bill.courier, tracking_number=bill.tracking_number, cost=bill.cost, by=by, at=at
    )


def is_connected() -> bool:
    """Whether a firm here takes orders by machine."""
    return adapters.courier_service().is_connected


def note_status(*, case: Case, status: str, by: Actor, at: datetime) -> Delivery:
    """Where the parcel is now, as the courier says."""
    if status not in CourierStatus.values:
        raise Invalid(_("请选择快递状态。"), field="status")
    with transaction.atomic():
        to = closing.ready(case, by=by, at=at)
        delivery = closing.under_way(to.case, Mode.COURIER)
        delivery.status = status
        delivery.save(update_fields=["status"])
        told = {"status": status}
        life_cycle.note(case=to.case, act="courier_status", by=by, at=at, mandate_id=to.mandate_id, detail=told)
    return delivery


def confirm_arrival(*, case: Case, by: Actor, at: datetime) -> Delivery:
    """The courier's record says that the result arrived: the case is delivered."""
    with transaction.atomic():
        to = closing.ready(case, by=by, at=at)
        delivery = closing.under_way(to.case, Mode.COURIER)
        closing.close(to, delivery, proof=ARRIVED, by=by, at=at)
    return delivery


def note_return(*, case: Case, failure: str, remark: str = "", by: Actor, at: datetime) -> Delivery:
    """The parcel came back: the attempt failed, and the result lies at the window again.

    `remark` says more than the reason from the list; the applicant reads both.
    """
    if failure not in RETURNING:
        raise Invalid(_("请选择退回的原因。"), field="failure")
    remark = clean(remark, field="remark", longest=100)
    if failure == Failure.OTHER and not remark:
        raise Invalid(_("请写明其他原因是什么。"), field="remark")
    with transaction.atomic():
        to = closing.ready_to_return(case, by=by, at=at)
        delivery = closing.under_way(to.case, Mode.COURIER)
        closing.reached_nobody(to, delivery, Failure(failure), remark=remark, by=by, at=at)
    return delivery


def follow(*, delivery: Delivery, at: datetime) -> bool:
    """Ask the connected firm where the parcel is and bring about what it says. False when nothing is new.

    The firm is asked before anything is locked. Where none is connected nobody knows more than the clerk.
    """
    told = adapters.courier_service().whereabouts(delivery.tracking_number)
    if told is None:
        return False
    with transaction.atomic():
        case = queries.locked(delivery.case)
        found = Delivery.objects.select_related("handed_by", "cell", "recipient").get(pk=delivery.pk)
        if not found.is_open or not (case.state == State.COMPLETED or closing.is_void(case)):
            return False
        return _bring_about(closing.Ready(case, found.mandate_id, found.handed_by_id), found, told, at=at)


def _bring_about(to: closing.Ready, found: Delivery, told: Whereabouts, *, at: datetime) -> bool:
    if told.arrived_at is not None and closing.is_void(to.case):
        closing.reached_nobody(to, found, Failure.VOID, by=SYSTEM, at=at)
    elif told.arrived_at is not None:
        closing.close(to, found, proof=ARRIVED, by=SYSTEM, at=at)
    elif told.returned is not None:
        closing.reached_nobody(to, found, told.returned, by=SYSTEM, at=at)
    elif told.status is not None and told.status != found.status:
        found.status = told.status
        found.save(update_fields=["status"])
        life_cycle.note(case=to.case, act="courier_status", by=SYSTEM, at=at, detail={"status": str(told.status)})
    else:
        return False
    return True


def on_the_way(*, limit: int) -> list[Delivery]:
    """Parcels that have neither arrived nor come back, the longest under way first."""
    rows = Delivery.objects.filter(mode=Mode.COURIER, delivered_at__isnull=True, failed_at__isnull=True)
    return list(rows.select_related("case").order_by("sent_at", "id")[:limit])
