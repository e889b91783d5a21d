"""Signing in, out, and opening an account."""

import pytest
import time_machine
from django.test import Client

from yichuang.base import clock
from yichuang.people import testing
from yichuang.people.models import Account, Role
from yichuang.people.testing import PASSWORD

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "𠮷丽·阿卜",
    "document_type": "identity_card",
    "phone": "13812345678",
    "username": "jili",
    "password": "a-long-and-rare-sentence",
    "agreed": "on",
}


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> int:
    return client.post("/account/login/", {"username": username, "password": password, **more}).status_code


def test_a_citizen_signs_in_and_goes_on_where_he_was(client: Client) -> None:
    testing.zhang_wei()

    answer = client.post("/account/login/", {"username": "zhang.wei", "password": PASSWORD, "next": "/my/"})

    assert (answer.status_code, answer["Location"]) == (302, "/my/")


def test_a_foreign_address_to_go_on_to_is_ignored(client: Client) -> None:
    testing.zhang_wei()

    for bad in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        answer = client.post("/account/login/", {"username": "zhang.wei", "password": PASSWORD, "next": bad})
        assert answer["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client) -> None:
    testing.zhang_wei()

    pages = [
        client.post("/account/login/", {"username": name, "password": "wrong"}).content.decode()
        for name in ("zhang.wei", "nobody")
    ]

    assert "账号或者密码不正确" in pages[0]
    assert pages[0].count("账号或者密码不正确") == pages[1].count("账号或者密码不正确")


def test_an_idle_clerk_is_signed_out_and_a_citizen_later(client: Client) -> None:
    testing.staff("liu.mei", "刘梅", Role.CLERK)
    testing.zhang_wei()
    start = clock.now()
    for username, minutes in (("liu.mei", 16), ("zhang.wei", 31)):
        someone = Client()
        with time_machine.travel(start, tick=False):
            sign_in(someone, username)
        with time_machine.travel(start.timestamp() + 60 * minutes, tick=False):
            assert someone.get("/my/").status_code == 302
            assert "_auth_user_id" not in someone.session


def test_a_person_opens_an_account_under_his_real_name(client: Client) -> None:
    number = testing.identity_number(7)

    answer = client.post("/account/register/", GIVEN | {"number": number})

    assert answer.status_code == 302
    account = Account.objects.get(username="jili")
    assert account.party is not None
    assert account.party.name.open() == "𠮷丽·阿卜"


def test_a_wrong_check_digit_is_told_beside_the_field_and_changes_nothing(client: Client) -> None:
    number = testing.identity_number(7)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")

    answer = client.post("/account/register/", GIVEN | {"number": wrong})

    assert answer.status_code == 422
    assert "校验码不符" in answer.content.decode()
    assert not Account.objects.filter(username="jili").exists()


def test_a_weak_password_leaves_no_half_opened_account(client: Client) -> None:
    answer = client.post("/account/register/", GIVEN | {"number": testing.identity_number(7), "password": "short"})

    assert answer.status_code == 422
    assert not Account.objects.filter(username="jili").exists()


def test_everything_that_is_wrong_with_what_he_wrote_is_told_at_once(client: Client) -> None:
    wrong = {"number": "41052219900307", "phone": "12345", "username": "1", "password": "short"}

    page = client.post("/account/register/", GIVEN | wrong).content.decode()

    for field in ("number", "phone", "username", "password"):
        assert f'id="id_{field}_error' in page, field


def test_signing_out_needs_a_post(client: Client) -> None:
    testing.zhang_wei()
    sign_in(client, "zhang.wei")

    assert client.get("/account/logout/").status_code == 405
    assert client.post("/account/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_look_is_kept_and_stays_on_the_page(client: Client) -> None:
    answer = client.post("/look/", {"elder": "1", "next": "/items/?q=x"})

    assert answer["Location"] == "/items/?q=x"
    assert 'class="elder"' in client.get("/account/login/").content.decode()


def test_english_is_one_switch(client: Client) -> None:
    client.post("/look/", {"language": "en", "next": "/"})

    assert "Sign in" in client.get("/account/login/").content.decode()


def test_an_installation_without_a_centre_says_so(client: Client) -> None:
    answer = client.get("/")

    assert answer.status_code == 503
    assert "还没有设立政务服务中心" in answer.content.decode()


def test_the_sign_in_of_the_desk_waits_for_the_name(client: Client) -> None:
    assert "autofocus" in client.get("/desk/login/").content.decode()
    assert "autofocus" not in client.get("/account/login/").content.decode()
