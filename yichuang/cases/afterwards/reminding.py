"""The holder is reminded before his certificate expires, once (行政许可法第五十条)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from yichuang.cases import life_cycle, queries, timing
from yichuang.cases.afterwards import letters, linking
from yichuang.cases.models import Case, Certificate, Reminder, Rule
from yichuang.cases.models.case import UNDECIDED_STATES
from yichuang.offices.models import Centre
from yichuang.people.actors import SYSTEM, Actor

BATCH: Final = 200
log = logging.getLogger(__name__)


@dataclass
class Report:
    """How many were reminded, and the numbers of the certificates where it failed."""

    done: int = 0
    failed: list[str] = field(default_factory=list)


def remind_all(*, at: datetime) -> Report:
    """Remind every holder whose time has come, each in a transaction of its own.

    The cost grows with the certificates that expire in these weeks, found by their last day; not with all there are.
    """
    report = Report()
    for centre in Centre.objects.order_by("code"):
        rule = timing.rule_of(centre, Rule.Kind.RENEWAL_REMINDER, at=at)
        if rule is None:
            continue
        for pk, number in _due(centre, rule, on=timezone.localdate(at)):
            try:
                report.done += _remind(pk, at=at)
            except Exception:
                # Whatever it is: the others are owed their reminder all the same.
                log.exception("reminder failed: certificate %s", pk)
                report.failed.append(number)
    return report


def expiring(*, on: date, within: int) -> QuerySet[Certificate]:
    """Certificates that expire within so many days, were not reminded of, and are neither ended nor being renewed."""
    ended = Q(successor__isnull=False) | Q(endings__isnull=False)
    rows = Certificate.objects.filter(valid_until__gte=on, valid_until__lte=on + timedelta(days=within))
    rows = rows.exclude(ended).filter(reminder__isnull=True)
    return rows.exclude(pk__in=Case.objects.filter(former__isnull=False, state__in=UNDECIDED_STATES).values("former"))


def unanswered(actor: Actor, *, at: datetime) -> list[Reminder]:
    """Reminders of the actor's own certificates that still count and for which nobody has applied. Two statements."""
    today = timezone.localdate(at)
    waiting = Case.objects.filter(former__isnull=False, state__in=UNDECIDED_STATES).values("former")
    rows = Reminder.objects.select_related("certificate").filter(
        certificate__holder__in=queries.my_parties(actor),
        certificate__valid_until__gte=today,
        certificate__successor__isnull=True,
        certificate__endings__isnull=True,
    )
    return list(rows.exclude(certificate__in=waiting).order_by("apply_by", "id")[:BATCH])


def _due(centre: Centre, rule: Rule, *, on: date) -> Iterator[tuple[UUID, str]]:
    rows = expiring(on=on, within=rule.length).filter(case__centre=centre).order_by("valid_until", "id")
    found = list(rows.values_list("valid_until", "id", "number")[:BATCH])
    while found:
        yield from ((pk, number) for _until, pk, number in found)
        last, pk, _number = found[-1]
        after = rows.filter(Q(valid_until__gt=last) | Q(valid_until=last, id__gt=pk))
        found = list(after.values_list("valid_until", "id", "number")[:BATCH])


def _remind(pk: UUID, *, at: datetime) -> bool:
    with transaction.atomic():
        held = Certificate.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if held is None or Reminder.objects.filter(certificate=held).exists():
            return False
        remind(certificate=held, at=at)
    return True


def remind(*, certificate: Certificate, by: Actor = SYSTEM, at: datetime) -> Reminder:
    """One letter: until when it is valid, and by when a renewal is to be applied for."""
    case = Case.objects.select_related("department", "centre", "applicant", "item", "item_version").get(
        pk=certificate.case_id
    )
    rule = timing.rule(case, Rule.Kind.RENEWAL, at=at)
    last = linking.apply_by(certificate, rule) or certificate.valid_until
    assert last is not None  # noqa: S101 - only what expires is reminded of
    basis = [rule.basis if rule else letters.RENEWAL_LAW]
    with transaction.atomic():
        letter = letters.reminder(case, certificate, apply_by=last, basis=basis, by=by, at=at)
        made = Reminder.objects.create(certificate=certificate, apply_by=last, letter=letter, at=at)
        life_cycle.note(case=case, act="remind", by=by, at=at)
    return made
