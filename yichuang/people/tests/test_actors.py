"""An actor is an account with the roles of one moment."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed
from yichuang.people.models import Role

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)


def test_making_one_costs_one_statement() -> None:
    clerk = town.liu_mei()
    with CaptureQueriesContext(connection) as asked:
        actor = actors.of(clerk, at=AT)
    assert len(asked) == 1
    assert (actor.kind, actor.who_kind, actor.who_id) == ("staff", "staff", str(clerk.pk))
    assert actor.has(Role.CLERK)
    assert not actor.has(Role.HEAD)


def test_an_applicant_is_a_person_without_roles() -> None:
    actor = actors.of(town.zhang_wei(), at=AT)
    assert actor.kind == "public"
    assert actor.party is not None
    assert actor.is_person(actor.party)
    assert not actor.is_person(town.huaxin())


def test_the_system_passes_where_a_role_is_asked_and_a_visitor_does_not() -> None:
    actors.SYSTEM.must_have(Role.MANAGER)
    with pytest.raises(NotAllowed, match="中心管理员、部门负责人"):
        actors.VISITOR.must_have(Role.MANAGER, Role.HEAD)
