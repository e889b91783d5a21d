"""Who was turned away at a window: put on record, told on paper, looked at by a colleague, received after all."""

import pytest
from django.test import Client
from django.urls import reverse

from yichuang.base import clock
from yichuang.cases import accepting
from yichuang.cases import testing as cases
from yichuang.cases.models import TurnedAway
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
TOLD = {"item": "food-licence", "reason": "只带了身份证，没有申请书", "told": "请带申请书再来"}


def colleague(at_desk: At) -> Client:
    return at_desk(offices.clerk_of_the_centre(town.staff("li.na", "李娜", Role.CLERK)))


def turned_away(client: Client, **more: str) -> TurnedAway:
    cases.licence()
    answer = client.post(reverse("desk:turning_away"), TOLD | more)
    assert answer.status_code == 302, answer.content.decode()
    return TurnedAway.objects.get()


def test_the_slip_names_the_reason_and_the_remedies(at_desk: At) -> None:
    client = at_desk(town.liu_mei())
    record = turned_away(client)
    slip = client.get(reverse("desk:turning_away_slip", args=[record.pk])).content.decode()
    for told in (record.number, "只带了身份证", "请带申请书再来", "复核", "12345", "行政复议"):
        assert told in slip


def test_who_wishes_is_entered_and_a_wrong_number_is_told(at_desk: At) -> None:
    client = at_desk(town.liu_mei())
    cases.licence()
    wrong = client.post(reverse("desk:turning_away"), TOLD | {"p-number": "410522"})
    assert wrong.status_code == 422
    record = turned_away(client, **{"p-number": town.identity_number(77), "p-name": "买买提"})
    assert record.party is not None


def test_it_waits_for_a_colleague_who_overturns_it_and_then_it_is_received(at_desk: At) -> None:
    client, other = at_desk(town.liu_mei()), colleague(at_desk)
    record = turned_away(client)
    check = reverse("desk:turning_away_check", args=[record.pk])
    assert check not in client.get(reverse("desk:turned_away")).content.decode()
    assert "1 件不予收件" in other.get(reverse("desk:work")).content.decode()
    assert client.post(check, {"outcome": "confirmed", "finding": "没错"}).status_code == 422
    assert other.post(check, {"outcome": "overturned", "finding": "应当收下后告知补正"}).status_code == 302
    now = clock.now()
    case = accepting.apply_at_counter(
        application=cases.application(), by=cases.officer(town.liu_mei(), now), at=now, window=offices.window()
    )
    receipt = reverse("desk:turning_away_receipt", args=[record.pk])
    assert client.post(receipt, {"case": "nothing"}).status_code == 422
    assert client.post(receipt, {"case": case.number}).status_code == 302
    assert "没有这样的登记" in client.get(reverse("desk:turned_away")).content.decode()


def test_supervision_sees_all_of_them_and_does_nothing(at_desk: At) -> None:
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    record = turned_away(at_desk(town.liu_mei()))
    page = at_desk(town.he_jian()).get(reverse("desk:turned_away")).content.decode()
    assert record.number in page
    assert reverse("desk:turning_away_check", args=[record.pk]) not in page


def test_the_counter_leads_there_with_the_item(at_desk: At) -> None:
    cases.licence()
    client = at_desk(town.liu_mei())
    page = client.post(reverse("desk:counter"), {"q": "食品", "item": "food-licence"}).content.decode()
    assert f"{reverse('desk:turning_away')}?item=food-licence" in page
    assert 'value="food-licence"' in client.get(f"{reverse('desk:turning_away')}?item=food-licence").content.decode()
