"""Make the monthly partitions of the large tables ahead of time. Safe to run every day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from yichuang.base import clock, partitions


class Command(BaseCommand):
    help = "提前建立大表的按月分区。 Make monthly partitions ahead of time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--months", type=int, default=3, help="提前的月数 how many months ahead")

    def handle(self, *, months: int, **options: Any) -> None:
        for table, made in partitions.make_ahead(at=clock.now(), months=months).items():
            self.stdout.write(_("%(table)s：新建 %(made)d 个分区") % {"table": table, "made": made})
            if astray := partitions.astray(table):
                told = {"table": table, "number": astray}
                self.stdout.write(_("%(table)s 的默认分区里有 %(number)d 行，没有赶上按月分区。") % told)
