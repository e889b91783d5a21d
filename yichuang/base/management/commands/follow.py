"""Run the followers of the journal: once, or for ever, woken by whoever writes."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, close_old_connections, connection
from django.utils.translation import gettext as _

from yichuang.base import clock, followers
from yichuang.base.journal import CHANNEL


class Command(BaseCommand):
    help = "让各跟随者读取日志并完成后续工作。 Let the followers read the journal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="读完现有的就结束 read what there is and end")
        parser.add_argument("--again", action="store_true", help="重做已搁置的条目 run rows set aside again")
        parser.add_argument("--wait", type=float, default=2.0, help="最长等待秒数 longest wait in seconds")
        parser.add_argument("names", nargs="*", help="跟随者，默认全部 followers, all by default")

    def handle(self, *, once: bool, again: bool, wait: float, names: list[str], **options: Any) -> None:
        names = names or followers.names()
        if unknown := set(names) - set(followers.names()):
            raise CommandError(_("没有名为 %(names)s 的跟随者。") % {"names": "、".join(sorted(unknown))})
        if again:
            for name in names:
                self._tell(followers.run_again(name, at=clock.now()))
        if once:
            self._once(names)
        else:
            self._for_ever(names, wait)

    def _once(self, names: list[str]) -> None:
        for name in names:
            self._tell(*_read_all(name))
        waiting = followers.SetAside.objects.filter(done_at=None, follower__in=names).order_by("follower", "seq")
        for row in waiting:
            self.stdout.write(f"{row.follower} {row.seq} ×{row.tries}: {row.error}")
        if waiting:
            raise CommandError(
                _("有 %(number)d 条日志被搁置；排除原因后运行 follow --once --again 重做。") % {"number": len(waiting)}
            )

    def _for_ever(self, names: list[str], wait: float) -> None:
        while True:
            try:
                for name in names:
                    _read_all(name)
                _wait_for_news(wait)
            except Error as error:  # the server restarts, a connection drops: come again
                self.stderr.write(f"{type(error).__name__}: {error}")
                time.sleep(wait)
                close_old_connections()

    def _tell(self, *reports: followers.Report) -> None:
        for report in reports:
            if report.handled or report.set_aside:
                self.stdout.write(f"{report.name}: {report.handled} + {len(report.set_aside)}")


def _read_all(name: str) -> list[followers.Report]:
    reports = [followers.run(name, at=clock.now())]
    while reports[-1].more:
        reports.append(followers.run(name, at=clock.now()))
    return reports


def _wait_for_news(seconds: float) -> None:
    """Until somebody writes to the journal, but no longer than `seconds`: a row whose turn has not come yet, because
    an older transaction is under way, is announced by nobody again."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
        for _news in cursor.connection.notifies(timeout=seconds, stop_after=1):
            pass
