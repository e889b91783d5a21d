"""`manage.py load_centre FILE`: set up a centre from a file; a demonstration's accounts go into the data directory."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.base import clock
from yichuang.base.refusal import Refused
from yichuang.offices import loading
from yichuang.people import actors


class Command(BaseCommand):
    help = str(gettext_lazy("按文件设立一个政务服务中心；已有的中心保持不变。"))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=_("中心的 JSON 文件"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = loading.load_centre(options["file"], by=actors.SYSTEM, at=clock.now())
        except Refused as refused:
            raise CommandError(str(refused), returncode=2) from refused
        if loaded.new and loaded.accounts:
            loading.write_accounts(loaded.accounts, to=Path(settings.DATA))
        told = _("已设立“%(centre)s”。") if loaded.new else _("“%(centre)s”已经存在，没有改动。")
        self.stdout.write(told % {"centre": loaded.centre})
