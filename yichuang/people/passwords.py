"""What a password must be, and its hash."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid
from yichuang.people.models import Account

LONGEST = 128


@dataclass(frozen=True)
class Hashed:
    """A password that was found good, as its hash; several demonstration accounts may share one."""

    digest: str


def hashed(password: str, *, account: Account) -> Hashed:
    """The hash of a password that the policy accepts for `account`. Raises Invalid as `check`."""
    check(password, account=account)
    return Hashed(make_password(password))


def check(password: str, *, account: Account) -> None:
    """Whether the policy (AUTH_PASSWORD_VALIDATORS) accepts a password. Raises Invalid with every objection at once."""
    if len(password) > LONGEST or "\x00" in password:
        raise Invalid(_("密码最长 128 个字符，且不能含有空字符，请重新设置。"), field="password")
    try:
        validate_password(password, user=account)
    except ValidationError as objections:
        sentence = _("密码不符合要求：%(objections)s 请换一个密码。")
        raise Invalid(sentence % {"objections": " ".join(objections.messages)}, field="password")
