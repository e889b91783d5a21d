"""Roles are given by the security administrator, and the three administrators are three people."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from django.db import IntegrityError, connection, transaction

from yichuang.people import actors, granting
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed
from yichuang.people.granting import CannotGrant
from yichuang.people.models import ADMIN_ROLES, Account, Role, RoleGrant

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
BUSINESS = [role for role in Role if role not in ADMIN_ROLES]


def insert(
    account: Account, role: Role, since: datetime, until: datetime | None = None, by: Account | None = None
) -> None:
    """Under every act, by the hand of whoever has the database open."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_rolegrant (account_id, role, since, until, granted_by_id) VALUES (%s, %s, %s, %s, %s)",
            [account.pk, str(role), since, until, by.pk if by else None],
        )


@pytest.mark.parametrize(
    ("first", "second"),
    [*combinations(ADMIN_ROLES, 2), *((admin, business) for admin in ADMIN_ROLES for business in BUSINESS)],
)
def test_the_database_refuses_two_camps_at_once(first: Role, second: Role) -> None:
    somebody = town.staff("somebody", "某人")
    insert(somebody, first, AT)

    with pytest.raises(IntegrityError, match="role_grant_camps_are_disjoint"):
        insert(somebody, second, AT + timedelta(days=100))
    with pytest.raises(IntegrityError, match="role_grant_camps_are_disjoint"):
        insert(somebody, second, AT - timedelta(days=100), AT + timedelta(seconds=1))
    insert(somebody, second, AT - timedelta(days=100), AT)
    with pytest.raises(IntegrityError, match="role_grant_camps_are_disjoint"), transaction.atomic():
        RoleGrant.objects.filter(account=somebody).update(until=None)


def test_one_camp_after_the_other_is_allowed() -> None:
    somebody = town.staff("somebody", "某人")
    insert(somebody, Role.CLERK, AT - timedelta(days=100), AT)
    insert(somebody, Role.AUDIT_ADMIN, AT)

    assert actors.of(somebody, at=AT).roles == {Role.AUDIT_ADMIN}
    assert actors.of(somebody, at=AT - timedelta(seconds=1)).roles == {Role.CLERK}


def test_business_roles_go_together() -> None:
    somebody = town.staff("somebody", "某人")
    for role in BUSINESS:
        insert(somebody, role, AT)
    assert actors.of(somebody, at=AT).roles == set(BUSINESS)


def test_the_database_refuses_granting_oneself() -> None:
    somebody = town.staff("somebody", "某人")
    with pytest.raises(IntegrityError, match="role_grant_nobody_grants_himself"):
        insert(somebody, Role.HEAD, AT, by=somebody)


def test_the_security_administrator_gives_and_takes_a_role() -> None:
    somebody, admin = town.staff("somebody", "某人"), actors.of(town.security_admin(), at=AT)
    granting.grant_role(account=somebody, role=Role.CLERK, by=admin, at=AT)
    assert actors.of(somebody, at=AT).has(Role.CLERK)

    later = AT + timedelta(hours=3)
    granting.end_role(account=somebody, role=Role.CLERK, by=admin, at=later)
    assert not actors.of(somebody, at=later).has(Role.CLERK)
    assert actors.of(somebody, at=AT).has(Role.CLERK)
    with pytest.raises(CannotGrant):
        granting.end_role(account=somebody, role=Role.CLERK, by=admin, at=later)


@pytest.mark.parametrize(
    "who",
    [town.system_admin, town.audit_admin, town.qian_yan, town.wu_jun, town.zhang_wei],
    ids=lambda who: who.__name__,
)
def test_nobody_else_gives_or_takes_roles(who: Callable[[], Account]) -> None:
    by = actors.of(who(), at=AT)
    with pytest.raises(NotAllowed):
        granting.grant_role(account=town.chen_jie(), role=Role.CLERK, by=by, at=AT)
    with pytest.raises(NotAllowed):
        granting.end_role(account=town.chen_jie(), role=Role.GUIDE, by=by, at=AT)


def test_nobody_gives_himself_a_role() -> None:
    admin = town.security_admin()
    with pytest.raises(CannotGrant, match="不能给自己"):
        granting.grant_role(account=admin, role=Role.SECURITY_ADMIN, by=actors.of(admin, at=AT), at=AT)


def test_a_second_camp_is_refused_in_a_sentence_that_names_the_first() -> None:
    by = actors.of(town.security_admin(), at=AT)
    with pytest.raises(CannotGrant) as refused:
        granting.grant_role(account=town.liu_mei(), role=Role.SYSTEM_ADMIN, by=by, at=AT)
    assert "窗口受理人员" in str(refused.value)
    with pytest.raises(CannotGrant) as refused:
        granting.grant_role(account=town.audit_admin(), role=Role.HEAD, by=by, at=AT)
    assert "审计管理员" in str(refused.value)
    assert RoleGrant.objects.filter(account=town.liu_mei()).count() == 1


def test_a_role_is_not_given_twice() -> None:
    with pytest.raises(CannotGrant, match="已有"):
        granting.grant_role(account=town.liu_mei(), role=Role.CLERK, by=actors.SYSTEM, at=AT)


def test_the_public_has_no_roles() -> None:
    with pytest.raises(CannotGrant):
        granting.grant_role(account=town.zhang_wei(), role=Role.CLERK, by=actors.SYSTEM, at=AT)
    insert(town.zhang_wei(), Role.CLERK, AT)
    assert actors.of(town.zhang_wei(), at=AT).roles == frozenset()
