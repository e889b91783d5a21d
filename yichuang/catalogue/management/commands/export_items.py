"""`manage.py export_items`: the items of a centre as a workbook, a plain table, JSON or the national tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from yichuang.base import clock
from yichuang.catalogue.management.commands.import_guides import centre_of
from yichuang.catalogue.sheets.leaving import Choice, Format, export
from yichuang.catalogue.sheets.problems import Problems


class Command(BaseCommand):
    help = "Export the items in force (JSON: --all-versions too) as workbook, table, json or national tables."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, metavar="OUT")
        parser.add_argument("--format", choices=Format.values, default=Format.WORKBOOK.value)
        parser.add_argument("--centre", default="", help="code of the centre (not needed when there is only one)")
        parser.add_argument("--department", default="", help="only the items of this department (code)")
        parser.add_argument("--area", default="", help="only the items of this area")
        parser.add_argument("--all-versions", action="store_true", help="JSON only: every version ever, drafts too")

    def handle(self, *args: Any, **options: Any) -> None:
        format_ = Format(options["format"])
        if options["all_versions"] and format_ != Format.JSON:
            raise CommandError(_("历次版本只能导出为 JSON，请加上 --format json。"), returncode=2)
        chosen = Choice(
            centre=centre_of(options["centre"]),
            at=clock.now(),
            department=options["department"],
            area=options["area"],
            all_versions=options["all_versions"],
        )
        problems = Problems()
        try:
            number = export(options["out"], chosen, format_, problems=problems)
        except OSError as error:
            sentence = _("写不了 %(path)s：%(reason)s") % {"path": options["out"], "reason": error.strerror}
            raise CommandError(sentence, returncode=2)
        for one in problems.found:
            self.stdout.write(
                f"    {one.item}  {one.place.sheet}!{one.place.address} {one.place.header}  {one.sentence}"
            )
        self.stdout.write(_("导出 %(number)d 项。") % {"number": number})
