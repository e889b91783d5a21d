"""A person says of what he wants a text message, and up to where he has read."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refused
from yichuang.notifications.models import Reading, Subscription, Wish
from yichuang.people.actors import Actor
from yichuang.people.models import Account, Party

HIGHEST: Final = 2**63 - 1


class NotYours(Refused):
    """Only the person himself chooses what he is told."""

    code = "not_yours"


def subscribe(*, wish: str, by: Actor, at: datetime) -> Subscription:
    """Choose of which news a text message comes; it holds for every case of his. Raises Invalid, NotYours."""
    _account, party = _himself(by)
    if wish not in Wish.values:
        raise Invalid(_("请选择哪些消息发短信。"), field="wish")
    if wish != Wish.NOTHING and party.phone is None:
        raise Invalid(_("您没有登记手机号码，收不到短信。请带身份证到窗口登记。"), field="wish")
    with transaction.atomic():
        kept, _new = Subscription.objects.update_or_create(party=party, defaults={"wish": wish, "changed_at": at})
        subject = journal.Subject("party", str(party.pk))
        journal.write(act="notifications.subscribed", subject=subject, by=by, at=at, detail={"wish": wish})
    return kept


def wish_of(by: Actor) -> Wish:
    """What the person chose, else what everybody gets who chose nothing. One statement."""
    _account, party = _himself(by)
    chosen = Subscription.objects.filter(party=party).values_list("wish", flat=True).first()
    return Wish(chosen) if chosen else Wish.MATTERS


def mark_read(*, until: int, by: Actor, at: datetime) -> None:
    """Everything up to the row `until` of the journal is read. It never goes back."""
    account, _party = _himself(by)
    if not 0 < until <= HIGHEST:
        raise Invalid(_("消息的位置不正确，请刷新页面。"), field="until")
    with transaction.atomic():
        kept, new = Reading.objects.select_for_update().get_or_create(
            account=account, defaults={"seq": until, "at": at}
        )
        if not new and kept.seq < until:
            kept.seq, kept.at = until, at
            kept.save(update_fields=["seq", "at"])


def _himself(by: Actor) -> tuple[Account, Party]:
    if by.kind != "public" or by.account is None or by.account.party is None:
        raise NotYours(_("请用本人的账号登录后设置。"))
    return by.account, by.account.party
