"""Reading personal data is an act: who read what of whom, and why, is in the journal for the person to see."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import journal, text
from yichuang.base.refusal import Invalid
from yichuang.people.actors import Actor
from yichuang.people.models import Party, Role
from yichuang.people.registering import subject_of

FIELDS = ("name", "number", "phone", "address")
READING = ("people.unmasked", "people.read")
# Those who deal with applicants. A supervisor or administrator sees the process, never the person (AB-27).
READERS = (Role.GUIDE, Role.CLERK, Role.EXAMINER, Role.CHIEF_APPROVER, Role.HEAD)


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


@transaction.atomic
def note_read(*, party: Party, by: Actor, at: datetime, purpose: str) -> journal.Entry:
    """Puts on record that the record of `party` was opened for `purpose`."""
    purpose = text.clean(purpose, field="purpose", longest=200, label=_("用途"))
    return journal.write(act="people.read", subject=subject_of(party), by=by, at=at, detail={"reason": purpose})


def in_full(party: Party) -> dict[str, str]:
    """Everything on record of `party` in plain text, for a package that leaves the house or a screen that it is copied
    from. The caller asks for the authority and puts the reading on record."""
    opened = {field: getattr(party, field) for field in FIELDS}
    plain = {field: "" if sealed is None else str(sealed.open()) for field, sealed in opened.items()}
    kinds = {"id": str(party.pk), "kind": party.kind, "document_type": party.document_type}
    return kinds | plain | {"representative": str(party.representative_id or "")}


def note_once_a_day(*, party: Party, by: Actor, at: datetime, purpose: str) -> None:
    """The same, once for each day, reader and purpose: a case that is worked on is opened many times."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = who_looked(party).filter(
        act="people.read",
        who_kind=by.who_kind,
        who_id=by.who_id,
        at__gte=midnight,
        at__lt=midnight + timedelta(days=1),
        detail__reason=purpose,
    )
    if not today.exists():
        note_read(party=party, by=by, at=at, purpose=purpose)


def who_looked(party: Party) -> QuerySet[journal.Entry]:
    """Every reading of the data of `party`, oldest first."""
    return journal.history(subject_of(party)).filter(act__in=READING)
