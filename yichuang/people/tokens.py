"""Bearer tokens of the API: made once, shown once, kept only as a digest."""

import functools
import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from yichuang.base import journal, plain, text
from yichuang.base.refusal import Invalid, Refused
from yichuang.people.actors import VISITOR, Actor
from yichuang.people.models import Account, AccountKind, ApiToken, Role

PREFIX = "yc_"
LONGEST_DAYS = 366
# `last_used_at` serves to find tokens nobody uses; writing it on every request would only cost.
NOTE_USE_EVERY = timedelta(minutes=10)


class NoToken(Refused):
    """There is no such token to withdraw."""

    code = "no_token"


@transaction.atomic
def make(account: Account, *, name: str, by: Actor, at: datetime, days: int = 90) -> str:
    """A new token for `account`, valid for `days` days (at most 366). The text is never shown again."""
    if not account.is_active:
        raise Invalid(_("账号已停用，不能生成令牌。"), field="account")
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(_("令牌有效期应为 1 至 %(days)d 天。") % {"days": LONGEST_DAYS}, field="days")
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        account=account,
        digest=_digest(token),
        name=text.clean(name, field="name", longest=60, label=_("令牌名称")),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    _record("people.token_made", row, by, at)
    return token


@transaction.atomic
def withdraw(token: str, *, by: Actor, at: datetime) -> None:
    """Ends a token at once. Raises NoToken when it is unknown or has ended."""
    row = ApiToken.objects.filter(digest=_digest(token), expires_at__gt=at).first()
    if row is None:
        raise NoToken(_("没有这个令牌，或者它已经失效。"))
    ApiToken.objects.filter(pk=row.pk).update(expires_at=at)
    _record("people.token_withdrawn", row, by, at)


def account_for(token: str, at: datetime) -> Account | None:
    """Whose token it is; None for an unknown or expired one and for a closed account. One statement, seldom two."""
    return actor_for(token, at=at).account


def actor_for(token: str, *, at: datetime) -> Actor:
    """Who acts with this token; a visitor when nobody does. One statement, seldom two.

    Written out, because every call of the API begins with it.
    """
    if not token.startswith(PREFIX):
        return VISITOR
    with connection.cursor() as cursor:
        cursor.execute(_actor_sql(), {"digest": _digest(token), "at": at})
        found = cursor.fetchone()
    if found is None:
        return VISITOR
    token_id, last_used_at, roles, *values = found
    if last_used_at is None or at - last_used_at > NOTE_USE_EVERY:
        ApiToken.objects.filter(pk=token_id).update(last_used_at=at)
    account = plain.built(Account, values)
    if account.kind == AccountKind.PUBLIC:
        return Actor(kind="public", account=account)
    return Actor(kind="staff", account=account, roles=frozenset(Role(role) for role in roles))


@functools.cache
def _actor_sql() -> str:
    return f"""
SELECT t.id, t.last_used_at,
  ARRAY(SELECT g.role FROM people_rolegrant g
        WHERE g.account_id = a.id AND g.since <= %(at)s AND (g.until IS NULL OR g.until > %(at)s)),
  {plain.columns(Account, "a")}
FROM people_apitoken t JOIN people_account a ON a.id = t.account_id
WHERE t.digest = %(digest)s AND t.expires_at > %(at)s AND a.is_active
"""  # noqa: S608 - names of columns of our own model


def _digest(token: str) -> bytes:
    # The token itself has 256 random bits, so a plain digest cannot be searched back.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _record(act: str, row: ApiToken, by: Actor, at: datetime) -> None:
    subject = journal.Subject("account", str(row.account_id))
    journal.write(act=act, subject=subject, by=by, at=at, detail={"name": row.name})
