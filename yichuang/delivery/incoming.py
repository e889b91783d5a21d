"""The other direction: papers that the applicant sends to the window by courier."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import life_cycle, queries, standing
from yichuang.cases.models import Case
from yichuang.delivery.models import Parcel
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

MOST = 20
"""Parcels that one applicant tells of one case."""


class NoSuchParcel(Refused):
    """No such parcel is expected, or the window has it already."""

    code = "no_such_parcel"


def tell_parcel(*, case: Case, courier: str, tracking_number: str, by: Actor, at: datetime) -> Parcel:
    """The applicant tells that he has sent papers, and under which number."""
    courier = clean(courier, field="courier", longest=40)
    tracking_number = clean(tracking_number, field="tracking_number", longest=40)
    if not courier:
        raise Invalid(_("请填写快递公司。"), field="courier")
    if not tracking_number:
        raise Invalid(_("请填写快递单号。"), field="tracking_number")
    with transaction.atomic():
        case = queries.locked(case)
        standing.require_applicant(case, by=by, at=at)
        if case.ended_at is not None:
            raise NoSuchParcel(_("办件已经结束，不用再寄材料。"))
        told = Parcel.objects.filter(case=case)
        if told.count() >= MOST or told.filter(tracking_number=tracking_number).exists():
            raise Invalid(_("这个单号已经登记过，或者登记得太多，请核对。"), field="tracking_number")
        parcel = Parcel.objects.create(case=case, courier=courier, tracking_number=tracking_number, told_at=at)
        life_cycle.note(case=case, act="parcel_told", by=by, at=at, detail={"courier": courier})
    return parcel


def receive_parcel(*, case: Case, parcel_id: int, by: Actor, at: datetime) -> Parcel:
    """The window has the parcel; what is in it is entered by the acts on the case."""
    with transaction.atomic():
        case = queries.locked(case)
        warrant = standing.require_power(case, Power.ACCEPT, by=by, at=at)
        parcel = Parcel.objects.filter(case=case, pk=parcel_id, received_at__isnull=True).first()
        if parcel is None:
            raise NoSuchParcel(_("没有这个待收的寄件，可能已经签收。请刷新页面。"), field="parcel_id")
        parcel.received_at, parcel.received_by = at, warrant.posting.account
        parcel.save(update_fields=["received_at", "received_by"])
        mandate_id = standing.mandate_id(warrant)
        told = {"courier": parcel.courier}
        life_cycle.note(case=case, act="parcel_received", by=by, at=at, mandate_id=mandate_id, detail=told)
    return parcel


def expected(case: Case) -> list[Parcel]:
    """Every parcel told for the case, the newest first."""
    return list(Parcel.objects.filter(case=case).select_related("received_by").order_by("-told_at", "-id"))
