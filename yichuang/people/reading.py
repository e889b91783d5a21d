"""Reading personal data is an act: who read what of whom, and why, is in the journal for the person to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yichuang.base import journal, text
from yichuang.base.journal import Entry
from yichuang.base.refusal import Invalid
from yichuang.people.actors import Actor
from yichuang.people.models import Party, Role
from yichuang.people.registering import subject_of

FIELDS = ("name", "number", "phone", "address")
READING = ("people.unmasked", "people.read")
# Those who deal with applicants. A supervisor or administrator sees the process, never the person (AB-27).
READERS = (Role.GUIDE, Role.CLERK, Role.EXAMINER, Role.CHIEF_APPROVER, Role.HEAD)
AGAIN_AFTER: Final = timedelta(hours=1)
"""A case that is worked on is opened again and again: within this time it is one reading."""


class Seen(StrEnum):
    """What an officer saw, without opening a single field by `unmask`."""

    CASE = "case"
    PAPERS = "papers"
    SCREEN = "screen"
    PACKAGE = "package"
    ADDRESS = "address"
    SHARED = "shared"
    PHONE = "phone"


@dataclass(frozen=True)
class Look:
    """Whose data, in which case ("" when in none)."""

    party: UUID
    case: str = ""


@transaction.atomic
def unmask(*, party: Party, field: str, by: Actor, at: datetime, reason: str, case_number: str = "") -> str:
    """One field of `party` in plain text, for a reason that goes into the journal; "" when there is none.

    Source: 个人信息保护法 art. 6 and 51 (a clear purpose, the least that is needed, access controlled and recorded).
    """
    if field not in FIELDS:
        raise Invalid(_("没有这一项信息可以查看。"), field="field")
    if not by.is_person(party):
        by.must_have(*READERS)
    reason = text.clean(reason, field="reason", longest=200, label=_("查看理由"))
    if len(reason) < 2:
        raise Invalid(_("请写明查看理由，例如“核对原件”。"), field="reason")
    journal.write(
        act="people.unmasked",
        subject=subject_of(party),
        by=by,
        at=at,
        detail={"field": field, "reason": reason, "case": case_number},
    )
    sealed = getattr(party, field)
    return "" if sealed is None else str(sealed.open())


def note(looks: Iterable[Look], *, seen: Seen, reason: str = "", by: Actor, at: datetime) -> None:
    """Put on record that an officer, or a job in nobody's name, reads the data of these people, for them to see.

    What is read again within the hour, of the same case and for the same reason, stands there already. The applicant's
    own side is nobody who looks. One statement, two more for each new row.
    """
    strange = by.is_staff or by.is_system
    wanted = {look for look in looks if strange and str(look.party) != _himself(by)}
    if not wanted:
        return
    told = Entry.objects.filter(
        subject_kind="party",
        subject_id__in={str(look.party) for look in wanted},
        act="people.read",
        who_kind=by.who_kind,
        who_id=by.who_id,
        at__gt=at - AGAIN_AFTER,
        at__lte=at,
        detail__seen=seen,
        detail__reason=reason,
    )
    known = set(told.values_list("subject_id", "detail__case"))
    new = [look for look in sorted(wanted, key=str) if (str(look.party), look.case) not in known]
    if new:
        _write(new, seen=seen, reason=reason, by=by, at=at)


@transaction.atomic
def _write(looks: Iterable[Look], *, seen: Seen, reason: str, by: Actor, at: datetime) -> None:
    for look in looks:
        detail = {"seen": str(seen), "reason": reason, "case": look.case}
        subject = journal.Subject("party", str(look.party))
        journal.write(act="people.read", subject=subject, by=by, at=at, detail=detail)


def _himself(by: Actor) -> str:
    return str(by.account.party_id) if by.account is not None else ""


def in_full(party: Party) -> dict[str, str]:
    """Everything on record of `party` in plain text, for a package that leaves the house or a screen that it is copied
    from. The caller asks for the authority and puts the reading on record."""
    opened = {field: getattr(party, field) for field in FIELDS}
    plain = {field: "" if sealed is None else str(sealed.open()) for field, sealed in opened.items()}
    kinds = {"id": str(party.pk), "kind": party.kind, "document_type": party.document_type}
    return kinds | plain | {"representative": str(party.representative_id or "")}


def masked(party: Party) -> dict[str, str]:
    """The same as it is shown to everybody who deals with the case: masked."""
    shown = {field: str(getattr(party, field) or "") for field in FIELDS}
    return {"id": str(party.pk), "kind": party.kind, "document_type": party.document_type} | shown


def who_looked(*parties: Party) -> QuerySet[Entry]:
    """Every reading of the data of these, oldest first."""
    ids = [str(party.pk) for party in parties]
    return Entry.objects.filter(subject_kind="party", subject_id__in=ids, act__in=READING).order_by("seq")
