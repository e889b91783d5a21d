"""The last window: one place hands out the results of all departments (行政许可法第四十四条; 统一窗口出件)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import standing
from yichuang.cases.models import Case
from yichuang.delivery import closing
from yichuang.delivery.models import Delivery, Failure, Mode, Relation
from yichuang.delivery.ways import delivery_of
from yichuang.people.actors import Actor
from yichuang.people.models import Party

SIGNED = "领取人出示证件，经核对人证一致，在本回证上签名。"


class NotTheRecipient(Refused):
    """The person at the counter is not the one who may take the result."""

    code = "not_the_recipient"


def hand_over(*, case: Case, document_number: str, by: Actor, at: datetime) -> Delivery:
    """Hand the result to whoever shows the document of the applicant, his representative or his agent; sign for it.

    Who comes while his public notice still runs takes it like anybody else.
    """
    with transaction.atomic():
        to = closing.ready(case, by=by, at=at)
        recipient, relation = recipient_showing(to.case, document_number, at=at)
        announced = delivery_of(to.case)
        if announced is not None and announced.mode == Mode.NOTICE:
            closing.fail(announced, Failure.CAME, at=at)
        closing.refuse_second(to.case)
        delivery = closing.begin(
            to,
            Mode.COUNTER,
            at=at,
            recipient=recipient,
            relation=relation,
            identity_checked=True,
            delivered_at=at,
        )
        closing.close(to, delivery, proof=SIGNED, by=by, at=at)
    return delivery


def recipient_showing(case: Case, document_number: str, *, at: datetime) -> tuple[Party, Relation]:
    """Who holds that document among those who may take the result. Raises `NotTheRecipient`."""
    person = standing.side_showing(case, document_number, at=at)
    if person is not None:
        relations = {case.applicant_id: Relation.APPLICANT, case.applicant.representative_id: Relation.REPRESENTATIVE}
        return person, relations.get(person.pk, Relation.AGENT)
    raise NotTheRecipient(
        _("出示的证件不是申请人、法定代表人或有效受委托人的证件，不能交付。请核对证件，或请其提交授权委托书。"),
        field="document_number",
    )
