"""Opening an account is no way to find out who is on file."""

import pytest
from django.test import Client

from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.people.models import Account
from yichuang.web.kit.pace import MOST_FAILURES

pytestmark = pytest.mark.django_db


def asked(number: str, name: str = "某某人") -> str:
    given = {
        "name": name,
        "document_type": "identity_card",
        "number": number,
        "phone": "13800138000",
        "username": "some.one",
        "password": "a-quiet-evening-42",
        "agreed": "on",
    }
    return Client().post("/account/register/", given).content.decode()


def test_whoever_tries_many_people_has_to_wait() -> None:
    offices.centre()
    number = town.identity_number(81)
    town.person("张三丰", number=number)
    assert "另一个姓名" in asked(number)
    for _turn in range(MOST_FAILURES - 1):
        asked(number)
    assert "次数太多" in asked(number)
    assert "次数太多" in asked(town.identity_number(82))
    assert not Account.objects.filter(username="some.one").exists()


def test_typing_errors_do_not_count() -> None:
    offices.centre()
    for _turn in range(MOST_FAILURES + 1):
        assert "18 位" in asked(town.identity_number(82)[:-1])
    asked(town.identity_number(82))
    assert Account.objects.filter(username="some.one").exists()
