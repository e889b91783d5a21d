"""Signing in with a name and a password, at a pace that guessing cannot keep."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yichuang.base import journal
from yichuang.base.refusal import Refused
from yichuang.base.sealed import blind_index
from yichuang.people import actors
from yichuang.people.models import Account, SignInPace
from yichuang.people.passwords import LONGEST
from yichuang.people.queries import account_named, normal_username

FREE_FAILURES = 4
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


class WrongNameOrPassword(Refused):
    """Unknown name, wrong password or closed account: the sentence never tells which."""

    code = "wrong_name_or_password"


class TooManyFailures(Refused):
    """The name was tried too often; it waits, whether it exists or not."""

    code = "too_many_failures"


def sign_in(*, username: str, password: str, at: datetime, by_terminal: str = "") -> Account:
    """The account with this name and password.

    After four failures in a row every further one makes the name wait: half a minute, doubled each time, a quarter of
    an hour at most, and forgotten after a day. The pace is kept per name, never per address alone: a hall full of
    clerks shares one address. Raises WrongNameOrPassword or TooManyFailures.
    """
    index = blind_index(normal_username(username), kind="username")
    _refuse_while_waiting(index, at)
    account = _matching(username, password)
    with transaction.atomic():
        if account is None:
            _note_failure(index, at)
        else:
            SignInPace.objects.filter(name_index=index).delete()
            _record("people.signed_in", account, at, by_terminal)
    # Raised only now: the failure has to be on record even though the attempt is refused.
    if account is None:
        _record_failure(username, at, by_terminal)
        raise WrongNameOrPassword(_("账号或者密码不正确，请核对后重试。"), field="username")
    return account


def _matching(username: str, password: str) -> Account | None:
    """The open account with this name and password. An unknown name takes as long as a wrong password."""
    account = account_named(username) if "\x00" not in username else None
    password = password[: LONGEST + 1]
    if account is None or not account.is_active:
        make_password(password)
        return None
    return account if account.check_password(password) else None


def _refuse_while_waiting(index: bytes, at: datetime) -> None:
    pace = SignInPace.objects.filter(name_index=index, blocked_until__gt=at).first()
    if pace is None or pace.blocked_until is None:
        return
    minutes = max(1, -(-int((pace.blocked_until - at).total_seconds()) // 60))
    sentence = ngettext(
        "这个账号连续多次登录失败，请在 %(minutes)d 分钟后再试；忘记密码请联系系统管理员或者咨询台。",
        "这个账号连续多次登录失败，请在 %(minutes)d 分钟后再试；忘记密码请联系系统管理员或者咨询台。",
        minutes,
    )
    raise TooManyFailures(sentence % {"minutes": minutes}, field="username")


def delay_after(failures: int) -> timedelta:
    """How long a name waits after that many failures in a row."""
    if failures <= FREE_FAILURES:
        return timedelta()
    doublings = min(failures - FREE_FAILURES - 1, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def _note_failure(index: bytes, at: datetime) -> None:
    SignInPace.objects.bulk_create([SignInPace(name_index=index)], ignore_conflicts=True)
    pace = SignInPace.objects.select_for_update().get(name_index=index)
    stale = pace.last_failed_at is not None and at - pace.last_failed_at > FORGOTTEN_AFTER
    pace.failures = 1 if stale else pace.failures + 1
    pace.last_failed_at = at
    delay = delay_after(pace.failures)
    pace.blocked_until = at + delay if delay else None
    pace.save(update_fields=["failures", "last_failed_at", "blocked_until"])


def _record_failure(username: str, at: datetime, by_terminal: str) -> None:
    account = account_named(username) if "\x00" not in username else None
    if account is not None:
        with transaction.atomic():
            _record("people.sign_in_failed", account, at, by_terminal)


def _record(act: str, account: Account, at: datetime, by_terminal: str) -> None:
    subject = journal.Subject("account", str(account.pk))
    detail = {"terminal": by_terminal[:60]}
    by = actors.Actor(kind="staff" if account.is_staff_member else "public", account=account)
    who = by if act == "people.signed_in" else actors.VISITOR
    journal.write(act=act, subject=subject, by=who, at=at, detail=detail)
    if act == "people.signed_in":
        Account.objects.filter(pk=account.pk).update(last_seen_at=at)


def forget_old_failures(*, at: datetime) -> int:
    """Removes failures older than a day, for the nightly round; the number removed."""
    removed, _by_model = SignInPace.objects.filter(last_failed_at__lt=at - FORGOTTEN_AFTER).delete()
    return removed
