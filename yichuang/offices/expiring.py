"""What runs out within thirty days – instruments, seals, postings, substitutes – told to whom it concerns: the centre's
manager, the head of the department that lends the power, and whoever holds it. Gone as soon as it is renewed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from yichuang.offices.mandates import about_to_expire, running
from yichuang.offices.models import Duty, Mandate, Posting, Seal
from yichuang.offices.queries import desk_of
from yichuang.people.actors import Actor
from yichuang.people.models import Role

DAYS: Final = 30


@dataclass(frozen=True)
class Ending:
    """Something that runs out: what it is, its last day, whom to ask for the next."""

    what: str
    last: date
    ask: str


def for_actor(actor: Actor, on: date) -> list[Ending]:
    """What runs out soon and concerns `actor`, the next to end first. Five statements at most."""
    if actor.account is None:
        return []
    me, desk = actor.account, desk_of(actor.account, on)
    mine = Posting.objects.filter(running(on), account=me)
    headed = [one.department_id for one in mine if one.duty == Duty.HEAD and one.duty in actor.roles]
    whole = desk.centre if actor.has(Role.MANAGER) else None
    found = [
        *_mandates(Q(grantee_account=me) | Q(grantor__in=headed) | Q(grantor__centre=whole), on),
        *_seals(Q(keeper=me) | Q(department__in=headed) | Q(department__centre=whole), on),
        *_postings(Q(account=me) | Q(department__in=headed) | Q(centre=whole), on),
    ]
    return sorted(found, key=lambda one: one.last)


def _mandates(concerns: Q, on: date) -> Iterable[Ending]:
    for one in about_to_expire(on, days=DAYS).filter(concerns).exclude(Exists(_next_of())).distinct():
        holder = one.grantee_account.display_name if one.grantee_account else str(one.grantee_centre)
        what = _("%(mandate)s（%(grantor)s授权%(holder)s）")
        told = {"mandate": one, "grantor": one.grantor, "holder": holder}
        yield Ending(what % told, one.until - timedelta(days=1), _("请联系%(grantor)s续签并备案") % told)


def _next_of() -> QuerySet[Mandate]:
    """An instrument that takes the place of the one asked about, without a day between and with all that it lends."""
    holder = Q(grantee_account=OuterRef("grantee_account")) | Q(grantee_centre=OuterRef("grantee_centre"))
    items = Q(all_items=True) | Q(item_codes__contains=OuterRef("item_codes"), all_items=OuterRef("all_items"))
    return Mandate.objects.filter(
        holder,
        items,
        kind=OuterRef("kind"),
        grantor=OuterRef("grantor"),
        powers__contains=OuterRef("powers"),
        since__lte=OuterRef("until"),
        until__gt=OuterRef("until"),
        revoked_at=None,
    )


def _seals(concerns: Q, on: date) -> Iterable[Ending]:
    ending = Seal.objects.filter(concerns, since__lte=on, until__gt=on, until__lte=on + timedelta(days=DAYS))
    other = Seal.objects.filter(
        Q(until=None) | Q(until__gt=OuterRef("until")), department=OuterRef("department"), kind=OuterRef("kind")
    )
    for one in ending.exclude(Exists(other)).select_related("department"):
        told = {"seal": one, "department": one.department}
        last = (one.until or on) - timedelta(days=1)
        yield Ending(_("印章“%(seal)s”停用") % told, last, _("请联系%(department)s刻制新章并备案") % told)


def _postings(concerns: Q, on: date) -> Iterable[Ending]:
    ending = Posting.objects.filter(concerns, since__lte=on, until__gt=on, until__lte=on + timedelta(days=DAYS))
    other = Posting.objects.filter(
        Q(until=None) | Q(until__gt=OuterRef("until")),
        account=OuterRef("account"),
        duty=OuterRef("duty"),
        centre=OuterRef("centre"),
    )
    for one in ending.exclude(Exists(other)).select_related("account", "centre"):
        told = {"name": one.account.display_name, "duty": Duty(one.duty).label, "centre": one.centre}
        what = _("%(name)s代理“%(duty)s”") if one.substitute_for_id else _("%(name)s的岗位“%(duty)s”")
        last = (one.until or on) - timedelta(days=1)
        yield Ending(what % told, last, _("请联系%(centre)s安排接替") % told)
