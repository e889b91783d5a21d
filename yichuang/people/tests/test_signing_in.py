"""Signing in: one sentence for unknown and wrong, and a pace that guessing cannot keep."""

from datetime import UTC, datetime, timedelta

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.people import actors, registering, signing_in
from yichuang.people import testing as town
from yichuang.people.actors import SYSTEM, NotAllowed
from yichuang.people.models import Account, SignInPace
from yichuang.people.signing_in import TooManyFailures, WrongNameOrPassword

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)


def sign_in(username: str = "liu.mei", password: str = town.PASSWORD, *, at: datetime = AT) -> Account:
    return signing_in.sign_in(username=username, password=password, at=at, by_terminal="A01")


def fail(times: int, username: str = "liu.mei") -> datetime:
    """Fails so often, each time as soon as it is allowed; the moment of the last failure."""
    at = AT
    for number in range(times):
        at += signing_in.delay_after(number)
        with pytest.raises(WrongNameOrPassword):
            sign_in(username, "wrong-password-1", at=at)
    return at


@pytest.mark.parametrize("written", ["liu.mei", " Liu.Mei "])
def test_the_right_name_and_password_sign_in(written: str) -> None:
    clerk = town.liu_mei()
    assert sign_in(written) == clerk
    entry = journal.history(journal.Subject("account", str(clerk.pk))).last()
    assert entry is not None
    assert (entry.act, entry.detail) == ("people.signed_in", {"terminal": "A01"})


def test_unknown_wrong_and_closed_are_told_the_same() -> None:
    town.liu_mei()
    registering.close_account(account=town.chen_jie(), by=SYSTEM, at=AT)
    told = set()
    for username, password in (
        ("nobody", town.PASSWORD),
        ("liu.mei", "wrong-password-1"),
        ("chen.jie", town.PASSWORD),
        ("a\x00b", "x"),
        ("' OR 1=1 --", "x" * 1_000_000),
    ):
        with pytest.raises(WrongNameOrPassword) as refused:
            sign_in(username, password)
        told.add(str(refused.value))
    assert len(told) == 1


@pytest.mark.parametrize("username", ["liu.mei", "nobody"])
def test_the_fifth_failure_makes_the_name_wait_whether_it_exists_or_not(username: str) -> None:
    town.liu_mei()
    last = fail(5, username)
    with pytest.raises(TooManyFailures, match="1 分钟后"):
        sign_in(username, town.PASSWORD, at=last + timedelta(seconds=29))


def test_the_right_password_works_after_the_wait() -> None:
    town.liu_mei()
    last = fail(5)
    with pytest.raises(TooManyFailures):
        sign_in(at=last + timedelta(seconds=29))
    assert sign_in(at=last + timedelta(seconds=30)).username == "liu.mei"
    assert not SignInPace.objects.exists()


def test_the_wait_grows_and_has_a_limit() -> None:
    waits = [signing_in.delay_after(failures).total_seconds() for failures in range(12)]
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]
    assert signing_in.delay_after(10**6) == timedelta(minutes=15)


def test_one_name_waiting_leaves_the_others_alone() -> None:
    town.liu_mei()
    town.chen_jie()
    last = fail(6)
    assert sign_in("chen.jie", at=last).username == "chen.jie"


def test_failures_are_forgotten_after_a_day() -> None:
    town.liu_mei()
    last = fail(4)
    with pytest.raises(WrongNameOrPassword):
        sign_in(password="wrong-password-1", at=last + timedelta(hours=25))
    assert sign_in(at=last + timedelta(hours=25)).username == "liu.mei"

    fail(2, "nobody")
    assert signing_in.forget_old_failures(at=AT + timedelta(hours=25)) == 1


def test_a_failure_is_on_record_without_what_was_typed() -> None:
    clerk = town.liu_mei()
    fail(1)
    entry = journal.history(journal.Subject("account", str(clerk.pk))).last()
    assert entry is not None
    assert (entry.act, entry.who_kind) == ("people.sign_in_failed", "visitor")
    assert "wrong-password-1" not in str(entry.detail)


def test_a_forgotten_password_is_reset_by_those_who_may() -> None:
    clerk, citizen, admin = town.liu_mei(), town.zhang_wei(), town.system_admin()
    last = fail(6)
    new = "another-good-one-7"
    for account, who in ((clerk, clerk), (clerk, town.qian_yan()), (citizen, admin), (citizen, town.wang_fang())):
        with pytest.raises(NotAllowed):
            registering.reset_password(account=account, password=new, by=actors.of(who, at=AT), at=AT)
    with pytest.raises(Invalid, match="他人办理"):
        registering.reset_password(account=admin, password=new, by=actors.of(admin, at=AT), at=AT)

    registering.reset_password(account=clerk, password=new, by=actors.of(admin, at=AT), at=AT)
    registering.reset_password(account=citizen, password=new, by=actors.of(clerk, at=AT), at=AT)

    assert sign_in(password=new, at=last).username == "liu.mei"
    assert sign_in("zhang.wei", new, at=last).username == "zhang.wei"
