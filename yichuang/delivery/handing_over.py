"""The last window: one place hands out the results of all departments (行政许可法第四十四条; 统一窗口出件)."""

from __future__ import annotations

import hmac
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.sealed import blind_index
from yichuang.base.text import clean
from yichuang.cases import life_cycle, queries, standing
from yichuang.cases.models import Case
from yichuang.delivery.models import Delivery, Mode, Relation
from yichuang.documents.kinds import title_of
from yichuang.documents.models import LetterKind
from yichuang.documents.writing import write_letter
from yichuang.offices.mandates import Warrant
from yichuang.offices.models import Power
from yichuang.people import agency
from yichuang.people.actors import Actor
from yichuang.people.models import Party


class NotTheRecipient(Refused):
    """The person at the counter is not the one who may take the result."""

    code = "not_the_recipient"


class AlreadySent(Refused):
    """The result is already on its way or handed over."""

    code = "already_sent"


class NotSent(Refused):
    """There is no courier delivery under way for this case."""

    code = "not_sent"


def hand_over(*, case: Case, document_number: str, by: Actor, at: datetime) -> Delivery:
    """Hand the result to whoever shows the document of the applicant, his representative or his agent; sign for it."""
    with transaction.atomic():
        case, warrant = _ready(case, by=by, at=at)
        if Delivery.objects.filter(case=case).exists():
            raise AlreadySent(_("这件办件的结果已经交邮，不能在窗口重复领取。"))
        recipient, relation = recipient_showing(case, document_number, at=at)
        delivery = Delivery.objects.create(
            case=case,
            mode=Mode.COUNTER,
            recipient=recipient,
            relation=relation,
            identity_checked=True,
            handed_by_id=warrant.posting.account_id,
            mandate_id=standing.mandate_id(warrant),
            sent_at=at,
            delivered_at=at,
        )
        _close(case, delivery, by=by, warrant=warrant, at=at)
    return delivery


def send_by_courier(*, case: Case, courier: str, tracking_number: str, by: Actor, at: datetime) -> Delivery:
    """Give the result to a courier; the case is delivered when he reports that it arrived."""
    courier = clean(courier, field="courier", longest=40)
    tracking_number = clean(tracking_number, field="tracking_number", longest=40)
    if not courier:
        raise Invalid(_("请填写快递公司。"), field="courier")
    if not tracking_number:
        raise Invalid(_("请填写快递单号。"), field="tracking_number")
    with transaction.atomic():
        case, warrant = _ready(case, by=by, at=at)
        if Delivery.objects.filter(case=case).exists():
            raise AlreadySent(_("这件办件的结果已经交邮，请查询原快递单号。"))
        delivery = Delivery.objects.create(
            case=case,
            mode=Mode.COURIER,
            recipient=case.applicant,
            relation=Relation.APPLICANT,
            courier=courier,
            tracking_number=tracking_number,
            handed_by_id=warrant.posting.account_id,
            mandate_id=standing.mandate_id(warrant),
            sent_at=at,
        )
        life_cycle.note(
            case=case, act="sent", by=by, at=at, mandate_id=standing.mandate_id(warrant), detail={"courier": courier}
        )
    return delivery


def confirm_arrival(*, case: Case, by: Actor, at: datetime) -> Delivery:
    """The courier's record says that the result arrived: the case is delivered."""
    with transaction.atomic():
        case, warrant = _ready(case, by=by, at=at)
        delivery = Delivery.objects.filter(case=case, delivered_at__isnull=True).first()
        if delivery is None:
            raise NotSent(_("这件办件没有在途的邮寄记录，请先登记快递单号。"))
        delivery.delivered_at = at
        delivery.save(update_fields=["delivered_at"])
        _close(case, delivery, by=by, warrant=warrant, at=at)
    return delivery


def delivery_of(case: Case) -> Delivery | None:
    """How the case's result was or is being handed over, if at all."""
    return Delivery.objects.select_related("handed_by").filter(case=case).first()


def recipient_showing(case: Case, document_number: str, *, at: datetime) -> tuple[Party, Relation]:
    """Who holds that document among those who may take the result. Raises `NotTheRecipient`."""
    shown = blind_index(clean(document_number, field="document_number", longest=40), kind="number")
    if case.applicant.is_natural and _same(shown, case.applicant):
        return case.applicant, Relation.APPLICANT
    head = case.applicant.representative
    if head and _same(shown, head) and standing.may_represent(case, head.pk):
        return head, Relation.REPRESENTATIVE
    person = Party.objects.filter(number_index=shown).first()
    try:
        if person and agency.require(agent=person, principal=case.applicant, item_code=case.item.code, at=at):
            return person, Relation.AGENT
    except agency.NoAgency:
        person = None
    raise NotTheRecipient(
        _("出示的证件不是申请人、法定代表人或有效受委托人的证件，不能交付。请核对证件，或请其提交授权委托书。"),
        field="document_number",
    )


def _same(shown: bytes, party: Party) -> bool:
    return hmac.compare_digest(shown, bytes(party.number_index))


def where_it_lies(case: Case) -> str:
    """The centre and the zone of its hall in which the result is handed out, as a letter names them."""
    return case.centre.name + (case.zone.name if case.zone else "")


def _ready(case: Case, *, by: Actor, at: datetime) -> tuple[Case, Warrant]:
    case = queries.locked(case)
    life_cycle.require(case, "deliver")
    return case, standing.require_power(case, Power.DELIVER, by=by, at=at)


def _close(case: Case, delivery: Delivery, *, by: Actor, warrant: Warrant, at: datetime) -> None:
    mandate_id = standing.mandate_id(warrant)
    life_cycle.move(
        case=case,
        name="deliver",
        by=by,
        at=at,
        mandate_id=mandate_id,
        detail={"mode": delivery.mode, "relation": delivery.relation},
        ended_at=at,
        due_at=None,
    )
    write_letter(
        kind=LetterKind.SERVICE_RECEIPT,
        department=case.department,
        addressee=delivery.recipient,
        subject=life_cycle.subject(case),
        item_name=case.item_version.name,
        facts={
            "documents": [f"{title_of(one.kind, one.facts)}（{one.number}）" for one in queries.results_of(case)],
            "mode": str(Mode(delivery.mode).label),
            "delivered_at": at.isoformat(),
            "place": where_it_lies(case) if delivery.mode == Mode.COUNTER else "",
            "tracking_number": delivery.tracking_number,
            "relation": str(Relation(delivery.relation).label),
        },
        by=by,
        mandate_id=mandate_id,
        at=at,
    )
