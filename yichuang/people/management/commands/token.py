"""`manage.py token ACCOUNT`: make a bearer token of the API and print it, once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.base import clock
from yichuang.base.refusal import Refused
from yichuang.people import actors, tokens
from yichuang.people.queries import account_named


class Command(BaseCommand):
    help = str(gettext_lazy("为一个账号生成 API 令牌，只显示一次。"))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account", help=_("账号"))
        parser.add_argument("--name", default="", help=_("令牌名称，说明用途"))
        parser.add_argument("--days", type=int, default=90, help=_("有效天数，1 至 366"))

    def handle(self, *args: Any, **options: Any) -> None:
        account = account_named(options["account"])
        if account is None:
            raise CommandError(_("没有账号“%(name)s”。") % {"name": options["account"]}, returncode=2)
        try:
            token = tokens.make(account, name=options["name"], by=actors.SYSTEM, at=clock.now(), days=options["days"])
        except Refused as refused:
            raise CommandError(str(refused), returncode=2) from refused
        self.stdout.write(token)
