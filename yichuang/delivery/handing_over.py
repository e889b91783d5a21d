"""The last window: one place hands out the results of all departments (行政许可法第四十四条; 统一窗口出件)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import signed_copies, standing
from yichuang.cases.models import Case, SignedCopy
from yichuang.delivery import closing
from yichuang.delivery.models import Delivery, Failure, Mode, Relation
from yichuang.delivery.ways import delivery_of
from yichuang.people.actors import Actor
from yichuang.people.models import Party

SIGNED: Final = "领取人出示证件，经核对人证一致，在本回证上签名。"
SIGNED_ON_PAD: Final = "领取人出示证件，经核对人证一致，在签名板上签名，签名图片附卷（摘要 {}）。"
SIGNERS: Final[Mapping[Relation, SignedCopy.Signer]] = {
    Relation.APPLICANT: SignedCopy.Signer.ADDRESSEE,
    Relation.REPRESENTATIVE: SignedCopy.Signer.REPRESENTATIVE,
    Relation.AGENT: SignedCopy.Signer.AGENT,
}
"""As whom somebody signs who may take the result at the window."""


class NotTheRecipient(Refused):
    """The person at the counter is not the one who may take the result."""

    code = "not_the_recipient"


def hand_over(*, case: Case, document_number: str, signature: UUID | None = None, by: Actor, at: datetime) -> Delivery:
    """Hand the result to whoever shows the document of the applicant, his representative or his agent; sign for it.

    `signature` is the upload of what he signed on the pad; without it he signs the printed receipt, and its scan is
    entered as a signed copy. Who comes while his public notice still runs takes it like anybody else.
    """
    with transaction.atomic():
        to = closing.ready(case, by=by, at=at)
        recipient, relation = recipient_showing(to.case, document_number, at=at)
        announced = delivery_of(to.case)
        if announced is not None and announced.mode == Mode.NOTICE:
            closing.fail(announced, Failure.CAME, at=at)
        closing.refuse_second(to.case)
        picture = signed_copies.scan_of(signature, field="signature", by=by) if signature else None
        delivery = closing.begin(
            to,
            Mode.COUNTER,
            at=at,
            recipient=recipient,
            relation=relation,
            identity_checked=True,
            delivered_at=at,
        )
        proof = SIGNED_ON_PAD.format(picture.digest[:16]) if picture else SIGNED
        receipt = closing.close(to, delivery, proof=proof, by=by, at=at)
        if picture:
            day, signer = timezone.localdate(at), SIGNERS[relation]
            signed_copies.lay(case=to.case, letter=receipt, signed_on=day, signer=signer, scan=picture, at=at)
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
