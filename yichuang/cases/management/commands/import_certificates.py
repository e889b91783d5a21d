"""`manage.py import_certificates`: certificates that were issued before this system, from the centre's registers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from yichuang.base import clock
from yichuang.base.refusal import Refused
from yichuang.cases.afterwards import inheriting
from yichuang.catalogue.guides.importing import UnreadableFile
from yichuang.catalogue.sheets.problems import Problem
from yichuang.people.actors import SYSTEM

SHOWN = 200


class Command(BaseCommand):
    """Each file comes in whole or not at all; run again, it passes over what is there."""

    help = "导入系统启用前颁发的证照（XLSX、CSV、JSON）。 Import certificates older than the system."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--source", default="", help="表里没有“来源”列时，统一的来源 the register, for rows that name none"
        )
        parser.add_argument("--dry-run", action="store_true", help="只检查，不保存 report only, keep nothing")
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="write every problem there")

    def handle(self, *, paths: list[Path], source: str, dry_run: bool, report: Path | None, **options: Any) -> None:
        problems: list[dict[str, Any]] = []
        refused = 0
        for path in paths:
            try:
                done = inheriting.import_certificates(
                    path=path, source=source, dry_run=dry_run, by=SYSTEM, at=clock.now()
                )
            except (UnreadableFile, Refused) as error:
                self.stdout.write(f"{path.name}  {error}")
                refused += 1
                continue
            problems += [{"file": path.name} | problem.as_dict() for problem in done.problems]
            refused += bool(done.problems)
            self._print(path, done, dry_run=dry_run)
        if report is not None:
            report.write_text(json.dumps(problems, ensure_ascii=False, indent=1) + "\n", "utf-8")
        if refused:
            raise CommandError(_("有 %(number)d 个文件没有导入，原因见上。") % {"number": refused}, returncode=1)

    def _print(self, path: Path, done: inheriting.Report, *, dry_run: bool) -> None:
        for problem in done.problems[:SHOWN]:
            self.stdout.write(f"{path.name}  {_cell(problem)}  {problem.value}  {problem.sentence}")
        if len(done.problems) > SHOWN:
            self.stdout.write(_("……其余 %(number)d 处从略。") % {"number": len(done.problems) - SHOWN})
        ending = _("（试运行，没有保存）") if dry_run else _("（有问题，没有保存）") if done.problems else ""
        told = {"new": done.new, "known": done.known, "problems": len(done.problems)}
        line = _("新的 %(new)d 份，以前已经导入 %(known)d 份，问题 %(problems)d 处") % told
        self.stdout.write(f"{path.name}  {line}{ending}")


def _cell(problem: Problem) -> str:
    place = problem.place
    address = place.address if place.column else str(place.row)
    return " ".join(part for part in (place.sheet, address, place.header) if part)
