"""A session that stands open is worth no more than its holder's rights at this moment."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from yichuang.base.journal import Entry
from yichuang.cases import applying, testing
from yichuang.documents.models import Letter
from yichuang.offices.models import Posting
from yichuang.people import actors, agency, granting, registering
from yichuang.people import testing as town
from yichuang.people.models import Account, Role, RoleGrant

AT = testing.moment()


@pytest.fixture(autouse=True)
def staffed_town(db: None) -> None:
    testing.staffed_town()


def open_session(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_a_role_that_ended_opens_nothing_any_more() -> None:
    case, clerk = testing.submitted(), town.liu_mei()
    client = open_session(clerk)
    assert client.get(f"/desk/cases/{case.number}/").status_code == 200
    RoleGrant.objects.filter(account=clerk).update(until=AT + timedelta(minutes=1))
    assert client.get(f"/desk/cases/{case.number}/").status_code == 403
    assert client.post(f"/desk/cases/{case.number}/acceptance/").status_code == 403


def test_a_posting_that_ended_shows_no_case_any_more() -> None:
    case, clerk = testing.submitted(), town.liu_mei()
    client = open_session(clerk)
    Posting.objects.filter(account=clerk).update(until=testing.MONDAY)
    assert client.get(f"/desk/cases/{case.number}/").status_code == 404
    assert client.post(f"/desk/cases/{case.number}/acceptance/").status_code == 404


def test_a_closed_account_is_a_visitor() -> None:
    case, clerk = testing.submitted(), town.liu_mei()
    client = open_session(clerk)
    registering.close_account(account=clerk, by=actors.SYSTEM, at=AT)
    assert client.get(f"/desk/cases/{case.number}/").status_code == 302


def test_an_agent_whose_letter_was_revoked_finds_nothing() -> None:
    principal, agent = town.zhang_wei().party, town.wang_fang()
    assert principal is not None
    assert agent.party is not None
    letter = agency.authorise(
        principal=principal,
        agent=agent.party,
        item_codes=["food-licence"],
        since=testing.MONDAY,
        until=testing.MONDAY + timedelta(days=9999),
        letter_digest="0" * 64,
        by=actors.SYSTEM,
        at=AT,
    )
    by = town.actor(agent, at=AT)
    case = applying.apply(application=testing.online(by=by), by=by, at=AT)
    client = open_session(agent)
    assert client.get(f"/cases/{case.number}/").status_code == 200
    agency.revoke(agency=letter, by=actors.SYSTEM, at=AT)
    for page in ("", "sent/", "withdrawal/", "correction/"):
        assert client.get(f"/cases/{case.number}/{page}").status_code == 404
        assert client.post(f"/cases/{case.number}/{page}").status_code in (404, 405)


def test_what_was_entered_in_the_journal_cannot_be_changed_through_the_program() -> None:
    testing.submitted()
    changes: tuple[Callable[[], object], ...] = (
        lambda: Entry.objects.update(who_id="1"),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.all()[0].save(),
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Letter.objects.exists()


def test_a_business_role_is_not_given_to_an_administrator_by_himself() -> None:
    guard = town.staff("feng", "冯安国", Role.SECURITY_ADMIN)
    with pytest.raises(granting.CannotGrant):
        granting.grant_role(account=guard, role=Role.CLERK, by=actors.of(guard, at=AT), at=AT)
