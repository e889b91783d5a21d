"""Drop the answers kept for repeated requests once nobody repeats them any more."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from yichuang.base import clock, idempotency


class Command(BaseCommand):
    help = "清除过期的幂等键。 Drop idempotency keys that are out of date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=7, help="保留的天数 days to keep")

    def handle(self, *, days: int, **options: Any) -> None:
        number = idempotency.forget(before=clock.now() - timedelta(days=days))
        self.stdout.write(_("清除了 %(number)d 个过期的幂等键。") % {"number": number})
