"""Two wordings of the demonstration centre: one that another manager has published, one that waits for him."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from yichuang.documents import rewording, shipped
from yichuang.documents.models import LetterKind, Wording
from yichuang.offices.models import Centre
from yichuang.people import actors
from yichuang.people.models import Account

WRITES, CHECKS = "qian.yan", "lu.wen"
HOTLINE: Final = "办理中有疑问的，请拨打12345政务服务便民热线。"


def write_wordings(centre: Centre, *, at: datetime) -> None:
    """The correction notice with the hotline from tomorrow on; the receipt with it as a draft."""
    if Wording.objects.filter(centre=centre).exists():
        return
    writer, checker = (actors.of(Account.objects.get(username=name), at=at) for name in (WRITES, CHECKS))
    first, _waits = (
        rewording.draft(
            centre=centre,
            department=None,
            kind=kind,
            text=shipped.shipped(kind).rstrip() + f"\n{HOTLINE}\n",
            reason="群众看了文书不知道向谁询问（演示数据）",
            by=writer,
            at=at,
        )
        for kind in (LetterKind.CORRECTION_NOTICE, LetterKind.RECEIPT)
    )
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    rewording.publish(wording=first, since=tomorrow, by=checker, at=at)
