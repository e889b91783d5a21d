"""In person (直接送达): an officer takes the result to the applicant; left behind before a witness when he refuses it.

民事诉讼法 arts 88 and 89 say who may sign and how a paper is left; whether a centre follows them is its own rule.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.cases.models import Case
from yichuang.delivery import closing, terms
from yichuang.delivery.models import Delivery, Failure, Mode, Relation, Term
from yichuang.documents import queries
from yichuang.documents.models import FileState, StoredFile
from yichuang.people import registering
from yichuang.people.actors import Actor
from yichuang.people.models import DocumentType, Party

SIGNED_THERE = "送达人当场交付，收件人在本回证上签名或者盖章。"
PICTURES: Final = ("image/jpeg", "image/png")
VISITS_FAIL: Final = (Failure.REFUSED, Failure.NOBODY, Failure.ADDRESS, Failure.MOVED)


class LeavingNotAllowed(Refused):
    """The centre has no rule under which a paper may be left behind."""

    code = "leaving_not_allowed"


def serve_in_person(*, case: Case, relation: str, by: Actor, at: datetime) -> Delivery:
    """Handed over at the door and signed for, by the applicant or whoever may sign for him."""
    if relation not in Relation.values:
        raise Invalid(_("请选择签收人与申请人的关系。"), field="relation")
    with transaction.atomic():
        to = closing.ready(case, by=by, at=at)
        if (relation == Relation.FAMILY) != to.case.applicant.is_natural and relation in _ONE_KIND:
            raise Invalid(_("同住成年家属只能代自然人签收，单位收发人员只能代单位签收，请核对。"), field="relation")
        closing.refuse_second(to.case)
        delivery = closing.begin(to, Mode.DIRECT, at=at, relation=relation, identity_checked=True, delivered_at=at)
        closing.close(to, delivery, proof=SIGNED_THERE, by=by, at=at)
    return delivery


_ONE_KIND: Final = (Relation.FAMILY, Relation.OFFICE)


def leave_behind(
    *,
    case: Case,
    witness_name: str = "",
    witness_number: str = "",
    photograph: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Delivery:
    """留置送达: he refused to sign; the paper stays at his dwelling and is served.

    Proved by a witness who signs, or by a picture of the serving, the upload of who serves (民事诉讼法第八十九条).
    """
    with transaction.atomic():
        to = closing.ready(case, by=by, at=at)
        rule = terms.term(to.case.centre_id, Term.Kind.LEAVING, at=at)
        if rule is None:
            raise LeavingNotAllowed(_("本中心没有规定可以留置送达。请改用邮寄；仍无法送达的，公告送达。"))
        closing.refuse_second(to.case)
        picture = _picture(photograph, by=by) if photograph else None
        witness = None
        if witness_name or witness_number or picture is None:
            witness = _witness(to.case, witness_name, witness_number, by=by, at=at)
        facts = {"left_behind": True, "delivered_at": at, "witness": witness, "photograph": picture}
        delivery = closing.begin(to, Mode.DIRECT, at=at, recipient=None, **facts)
        closing.close(to, delivery, proof=_proof(delivery), remark=_remark(rule, delivery), by=by, at=at)
    return delivery


def _proof(left: Delivery) -> str:
    """What the receipt says of how it is proved."""
    picture = left.photograph
    photographed = f"送达过程已经拍照，照片附卷（摘要 {picture.digest[:16]}）。" if picture else ""
    return photographed + ("见证人签名见备注栏。" if left.witness_id else "")


def _remark(rule: Term, left: Delivery) -> str:
    signs = "见证人签名：" if left.witness_id else ""
    return f"受送达人拒绝签收，留置送达。依据：{rule.basis}。{signs}"


def _picture(upload: UUID, *, by: Actor) -> StoredFile:
    found = queries.upload_for(by, upload)
    if found is None or found.state != FileState.CLEAN or found.media_type not in PICTURES:
        raise Invalid(_("送达过程的照片应当是您上传的 JPEG 或者 PNG 图片，请重新选择。"), field="photograph")
    return found


def _witness(case: Case, name: str, number: str, *, by: Actor, at: datetime) -> Party:
    """The witness, from the card that he shows. He is neither the applicant nor the one who serves."""
    witness = registering.register_person(
        name=name, document_type=DocumentType.IDENTITY_CARD, number=number, by=by, at=at
    )
    own = (case.applicant_id, case.applicant.representative_id, by.account.party_id if by.account else None)
    if witness.pk in own:
        raise Invalid(_("见证人不能是申请人一方，也不能是送达人本人。"), field="witness_number")
    return witness


def note_visit(*, case: Case, failure: str, by: Actor, at: datetime) -> Delivery:
    """A visit that reached nobody, put on record: public notice may follow only after such attempts."""
    if failure not in VISITS_FAIL:
        raise Invalid(_("请选择没有送达的原因。"), field="failure")
    with transaction.atomic():
        to = closing.ready(case, by=by, at=at)
        closing.refuse_second(to.case)
        delivery = closing.begin(to, Mode.DIRECT, at=at, failed_at=at, failure=failure)
        closing.note_failed(to, delivery, by=by, at=at)
    return delivery
