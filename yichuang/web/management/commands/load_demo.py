"""Load the demonstration centre into an empty database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from yichuang.base import clock
from yichuang.web.demo.loading import go_on, load


class Command(BaseCommand):
    """`manage.py load_demo`: Anyang County's centre, its items, made-up people and a working morning."""

    help = "Load the demonstration centre (Anyang County) with made-up people and a working morning."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-cases", action="store_true", help="the centre and its items only")
        parser.add_argument("--go-on", action="store_true", help="new applications, so that some wait on every day")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["go_on"]:
            self.stdout.write(f"{go_on(at=clock.now())} 件新申请")
            return
        told = load(at=clock.now(), with_cases=not options["without_cases"])
        self.stdout.write(told)
