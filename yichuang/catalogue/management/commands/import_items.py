"""`manage.py import_items`: items from a workbook, a table, JSON or the national tables into a centre's catalogue."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from yichuang.base import clock
from yichuang.base.refusal import Refused
from yichuang.catalogue import bundled
from yichuang.catalogue.guides.importing import Outcome
from yichuang.catalogue.management.commands.import_guides import centre_of, departments_of
from yichuang.catalogue.sheets.problems import TableReport
from yichuang.catalogue.sheets.taking_over import Mode, Setting, take_over_file
from yichuang.people import actors


class Command(BaseCommand):
    help = "Import items (XLSX, CSV, JSON, national tables) as drafts; --publish at the initial load."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="report only, keep nothing")
        parser.add_argument("--all-or-nothing", action="store_true", help="one bad item keeps all items of a file out")
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="write the report there")
        parser.add_argument("--centre", default="", help="code of the centre (not needed when there is only one)")
        parser.add_argument(
            "--departments", type=Path, default=bundled.DEPARTMENTS, help="which department has which item"
        )
        parser.add_argument("--department", default="", help="code of the department of new items that name none")
        parser.add_argument("--publish", action="store_true", help="publish without a review (initial load)")
        parser.add_argument(
            "--effective-from",
            type=date.fromisoformat,
            help="with --publish: since when the first version of each item is in force (YYYY-MM-DD)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        centre = centre_of(options["centre"])
        departments = departments_of(centre, options["departments"])
        department = departments.named(options["department"]) if options["department"] else None
        if options["department"] and department is None:
            raise CommandError(
                _("没有叫“%(name)s”的部门，请写部门的全称、简称或者代码。") % {"name": options["department"]}
            )
        setting = Setting(
            centre=centre,
            departments=departments,
            department=department,
            mode=Mode.PUBLISH if options["publish"] else Mode.DRAFT,
            effective_from=options["effective_from"],
            dry_run=options["dry_run"],
            all_or_nothing=options["all_or_nothing"],
            by=actors.SYSTEM,
            at=clock.now(),
        )
        reports = [self._import(path, setting) for path in options["paths"]]
        if options["report"] is not None:
            told = [report.as_dict() for report in reports]
            options["report"].write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        refused = sum(report.refused for report in reports)
        if refused:
            raise CommandError(_("有 %(number)d 项没有导入，原因见上。") % {"number": refused}, returncode=1)

    def _import(self, path: Path, setting: Setting) -> TableReport:
        try:
            report = take_over_file(path, setting=setting)
        except Refused as refused:
            report = TableReport(dry_run=setting.dry_run)
            report.files.append({"file": path.name, "outcome": Outcome.REFUSED.value, "why": str(refused)})
        self._print(path, report)
        return report

    def _print(self, path: Path, report: TableReport) -> None:
        for file in report.files:
            self.stdout.write(f"{file['file']}  {Outcome.REFUSED.label}：{file['why']}")
        for one in report.problems:
            where = f"{one.place.sheet}!{one.place.address}" if one.place.sheet else path.name
            self.stdout.write(f"    {where}  “{one.value}”  {one.sentence}")
            if one.also:
                cells = _("、").join(f"{spot.place.sheet}!{spot.place.address}" for spot in one.also)
                self.stdout.write(_("        同样的还有 %(n)d 处：%(cells)s") % {"n": len(one.also), "cells": cells})
        for line in report.items:
            self.stdout.write(f"{line.id}  {line.name}  {Outcome(line.outcome).label}")
        counts = "，".join(f"{Outcome(code).label} {number}" for code, number in report.counts.items())
        ending = _("（试运行，没有保存）") if report.dry_run else ""
        self.stdout.write(f"{path.name}：{counts}{ending}")
