"""Reads every stored file again and compares it with its digest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from yichuang.documents import store
from yichuang.documents.models import Letter, StoredFile


class Command(BaseCommand):
    help = "Read all stored files again; name those that are missing or damaged and end with 1 if there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        checked = bad = 0
        seen: set[str] = set()
        for digest, what in named():
            if digest in seen:
                continue
            seen.add(digest)
            checked += 1
            health = store.check(digest)
            if health != "sound":
                bad += 1
                self.stdout.write(f"{health}\t{digest}\t{what}")
        if bad:
            sentence = _("检查了 %(checked)d 个文件，其中 %(bad)d 个丢失或者损坏，请从备份恢复。")
            raise CommandError(sentence % {"checked": checked, "bad": bad})
        self.stdout.write(_("检查了 %(checked)d 个文件，全部完好。") % {"checked": checked})


def named() -> Iterator[tuple[str, str]]:
    """Every digest that a row names, with the row; read in portions."""
    files = StoredFile.objects.order_by("id").values_list("id", "digest", "rendition_digest")
    for pk, digest, rendition in files.iterator(chunk_size=2000):
        yield digest, f"file {pk}"
        if rendition:
            yield rendition, f"rendition of file {pk}"
    letters = Letter.objects.exclude(digest=None).order_by("id").values_list("number", "digest")
    for number, drawn in letters.iterator(chunk_size=2000):
        yield drawn or "", f"letter {number}"
