"""Load days off and makeup days: the bundled notices and the package for earlier years, or one file of notices."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from yichuang.base import calendar, clock, notices
from yichuang.base.calendar import Day
from yichuang.base.refusal import Refused
from yichuang.base.working_days import OFFICIAL


class Command(BaseCommand):
    help = "载入放假与调休安排；可反复运行。 Load the working calendar; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="放假安排文件，默认用自带数据 a file of notices")
        parser.add_argument(
            "--region", default="", help="地方放假的行政区划代码 code of the region, for local days off"
        )

    def handle(self, *, file: Path | None, region: str, **options: Any) -> None:
        try:
            years = notices.read(file or notices.BUNDLED)
        except Refused as refused:
            raise CommandError(str(refused))
        packaged = notices.packaged()
        differing = 0 if region else self._compare(years, packaged)
        if file is None:
            years = {**packaged, **years}
        with transaction.atomic():
            for number in sorted(years):
                self._load(years[number], region)
        if differing:
            raise CommandError(
                _("有 %(number)d 天与 chinesecalendar 不同，已按通知载入，请核对通知原文。") % {"number": differing}
            )

    def _compare(self, years: dict[int, notices.Year], packaged: dict[int, notices.Year]) -> int:
        differing = 0
        for number in sorted(years.keys() & packaged.keys()):
            if years[number].status == OFFICIAL:
                days = years[number].differs_from(packaged[number])
                told = {"year": number, "days": "、".join(map(str, days)) or _("一致")}
                self.stdout.write(_("%(year)d 年与 chinesecalendar 对照：%(days)s") % told)
                differing += len(days)
        return differing

    def _load(self, year: notices.Year, region: str) -> None:
        valid = Day.objects.filter(region=region, valid_until=None, date__year=year.year)
        if year.status != OFFICIAL and valid.filter(status=OFFICIAL).exists():
            self.stdout.write(_("%(year)d 年已有正式安排，保留。") % {"year": year.year})
            return
        opened, closed = calendar.replace(year.facts, since=year.since, until=year.until, region=region, at=clock.now())
        status = _("正式") if year.status == OFFICIAL else _("暂定")
        told = {"year": year.year, "status": status, "opened": opened, "closed": closed, "days": len(year.facts)}
        self.stdout.write(_("%(year)d 年（%(status)s）：%(days)d 天，新增 %(opened)d，停用 %(closed)d") % told)
