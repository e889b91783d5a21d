"""What somebody may do with his own account."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.people import passwords
from yichuang.people.actors import Actor
from yichuang.people.models import Account


@transaction.atomic
def change_password(*, old: str, new: str, by: Actor, at: datetime) -> Account:
    """A new password for one's own account, who knows the old one. Raises Invalid naming the field.

    Every other session of the account ends with it, because a session is tied to the hash of the password.
    """
    if by.account is None:
        raise Invalid(_("请先登录，再修改密码。"))
    account = Account.objects.select_for_update().get(pk=by.account.pk)
    if not account.check_password(old[: passwords.LONGEST + 1]):
        raise Invalid(_("原密码不正确，请重新输入。"), field="old")
    if old == new:
        raise Invalid(_("新密码不能与原密码相同，请换一个。"), field="new")
    try:
        account.password = passwords.hashed(new, account=account).digest
    except Invalid as objection:
        raise Invalid(objection.sentence, field="new")
    account.save(update_fields=["password"])
    journal.write(act="people.password_changed", subject=_subject(account), by=by, at=at)
    return account


@transaction.atomic
def note_sessions_ended(*, by: Actor, at: datetime) -> None:
    """Puts on record that the other sessions of one's own account were ended."""
    if by.account is not None:
        journal.write(act="people.sessions_ended", subject=_subject(by.account), by=by, at=at)


def _subject(account: Account) -> journal.Subject:
    return journal.Subject("account", str(account.pk))
