"""The other direction: papers that the applicant sends to the window by courier."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import life_cycle, queries, standing
from yichuang.cases.models import Case
from yichuang.delivery import adapters
from yichuang.delivery.by_courier import DEAREST
from yichuang.delivery.models import CourierStatus, Parcel, Payer
from yichuang.offices.models import Power
from yichuang.people.actors import SYSTEM, Actor

MOST = 20
"""Parcels that one applicant tells of one case."""


class NoSuchParcel(Refused):
    """No such parcel is expected, or the window has it already."""

    code = "no_such_parcel"


def tell_parcel(
    *,
    case: Case,
    courier: str,
    tracking_number: str,
    payer: str = Payer.APPLICANT,
    cost: int | None = None,
    by: Actor,
    at: datetime,
) -> Parcel:
    """The applicant tells that he has sent papers, under which number, and who pays the courier; `cost` in fen, when he
    has paid and knows it."""
    courier = clean(courier, field="courier", longest=40)
    tracking_number = clean(tracking_number, field="tracking_number", longest=40)
    if not courier:
        raise Invalid(_("请填写快递公司。"), field="courier")
    if not tracking_number:
        raise Invalid(_("请填写快递单号。"), field="tracking_number")
    if payer not in Payer.values:
        raise Invalid(_("请选择邮费由谁付。"), field="payer")
    if cost is not None and payer == Payer.CENTRE:
        raise Invalid(_("到付的邮费由窗口签收时填写，请不要填写。"), field="cost")
    _check_cost(cost)
    with transaction.atomic():
        case = queries.locked(case)
        standing.require_applicant(case, by=by, at=at)
        if case.ended_at is not None:
            raise NoSuchParcel(_("办件已经结束，不用再寄材料。"))
        told = Parcel.objects.filter(case=case)
        if told.count() >= MOST or told.filter(tracking_number=tracking_number).exists():
            raise Invalid(_("这个单号已经登记过，或者登记得太多，请核对。"), field="tracking_number")
        bill: dict[str, Any] = {"payer": payer, "cost": cost}
        parcel = Parcel.objects.create(case=case, courier=courier, tracking_number=tracking_number, told_at=at, **bill)
        life_cycle.note(case=case, act="parcel_told", by=by, at=at, detail={"courier": courier, **bill})
    return parcel


def _check_cost(cost: int | None) -> None:
    if cost is not None and not 0 <= cost <= DEAREST:
        raise Invalid(_("邮费应当在 0 至 1000 元之间，请核对。"), field="cost")


def receive_parcel(*, case: Case, parcel_id: int, cost: int | None = None, by: Actor, at: datetime) -> Parcel:
    """The window has the parcel, and says what it paid for one that came carriage forward (`cost`, in fen); what is in
    it is entered by the acts on the case."""
    _check_cost(cost)
    with transaction.atomic():
        case = queries.locked(case)
        warrant = standing.require_power(case, Power.ACCEPT, by=by, at=at)
        parcel = _expected(case, parcel_id)
        if (parcel.payer == Payer.CENTRE) != (cost is not None):
            raise Invalid(_("到付的寄件请填写窗口付的邮费；寄件人已经付的，不用填写。"), field="cost")
        parcel.received_at, parcel.received_by = at, warrant.posting.account
        parcel.cost = parcel.cost if cost is None else cost
        parcel.save(update_fields=["received_at", "received_by", "cost"])
        mandate_id = standing.mandate_id(warrant)
        told = {"courier": parcel.courier, "payer": parcel.payer, "cost": parcel.cost}
        life_cycle.note(case=case, act="parcel_received", by=by, at=at, mandate_id=mandate_id, detail=told)
    return parcel


def note_status(*, case: Case, parcel_id: int, status: str, by: Actor, at: datetime) -> Parcel:
    """Where the parcel is now, as the courier says and the window has looked up."""
    if status not in CourierStatus.values:
        raise Invalid(_("请选择快递状态。"), field="status")
    with transaction.atomic():
        case = queries.locked(case)
        warrant = standing.require_power(case, Power.ACCEPT, by=by, at=at)
        return _status_of(case, parcel_id, status, by=by, mandate_id=standing.mandate_id(warrant), at=at)


def _status_of(
    case: Case, parcel_id: int, status: str, *, by: Actor, mandate_id: int | None = None, at: datetime
) -> Parcel:
    parcel = _expected(case, parcel_id)
    parcel.status = status
    parcel.save(update_fields=["status"])
    told = {"status": str(status)}
    life_cycle.note(case=case, act="courier_status", by=by, at=at, mandate_id=mandate_id, detail=told)
    return parcel


def _expected(case: Case, parcel_id: int) -> Parcel:
    parcel = Parcel.objects.filter(case=case, pk=parcel_id, received_at__isnull=True).first()
    if parcel is None:
        raise NoSuchParcel(_("没有这个待收的寄件，可能已经签收。请刷新页面。"), field="parcel_id")
    return parcel


def follow(*, parcel: Parcel, at: datetime) -> bool:
    """Ask the connected firm where the applicant's parcel is. It is asked before anything is locked; that the parcel is
    here the window says itself. False when nothing is new."""
    told = adapters.courier_service().whereabouts(parcel.tracking_number)
    if told is None or told.status is None or told.status == parcel.status:
        return False
    with transaction.atomic():
        case = queries.locked(parcel.case)
        if not Parcel.objects.filter(pk=parcel.pk, received_at__isnull=True).exists():
            return False
        _status_of(case, parcel.pk, told.status, by=SYSTEM, at=at)
    return True


def on_the_way(*, limit: int) -> list[Parcel]:
    """Parcels that the window does not have yet, of cases that go on; the longest under way first."""
    rows = Parcel.objects.filter(received_at__isnull=True, case__ended_at__isnull=True)
    return list(rows.select_related("case").order_by("told_at", "id")[:limit])


def expected(case: Case) -> list[Parcel]:
    """Every parcel told for the case, the newest first."""
    return list(Parcel.objects.filter(case=case).select_related("received_by").order_by("-told_at", "-id"))
