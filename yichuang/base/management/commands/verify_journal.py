"""Prove that nothing in the journal was changed, or say which row was. Exit code 1 when something was."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from yichuang.base import sealing, verifying
from yichuang.base.journal import Entry

SHOWN = 100


class Command(BaseCommand):
    help = "校验日志：逐条重算散列、链与封存，指出被改动的条目。 Verify the journal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--export", type=Path, metavar="FILE", help="把各号封存写入文件，交外部见证 write the heads"
        )
        parser.add_argument(
            "--witness", type=Path, metavar="FILE", help="与先前交出的文件对照 compare with such a file"
        )

    def handle(self, *, export: Path | None, witness: Path | None, **options: Any) -> None:
        heads = _read(witness) if witness else []
        found = 0
        with transaction.atomic():
            verifying.snapshot()
            for finding in verifying.verify(witness=heads):
                found += 1
                if found <= SHOWN:
                    self.stdout.write(finding.sentence)
            rows = Entry.objects.count()
            sealed = list(sealing.export())
        if found > SHOWN:
            self.stdout.write(_("……其余 %(number)d 处从略。") % {"number": found - SHOWN})
        if found:
            raise CommandError(_("日志有 %(number)d 处与写入或封存时不同。") % {"number": found}, returncode=1)
        if export:
            export.write_text("".join(json.dumps(head, sort_keys=True) + "\n" for head in sealed), "ascii")
        told = {"rows": rows, "heads": len(sealed), "sealed": sealed[-1]["size"] if sealed else 0}
        self.stdout.write(_("日志完好：%(rows)d 条，其中 %(sealed)d 条已封存，共 %(heads)d 号。") % told)


def _read(path: Path) -> list[Mapping[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text("ascii").splitlines()]
    except (OSError, ValueError) as error:
        raise CommandError(_("无法读取见证文件 %(path)s：%(error)s") % {"path": path, "error": error})
