"""Giving and ending roles: the security administrator's work."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yichuang.base import journal
from yichuang.base.refusal import Refused
from yichuang.people.actors import Actor
from yichuang.people.models import ADMIN_ROLES, Account, AccountKind, Role, RoleGrant


class CannotGrant(Refused):
    """The role would break the separation of duties, or the account may have no role."""

    code = "cannot_grant"


@transaction.atomic
def grant_role(*, account: Account, role: Role, by: Actor, at: datetime) -> RoleGrant:
    """Gives `role` from now on.

    Raises CannotGrant when the account is of the public, is the granter's own, has the role already, or would stand
    in two camps: system, security, audit administration and business are disjoint (GB/T 22239—2019, 8.1.5).
    """
    by.must_have(Role.SECURITY_ADMIN)
    if account.kind != AccountKind.STAFF:
        raise CannotGrant(_("角色只能授予工作人员账号；请先由系统管理员开立工作人员账号。"))
    if by.account is not None and by.account.pk == account.pk:
        raise CannotGrant(_("不能给自己授予角色，请由另一位安全管理员办理。"))
    grant = RoleGrant(account=account, role=role, since=at, granted_by=by.account)
    try:
        with transaction.atomic():
            grant.save(force_insert=True)
    except IntegrityError:
        raise _clash(account, role, at)
    journal.write(
        act="people.role_granted",
        subject=journal.Subject("account", str(account.pk)),
        by=by,
        at=at,
        detail={"role": str(role)},
    )
    return grant


@transaction.atomic
def end_role(*, account: Account, role: Role, by: Actor, at: datetime) -> None:
    """Takes `role` back at once. Raises CannotGrant when the account does not have it."""
    by.must_have(Role.SECURITY_ADMIN)
    running = RoleGrant.objects.filter(Q(until=None) | Q(until__gt=at), account=account, role=role, since__lte=at)
    if not running.update(until=at, ended_by=by.account):
        raise CannotGrant(_("该账号现在没有“%(role)s”角色，无需收回。") % {"role": role.label})
    journal.write(
        act="people.role_ended",
        subject=journal.Subject("account", str(account.pk)),
        by=by,
        at=at,
        detail={"role": str(role)},
    )


def _clash(account: Account, role: Role, at: datetime) -> CannotGrant:
    """Why the database would not have it; it alone decides, so that two grants at once cannot slip through."""
    running = RoleGrant.objects.filter(Q(until=None) | Q(until__gt=at), account=account)
    held = [Role(held) for held in running.values_list("role", flat=True)]
    if role in held:
        return CannotGrant(_("该账号已有“%(role)s”角色。") % {"role": role.label})
    sentence = _(
        "该账号已有“%(held)s”角色，不能同时担任“%(role)s”：系统管理员、安全管理员、审计管理员与业务角色必须由不同的人担任。"
        "请另选账号，或者先收回原有角色。"
    )
    in_the_way = held if role in ADMIN_ROLES else [one for one in held if one in ADMIN_ROLES]
    labels = _("、").join(str(one.label) for one in in_the_way)
    return CannotGrant(sentence % {"held": labels, "role": role.label})
