"""Substitutes (AB角) within a department: its head arranges who acts for whom while somebody is away.

He posts nobody from outside: the substitute is an officer of the same department. Everything else about posts is the
manager's (`staffing`).
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid
from yichuang.offices import staffing
from yichuang.offices.mandates import running
from yichuang.offices.models import Department, Duty, Posting
from yichuang.offices.staffing import CannotStaff
from yichuang.people.actors import Actor
from yichuang.people.models import Account, Role


@transaction.atomic
def arrange_substitute(
    *, principal: Posting, account: Account, since: date, until: date, by: Actor, at: datetime
) -> Posting:
    """`account` acts for the holder of the post `principal` from `since` up to, not including, `until`.

    Raises NotAllowed, CannotStaff when `by` is not head of that department today, Invalid.
    """
    department = _headed(principal, by=by, at=at)
    if principal.substitute_for_id is not None:
        raise Invalid(_("这是替岗，不能再替；请选择被替代人员本人的岗位。"), field="account")
    if not officers_of(department, on=timezone.localdate(at)).filter(pk=account.pk).exists():
        raise Invalid(_("替岗人员应当是本部门在岗的工作人员。"), field="account")
    return staffing.put_on_post(
        account=account,
        centre=principal.centre,
        duty=Duty(principal.duty),
        since=since,
        until=until,
        department=department,
        window=None,
        substitute_for=principal,
        by=by,
        at=at,
    )


@transaction.atomic
def end_substitute(*, posting: Posting, until: date, by: Actor, at: datetime) -> Posting:
    """The substitute's days end: `until` is the first without him. Raises NotAllowed, CannotStaff, Invalid."""
    _headed(posting, by=by, at=at)
    if posting.substitute_for_id is None:
        raise CannotStaff(_("部门负责人只能结束替岗；其他岗位请联系中心管理员。"))
    return staffing.take_off_post(posting=posting, until=until, by=by, at=at)


def departments_headed(account: Account, *, on: date) -> list[Department]:
    """The departments of which `account` is the head on that day, himself or as a substitute. One statement."""
    posts = Posting.objects.filter(running(on), account=account, duty=Duty.HEAD, department__isnull=False)
    return list(Department.objects.filter(pk__in=posts.values("department")).order_by("code"))


def officers_of(department: Department, *, on: date) -> QuerySet[Account]:
    """Who is posted in the department itself on that day, by name. One statement."""
    posts = Posting.objects.filter(running(on), department=department, window=None)
    return Account.objects.filter(pk__in=posts.values("account"), is_active=True).order_by("username")


def posts_of(department: Department, *, on: date) -> list[Posting]:
    """The posts of the department from that day on, principals before their substitutes. One statement."""
    rows = Posting.objects.filter(department=department, window=None).exclude(until__lte=on)
    rows = rows.select_related("account", "substitute_for__account", "centre", "department")
    return sorted(rows, key=lambda one: (one.duty, one.substitute_for_id or one.pk, one.since, one.pk))


def _headed(posting: Posting, *, by: Actor, at: datetime) -> Department:
    by.must_have(Role.HEAD)
    department = posting.department
    headed = departments_headed(by.account, on=timezone.localdate(at)) if by.account else []
    if department is None or department not in headed:
        raise CannotStaff(_("AB角由本部门负责人安排，这个岗位不在您负责的部门。"))
    return department
