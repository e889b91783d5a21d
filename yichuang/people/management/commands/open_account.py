"""`manage.py open_account USERNAME`: open an account for somebody who works here, with roles; print its password."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.base import clock
from yichuang.base.refusal import Refused
from yichuang.people import actors, granting, registering
from yichuang.people.models import Role


class Command(BaseCommand):
    help = str(gettext_lazy("开立工作人员账号并授予角色，初始密码只显示一次。"))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help=_("账号"))
        parser.add_argument("--name", required=True, help=_("姓名"))
        parser.add_argument("--employee-number", default="", help=_("工号"))
        parser.add_argument("--role", action="append", default=[], choices=Role.values, help=_("角色，可以多次给出"))

    def handle(self, *args: Any, **options: Any) -> None:
        password, at = secrets.token_urlsafe(15), clock.now()
        try:
            with transaction.atomic():
                account = registering.open_staff_account(
                    username=options["username"],
                    password=password,
                    display_name=options["name"],
                    employee_number=options["employee_number"],
                    by=actors.SYSTEM,
                    at=at,
                )
                for role in options["role"]:
                    granting.grant_role(account=account, role=Role(role), by=actors.SYSTEM, at=at)
        except Refused as refused:
            raise CommandError(str(refused), returncode=2) from refused
        self.stdout.write(password)
