"""`manage.py import_guides`: guides from JSON files become published items of a centre."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from yichuang.base import clock
from yichuang.catalogue import bundled
from yichuang.catalogue.guides import importing
from yichuang.catalogue.guides.importing import Departments, Outcome, Report
from yichuang.offices.models import Centre, Department
from yichuang.people import actors


class Command(BaseCommand):
    help = "Import service guides (JSON): one line for each item, and a report of every field that was not read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help="files or directories; none: the bundled guides"
        )
        parser.add_argument("--dry-run", action="store_true", help="report only, keep nothing")
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="write the report there")
        parser.add_argument("--centre", default="", help="code of the centre (not needed when there is only one)")
        parser.add_argument(
            "--departments", type=Path, default=bundled.DEPARTMENTS, help="which department has which item"
        )
        parser.add_argument(
            "--effective-from",
            type=date.fromisoformat,
            help="initial load only: since when the first version of each item is in force (YYYY-MM-DD)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        centre = centre_of(options["centre"])
        report = importing.import_guides(
            paths=options["paths"] or [bundled.GUIDES],
            centre=centre,
            departments=departments_of(centre, options["departments"]),
            effective_from=options["effective_from"],
            dry_run=options["dry_run"],
            by=actors.SYSTEM,
            at=clock.now(),
        )
        if options["report"] is not None:
            _write(options["report"], report)
        self._print(report)
        refused = report.counts["refused"] + sum(1 for file in report.files if file["outcome"] == "refused")
        if refused:
            raise CommandError(_("有 %(number)d 项没有导入，原因见上。") % {"number": refused}, returncode=1)

    def _print(self, report: Report) -> None:
        for file in report.files:
            if file["why"]:
                self.stdout.write(f"{file['file']}  {Outcome.REFUSED.label}：{file['why']}")
        for line in report.items:
            self.stdout.write(f"{line.id}  {line.name}  {Outcome(line.outcome).label}")
            for sentence in (*line.why, *line.doubts):
                self.stdout.write(f"    {sentence}")
            for left in line.not_read:
                self.stdout.write(f"    {left['field']}：{left['reason']}")
        counts = "，".join(f"{Outcome(code).label} {number}" for code, number in report.counts.items())
        ending = _("（试运行，没有保存）") if report.dry_run else ""
        self.stdout.write(f"{counts}{ending}")


def centre_of(code: str) -> Centre:
    """The centre of that code, or the only one. Raises CommandError."""
    centres = list(Centre.objects.filter(code=code) if code else Centre.objects.all()[:2])
    if len(centres) != 1:
        known = "、".join(Centre.objects.order_by("code").values_list("code", flat=True)[:20])
        raise CommandError(_("请用 --centre 指明中心，现有：%(known)s。") % {"known": known or "—"}, returncode=2)
    return centres[0]


def departments_of(centre: Centre, path: Path) -> Departments:
    """The departments of the centre with the file that tells which has which item. Raises CommandError."""
    try:
        rules = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(
            _("部门对照文件 %(path)s 读不了：%(reason)s") % {"path": path, "reason": error}, returncode=2
        )
    by_code = {department.code: department for department in Department.objects.filter(centre=centre)}
    return Departments(by_code, rules)


def _write(path: Path, report: Report) -> None:
    try:
        path.write_text(json.dumps(report.as_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(
            _("报告写不了 %(path)s：%(reason)s") % {"path": path, "reason": error.strerror}, returncode=2
        )
