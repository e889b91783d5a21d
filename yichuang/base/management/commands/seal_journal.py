"""Seal the journal: sign a Merkle head over all rows that are settled."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from yichuang.base import clock, sealing


class Command(BaseCommand):
    help = "封存日志：对已落定的条目签署 Merkle 树根。 Seal the journal with a signed Merkle head."

    def handle(self, **options: Any) -> None:
        heads = sealing.seal(at=clock.now())
        if not heads:
            self.stdout.write(_("没有新的日志条目需要封存。"))
        for head in heads:
            told = {"number": head.number, "size": head.size, "root": bytes(head.root).hex()}
            self.stdout.write(_("第 %(number)d 号封存：共 %(size)d 条，树根 %(root)s") % told)
