"""Messages go out: each is taken by one process alone, and tried again later when the sender did not take it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from yichuang.cases import life_cycle
from yichuang.notifications import adapters
from yichuang.notifications.models import TextMessage
from yichuang.people import reaching
from yichuang.people.actors import SYSTEM

MOST_TRIES: Final = 3
PAUSE: Final = timedelta(minutes=10)
STALE: Final = timedelta(days=1)
"""News older than this is on the page; nobody is rung up for it any more."""
log = logging.getLogger(__name__)


def send_waiting(*, at: datetime, limit: int = 200) -> int:
    """Send what waits, the oldest first; how many went out."""
    service = adapters.text_service()
    if not service.is_connected:
        return 0
    sent = 0
    for _turn in range(limit):
        message = _take_next(at=at)
        if message is None:
            break
        sent += _send(message, service, at=at)
    return sent


def _take_next(*, at: datetime) -> TextMessage | None:
    """The next message, its next try already set: whoever dies with it in his hands loses nothing."""
    with transaction.atomic():
        rows = TextMessage.objects.select_for_update(skip_locked=True, of=("self",))
        rows = rows.filter(sent_at__isnull=True, next_at__lte=at, tries__lt=MOST_TRIES, happened_at__gt=at - STALE)
        message = rows.select_related("case__item_version", "case__centre", "party").order_by("next_at", "id").first()
        if message is not None:
            message.tries += 1
            message.next_at = at + PAUSE * message.tries
            message.save(update_fields=["tries", "next_at"])
    return message


def _send(message: TextMessage, service: adapters.TextService, *, at: datetime) -> bool:
    purpose = _("发送办件短信 %(number)s") % {"number": message.case.number}
    phone = reaching.phone_of(message.party, by=SYSTEM, at=at, purpose=purpose)
    try:
        service.send(phone, words_of(message), reference=f"{message.seq}-{message.pk}")
    except Exception as error:  # whatever the sender's program raises, the others still go out
        log.warning("text message %s was not taken: %s", message.pk, type(error).__name__)
        return False
    message.sent_at = at
    message.save(update_fields=["sent_at"])
    return True


def words_of(message: TextMessage) -> str:
    """One sentence in Chinese: which matter, what happened, where to read on. No name, no number of a person."""
    case = message.case
    touched = case.interested.filter(Q(party=message.party) | Q(party__representative=message.party)).exists()
    with translation.override("zh-hans"):
        if touched:
            words = _("【%(centre)s】关系您重大利益的“%(item)s”（办件编号 %(number)s）：%(what)s。请登录网站查看。")
        else:
            words = _("【%(centre)s】您的“%(item)s”（办件编号 %(number)s）：%(what)s。请登录网站或者凭查询码查看。")
        return words % {
            "centre": case.centre.name,
            "item": case.item_version.name,
            "number": case.number,
            "what": life_cycle.title_of(message.act),
        }
