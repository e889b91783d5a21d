"""The audit administrator reads the journal of one case or account, and sees whether its chain holds."""

import pytest
from django.urls import reverse

from yichuang.base import journal
from yichuang.cases import queries
from yichuang.cases import testing as cases
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.desk import story
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def test_every_step_is_listed_and_the_chain_holds(at_desk: At) -> None:
    case = cases.accepted()
    client = at_desk(town.staff("the.auditor", "审计", Role.AUDIT_ADMIN))
    page = client.get(f"{reverse('desk:audit')}?kind=case&name={case.number}").content.decode()
    assert "刘梅" in page
    assert "日志链完整" in page
    assert cases.ANSWERS["premises"] not in page


def test_an_account_is_found_by_its_name(at_desk: At) -> None:
    auditor = town.staff("the.auditor", "审计", Role.AUDIT_ADMIN)
    page = at_desk(auditor).get(f"{reverse('desk:audit')}?kind=account&name=the.auditor").content.decode()
    assert "开户" in page
    nobody = at_desk(auditor).get(f"{reverse('desk:audit')}?kind=account&name=nobody").content.decode()
    assert "日志里没有" in nobody


def test_a_changed_row_and_a_missing_one_are_seen() -> None:
    entries = list(queries.history(cases.accepted()))
    assert story.broken(entries) == []
    entries[0].detail = {"from": "", "to": "declined"}
    assert story.broken(entries) == [entries[0]]
    again = list(journal.Entry.objects.filter(seq__in=[e.seq for e in entries]).order_by("seq"))
    third = list(queries.history(cases.examined()))
    assert story.broken([third[0], *third[2:]]) == [third[2]]
    assert story.broken(again) == []
