"""manage.py generate --cases N: fill the database for trials and measurements."""

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from yichuang.base import clock
from yichuang.base.refusal import Refused
from yichuang.web.demo.many.making import generate


class Command(BaseCommand):
    help = "Make many cases at once, for trials and measurements. Never on an installation that serves people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, required=True, help="how many")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives other cases")
        parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes that make rows")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["cases"] <= 10_000_000:
            raise CommandError(_("办件数量应为 1 至 10000000。"))
        try:
            report = generate(
                cases=options["cases"], at=clock.now(), seed=options["seed"], workers=max(1, options["workers"])
            )
        except Refused as refused:
            raise CommandError(str(refused))
        told = {
            "cases": report.cases,
            "parties": report.parties,
            "rows": report.rows,
            "rows_seconds": round(report.rows_seconds, 2),
            "indexes_seconds": round(report.indexes_seconds, 2),
            "cases_per_second": round(report.cases / report.seconds),
        }
        self.stdout.write(json.dumps(told))
