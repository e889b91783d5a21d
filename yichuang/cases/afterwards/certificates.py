"""Certificates: written once, never changed. What became of one is asked of the rows that follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from yichuang.base.refusal import Invalid
from yichuang.cases import queries
from yichuang.cases.afterwards import validity
from yichuang.cases.afterwards.identifiers import FIRST_VERSION, identifier
from yichuang.cases.models import Arrangement, Case, Certificate, Way
from yichuang.people.actors import Actor


class Standing(StrEnum):
    """Whether a certificate counts today, and if not, why."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    CHANGED = "changed"
    RENEWED = "renewed"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"

    @property
    def label(self) -> StrPromise:
        """The word for people."""
        return _LABELS[self]


_LABELS = {
    Standing.IN_FORCE: pgettext_lazy("standing", "有效"),
    Standing.NOT_YET: pgettext_lazy("standing", "尚未生效"),
    Standing.EXPIRED: pgettext_lazy("standing", "已过有效期"),
    Standing.CHANGED: pgettext_lazy("standing", "已变更"),
    Standing.RENEWED: pgettext_lazy("standing", "已延续"),
    Standing.REVOKED: pgettext_lazy("standing", "已撤销"),
    Standing.WITHDRAWN: pgettext_lazy("standing", "已撤回"),
    Standing.CANCELLED: pgettext_lazy("standing", "已注销"),
}
_ENDED = {Way.CANCELLED: Standing.CANCELLED, Way.REVOKED: Standing.REVOKED, Way.WITHDRAWN: Standing.WITHDRAWN}


def with_events() -> QuerySet[Certificate]:
    """Certificates with everything that `standing` asks for. Two statements."""
    joined = Certificate.objects.select_related("case", "holder", "department", "item", "successor__case")
    return joined.prefetch_related("endings")


def standing(certificate: Certificate, *, on: date) -> Standing:
    """Where the certificate stands on that day. A cancelled one was perhaps revoked before: the last counts."""
    ways = {Way(one.way) for one in certificate.endings.all()}
    for way, what in _ENDED.items():
        if way in ways:
            return what
    successor = getattr(certificate, "successor", None)
    if successor is not None:
        return Standing.RENEWED if successor.case.purpose == "renewal" else Standing.CHANGED
    if certificate.valid_until is not None and certificate.valid_until < on:
        return Standing.EXPIRED
    return Standing.NOT_YET if certificate.valid_from > on else Standing.IN_FORCE


def of_actor(actor: Actor, *, at: datetime) -> QuerySet[Certificate]:
    """The actor's own certificates and those of the organisations that he is proved to represent, newest first."""
    holders = queries.my_parties(actor)
    return with_events().filter(holder_id__in=holders).order_by("-id")


@dataclass(frozen=True)
class Terms:
    """What stands on a certificate besides its name. `until` is its last day; None is without end."""

    number: str
    since: date
    until: date | None


FARTHEST: Final = 100
"""Years between a decision and a day of its certificate; more is a slip of the pen, or a way to say "without end"."""


def terms_at_issue(case: Case, *, number: str, since: date | None, until: date | None, at: datetime) -> Terms:
    """From the day of the decision, as long as the guide says, unless the officer names other days. Raises Invalid."""
    decided_on = timezone.localdate(case.decided_at or at)
    for day, field in ((since, "valid_from"), (until, "valid_until")):
        if day is not None and abs(day.year - decided_on.year) > FARTHEST:
            raise Invalid(_("有效期的日期离决定太远，请核对；长期有效的，有效期止不填。"), field=field)
    first = since or decided_on
    if until is None:
        term = term_of(case)
        until = validity.last_day(first, term) if term else None
    if until is not None and until < first:
        raise Invalid(_("有效期止不能早于有效期起。"), field="valid_until")
    return Terms(number, first, until)


def term_of(case: Case) -> validity.Term | None:
    """How long the guide says that the result is valid."""
    result = case.item_version.parsed.result
    return validity.term_of(result.validity) if result else None


def renewed_terms(case: Case, former: Certificate, *, at: datetime) -> Terms:
    """The same number, from the day after the former's last; as long as the guide says, else as long as the former."""
    today = timezone.localdate(at)
    if former.valid_until is None:
        return Terms(former.number, today, None)
    first = max(former.valid_until + timedelta(days=1), today)
    term = term_of(case)
    if term is not None:
        return Terms(former.number, first, validity.last_day(first, term))
    return Terms(former.number, first, first + (former.valid_until - former.valid_from))


def changed_terms(former: Certificate, *, at: datetime) -> Terms:
    """A change leaves number and last day as they were; it holds from the day of its decision."""
    return Terms(former.number, max(former.valid_from, timezone.localdate(at)), former.valid_until)


def write(case: Case, terms: Terms, *, former: Certificate | None = None, at: datetime) -> Certificate:
    """Put the certificate of a granted case on record, in the place of `former` if there is one. Four statements.

    Raises Invalid where another case of the item has the number.
    """
    result = case.item_version.parsed.result
    made = Certificate(
        case=case,
        former=former,
        item=former.item if former else case.item,
        department=case.department,
        holder=case.applicant,
        name=former.name if former else result.name if result else case.item_version.name,
        number=terms.number,
        identifier=_identifier(case, former, at=at),
        valid_from=terms.since,
        valid_until=terms.until,
        issued_at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Invalid(
            _("证照编号 %(number)s 已经用过，请核对后重新填写。") % {"number": terms.number}, field="certificate_number"
        ) from None
    return made


def _identifier(case: Case, former: Certificate | None, *, at: datetime) -> str:
    """The 证照标识: a successor keeps the serial and has the next version."""
    arranged = arranged_for(former.item_id if former else case.item_id, on=timezone.localdate(at))
    if arranged is None or not arranged.licence_type:
        return ""
    serial, version = case.number, FIRST_VERSION
    if former is not None and former.identifier:
        *_head, serial, before, _check = former.identifier.split(".")
        version = f"{int(before) + 1:03d}"
    return identifier(
        licence_type=arranged.licence_type, issuer=case.department.credit_code, serial=serial, version=version
    )


def arranged_for(item_id: int, *, on: date) -> Arrangement | None:
    """What is arranged for the item's certificates on that day. One statement."""
    return Arrangement.objects.filter(item_id=item_id, since__lte=on).order_by("-since").first()
