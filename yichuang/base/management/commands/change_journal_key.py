"""Change the key that signs the journal's heads, as a precaution or because it was seen by somebody."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from yichuang.base import clock, sealing
from yichuang.base.journal import SYSTEM
from yichuang.base.refusal import Refused


class Command(BaseCommand):
    help = "更换日志的签名密钥，旧封存仍可核验。 Change the journal's key; what the old one sealed still counts."

    def handle(self, **options: Any) -> None:
        try:
            told = sealing.change_key(by=SYSTEM, at=clock.now())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(_("旧密钥 %(former)s 用到第 %(last)d 号封存为止。") % told)
        self.stdout.write(_("新公钥 %(key)s，请公布，并立即另外备份密钥目录。") % told)
