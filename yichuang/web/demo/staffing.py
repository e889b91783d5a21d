"""Who does what in the demonstration: found by window, duty and mandate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from yichuang.cases import applying
from yichuang.cases.models import Case
from yichuang.catalogue.models import ItemVersion
from yichuang.offices.mandates import running
from yichuang.offices.models import Duty, Mandate, MandateKind, Posting
from yichuang.people import actors
from yichuang.people.actors import Actor


def has_staff(version: ItemVersion, *, at: datetime) -> bool:
    """Whether the department of the item has two examiners and somebody who decides."""
    posts = Posting.objects.filter(running(timezone.localdate(at)), department=version.item.department_id)
    return posts.filter(duty=Duty.EXAMINER).count() >= 2 and posts.filter(duty=Duty.HEAD).exists()


def clerk_for(version: ItemVersion, *, at: datetime) -> Actor:
    """A clerk who may accept this item: of its zone, or of its department."""
    item = version.item
    on = timezone.localdate(at)
    zone = applying.zone_for(item, on=on)
    posts = Posting.objects.filter(running(on), duty=Duty.CLERK).select_related("account")
    found = posts.filter(window__zone=zone).first() or posts.filter(department=item.department_id).first()
    if found is None:
        raise LookupError(f"nobody takes {version.name}")
    return actors.of(found.account, at=at)


def officers(case: Case, *, at: datetime) -> Iterator[Actor]:
    """The examiners of the case's department."""
    posts = Posting.objects.filter(running(timezone.localdate(at)), duty=Duty.EXAMINER, department=case.department_id)
    for post in posts.select_related("account").order_by("id"):
        yield actors.of(post.account, at=at)


def decider(case: Case, *, at: datetime) -> Actor:
    """The chief approver with a mandate of level one for the item, else the head of the department."""
    on = timezone.localdate(at)
    lent = Mandate.objects.filter(
        Q(all_items=True) | Q(item_codes__contains=[case.item.code]),
        running(on),
        kind=MandateKind.APPROVAL,
        level=1,
        grantor=case.department_id,
        revoked_at__isnull=True,
    ).first()
    if lent is not None and lent.grantee_account is not None:
        return actors.of(lent.grantee_account, at=at)
    return head(case, at=at)


def head(case: Case, *, at: datetime) -> Actor:
    """The head of the department."""
    found = Posting.objects.select_related("account").get(
        running(timezone.localdate(at)), duty=Duty.HEAD, department=case.department_id, substitute_for__isnull=True
    )
    return actors.of(found.account, at=at)
