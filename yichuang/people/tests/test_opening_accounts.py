"""`manage.py open_account`: how the first people of a centre get in."""

import pytest
from django.core.management import CommandError, call_command

from yichuang.base import clock
from yichuang.people import actors
from yichuang.people.models import Account, Role

pytestmark = pytest.mark.django_db


def test_it_opens_an_account_with_its_roles_and_prints_the_password(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("open_account", "zhao.min", "--name", "赵敏", "--role", "clerk", "--role", "examiner")
    account = Account.objects.get(username="zhao.min")
    assert account.check_password(capsys.readouterr().out.strip())
    assert actors.of(account, at=clock.now()).roles == {Role.CLERK, Role.EXAMINER}


def test_roles_that_do_not_go_together_open_nothing() -> None:
    with pytest.raises(CommandError):
        call_command("open_account", "zhao.min", "--name", "赵敏", "--role", "system_admin", "--role", "audit_admin")
    assert not Account.objects.filter(username="zhao.min").exists()
