"""Bearer tokens: shown once, kept as a digest, ending by date, withdrawal or closing of the account."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from yichuang.base.refusal import Invalid
from yichuang.people import actors, registering, tokens
from yichuang.people import testing as town
from yichuang.people.tokens import NoToken

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)


def make(days: int = 90) -> str:
    return tokens.make(town.liu_mei(), name="test", by=actors.SYSTEM, at=AT, days=days)


def test_a_token_opens_its_account_until_it_ends() -> None:
    token = make(days=1)
    assert tokens.account_for(token, AT) == town.liu_mei()
    assert tokens.account_for(token, AT + timedelta(days=1)) is None


@pytest.mark.parametrize("token", ["", "yc_", "yc_x", "x", "yc_\x00", "yc_\ud800"])
def test_another_text_opens_nothing(token: str) -> None:
    make()
    assert tokens.account_for(token, AT) is None


def test_the_token_itself_is_not_kept() -> None:
    token = make()
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM people_apitoken t")
        row = cursor.fetchone()[0]
    assert token not in row
    assert token.removeprefix(tokens.PREFIX) not in row


def test_a_withdrawn_token_opens_nothing() -> None:
    token = make()
    tokens.withdraw(token, by=actors.SYSTEM, at=AT)
    assert tokens.account_for(token, AT) is None
    with pytest.raises(NoToken):
        tokens.withdraw(token, by=actors.SYSTEM, at=AT)


def test_a_closed_account_is_not_opened() -> None:
    token = make()
    registering.close_account(account=town.liu_mei(), by=actors.SYSTEM, at=AT)
    assert tokens.account_for(token, AT) is None


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_lasts_a_year_at_most(days: int) -> None:
    with pytest.raises(Invalid):
        make(days=days)


def test_the_command_prints_a_token_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    town.liu_mei()
    call_command("token", "liu.mei", "--name", "trial")
    token = capsys.readouterr().out.strip()
    assert tokens.account_for(token, AT) == town.liu_mei()


def test_the_command_refuses_an_unknown_account() -> None:
    with pytest.raises(CommandError, match="没有账号"):
        call_command("token", "nobody")
