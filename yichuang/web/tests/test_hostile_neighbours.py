"""Whoever works in another centre reaches nothing of this one, whatever he writes into an address."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from yichuang.cases import testing
from yichuang.catalogue.models import LifeEvent
from yichuang.offices import testing as offices
from yichuang.offices.models import Department, DepartmentKind, Duty, Posting
from yichuang.people import actors, tokens
from yichuang.people import testing as town
from yichuang.people.models import Account, Role
from yichuang.web.permissions import TABLE, Door
from yichuang.web.tests.test_every_look_is_on_record import addresses

NOW = testing.moment(day=3, hour=10)
DUTIES = {
    Role.MANAGER: Duty.MANAGER,
    Role.SUPERVISOR: Duty.SUPERVISOR,
    Role.HEAD: Duty.HEAD,
    Role.EXAMINER: Duty.EXAMINER,
}


@pytest.fixture(autouse=True)
def two_centres(db: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        testing.staffed_town()
        offices.posting(town.qian_yan(), Duty.MANAGER)
        yield


def neighbour(role: Role) -> Account:
    """Somebody of that role in the next town and in no other."""
    account = town.staff(f"next.{role.replace('_', '.')}", "邻县的人", role)
    elsewhere = offices.centre("next-town", "邻县政务服务中心")
    within = {"centre": elsewhere, "code": "market", "name": "邻县市场监督管理局", "short_name": "邻县市监"}
    bureau = Department.objects.create(**within, kind=DepartmentKind.GOVERNMENT, credit_code=town.credit_code(99))
    unit = bureau if role in (Role.HEAD, Role.EXAMINER) else None
    post = {"duty": DUTIES[role], "since": offices.LONG_AGO, "department": unit}
    Posting.objects.create(centre=elsewhere, account=account, **post)
    return account


@pytest.mark.parametrize("role", DUTIES)
def test_hostile_neighbours_find_no_case_and_no_name_of_this_centre(role: Role) -> None:
    case = testing.completed()
    account = neighbour(role)
    client = Client()
    client.force_login(account)
    token = tokens.make(account, name="test", by=actors.SYSTEM, at=NOW)
    found = set()
    with time_machine.travel(NOW + timedelta(days=40), tick=False):  # by then everything is late as well
        for name, address in addresses(case).items():
            if role not in TABLE[name].who:
                continue
            api = TABLE[name].door is Door.API
            headers = {"Authorization": f"Bearer {token}"} if api else {}
            answer = (Client() if api else client).get(address, headers=headers)
            shown = answer.status_code == 200 and not answer.streaming
            if shown and case.number in answer.content.decode("utf-8", "ignore"):
                found.add(name)
    assert not found


def test_hostile_neighbours_change_nothing_of_the_catalogue(client: Client) -> None:
    version = testing.licence()
    event = LifeEvent.objects.create(
        centre=version.item.centre, key="open-shop", audience="enterprise", name="开店", published=True, changed_at=NOW
    )
    client.force_login(neighbour(Role.MANAGER))
    assert client.post(f"/desk/life-events/{event.key}/showing/", {"shown": "0"}).status_code == 404
    quota = {"item": version.item.code, "number": "5", "since": "2026-04-01", "until": "2027-04-01", "basis": "试"}
    assert client.post("/desk/aftercare/quotas/new/", quota).status_code == 422
    assert version.item.code not in client.get("/desk/items/").content.decode()
    event.refresh_from_db()
    assert event.published
