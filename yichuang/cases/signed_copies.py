"""签字的回执: the applicant signs for a letter at the window – on paper or on the pad – or sends it back (AY 36).

For the result he signs its 送达回证, which comes with its delivery.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import deeming, life_cycle, queries, standing, undoing
from yichuang.cases.models import Case, SignedCopy, State
from yichuang.documents.models import Letter, LetterKind, StoredFile
from yichuang.documents.queries import upload_for
from yichuang.documents.sheets import INTERNAL
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

DELIVERED: Final = (LetterKind.GRANTING_DECISION, LetterKind.REFUSING_DECISION, LetterKind.RESULT)
"""What is signed for on the receipt of its delivery."""
NEVER_HANDED_OUT: Final = frozenset(
    ("case.take_back_delivery", *(f"case.{row.move}" for row in undoing.TABLE.values() if row.letter))
)
"""Takings back by which somebody said that the letters of the step had not been handed out, unless another told it."""


class SignedAlready(Refused):
    """The signed copy of this letter has come back before."""

    code = "signed_already"


def record(
    *,
    case: Case,
    letter: UUID,
    signed_on: date,
    signer: str,
    file: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """The signed copy of a letter has come back: on which day it was signed, by whom, with its scan if there is one.

    Raises SignedAlready, Invalid, WrongState, NoMandate.
    """
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        warrant = standing.require_power(case, Power.DELIVER, by=by, at=at)
        require_unarchived(case)
        found = _letter(case, letter)
        scan = scan_of(file, by=by) if file else None
        lay(case=case, letter=found, signed_on=signed_on, signer=signer, scan=scan, at=at)
        told = {"letter": found.number, "signed_on": signed_on.isoformat(), "signer": signer}
        mandate_id = standing.mandate_id(warrant)
        life_cycle.note(case=case, act="signed_copy", by=by, at=at, mandate_id=mandate_id, detail=told)
    return case


def lay(
    *, case: Case, letter: Letter, signed_on: date, signer: str, scan: StoredFile | None, at: datetime
) -> SignedCopy:
    """Put it with its letter, for an act that holds the case and writes the journal. Raises Invalid."""
    _check(case, letter, signed_on, signer, at=at)
    return SignedCopy.objects.create(
        case=case, letter=letter, signed_on=signed_on, signer=signer, file=scan, recorded_at=at
    )


def scan_of(file: UUID, *, field: str = "file", by: Actor) -> StoredFile:
    """What the officer has just uploaded: a picture of the signature, or the page that was signed. Raises Invalid."""
    found = upload_for(by, file)
    if found is None:
        raise Invalid(_("没有找到您上传的签名或者回执，或者它没有通过检查，请重新上传。"), field=field)
    return found


def take_back(*, case: Case, letter: UUID, reason: str, by: Actor, at: datetime) -> Case:
    """The signed copy was entered by mistake: it counts no more, and the history says why.

    Raises Invalid, WrongState, NoMandate.
    """
    reason = clean(reason, field="reason", longest=200)
    if not reason:
        raise Invalid(_("请写明为什么收回，申请人会看到。"), field="reason")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        warrant = standing.require_power(case, Power.DELIVER, by=by, at=at)
        require_some(case)
        wrong = signed(case).filter(letter=letter).first()
        if wrong is None:
            raise Invalid(_("这份文书没有登记过回执，或者那一次登记已经收回。"), field="letter")
        SignedCopy.objects.filter(pk=wrong.pk).update(taken_back_at=at)
        told = {"letter": wrong.letter.number, "reason": reason}
        mandate_id = standing.mandate_id(warrant)
        life_cycle.note(case=case, act="take_back_signed_copy", by=by, at=at, mandate_id=mandate_id, detail=told)
    return case


def require_unarchived(case: Case) -> None:
    """Refuse a case into which nothing more can be laid."""
    if case.state == State.ARCHIVED:
        raise life_cycle.WrongState(_("办件已经归档，不能再登记回执。需要补充的，按档案管理规定另附说明。"))


def require_some(case: Case) -> None:
    """Refuse where there is no signed copy that could be taken back."""
    require_unarchived(case)
    if not signed(case).exists():
        raise life_cycle.WrongState(_("这件办件没有登记过签字的回执。"))


def signed(case: Case) -> QuerySet[SignedCopy]:
    """The signed copies that came back, each with its letter, in the order of the letters."""
    return SignedCopy.objects.filter(case=case).select_related("letter").order_by("letter__issued_at", "id")


def signable(case: Case) -> QuerySet[Letter]:
    """The letters of the case that are signed for by themselves and whose signed copy has not come back. A revoked one
    too, unless nobody ever got it: it says what the applicant was told, and when."""
    back = SignedCopy.objects.filter(case=case).values("letter")
    not_due = Q(kind__in=[*INTERNAL, *DELIVERED]) | Q(pk__in=back) | _never_handed_out(case)
    return queries.letters_of(case).exclude(not_due)


def of_case(case: Case) -> dict[UUID, SignedCopy]:
    """The signed copies that came back, each by its letter. One statement."""
    return {one.letter_id: one for one in SignedCopy.objects.filter(case=case)}


def _letter(case: Case, letter: UUID) -> Letter:
    found = queries.letters_of(case).filter(pk=letter).first()
    if found is None or found.kind in INTERNAL:
        raise Invalid(_("这件办件没有这份文书，请重新选择。"), field="letter")
    if found.kind in DELIVERED:
        raise Invalid(_("决定和结果在送达回证上签收：先办理送达，再登记那份送达回证。"), field="letter")
    if queries.letters_of(case).filter(_never_handed_out(case), pk=letter).exists():
        raise Invalid(
            _("%(letter)s 收回时登记的是没有交到申请人手里，不能再登记它的回执。") % {"letter": found.number},
            field="letter",
        )
    if before := SignedCopy.objects.filter(letter=found).first():
        raise SignedAlready(
            _("%(letter)s 的回执已于 %(day)s 签收并登记。登记错了的，请先收回那一次登记，再重新登记。")
            % {"letter": found.number, "day": before.signed_on.isoformat()},
            field="letter",
        )
    return found


def _never_handed_out(case: Case) -> Q:
    """Letters of a step taken back without another letter that tells it: they were revoked by it, at its moment."""
    backs = queries.history(case).filter(act__in=NEVER_HANDED_OUT).exclude(detail__has_key="letter")
    return Q(revoked_at__in=backs.values("at"))


def _check(case: Case, letter: Letter, signed_on: date, signer: str, *, at: datetime) -> None:
    served = case.applicant if letter.kind == LetterKind.SERVICE_RECEIPT else letter.addressee
    if not timezone.localdate(letter.issued_at) <= signed_on <= timezone.localdate(at):
        raise Invalid(_("签收日期不能早于文书的日期，也不能晚于今天。"), field="signed_on")
    if signer not in SignedCopy.Signer.values:
        raise Invalid(_("请选择是谁签收的。"), field="signer")
    if signer == SignedCopy.Signer.REPRESENTATIVE and served.is_natural:
        raise Invalid(_("受送达人是自然人，没有法定代表人，请重新选择是谁签收的。"), field="signer")
