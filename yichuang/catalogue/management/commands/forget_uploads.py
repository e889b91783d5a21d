"""`manage.py forget_uploads`: the files of old imports are removed; their reports stay."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from yichuang.base import clock
from yichuang.catalogue.sheets import runs


class Command(BaseCommand):
    help = "Remove the uploaded tables of imports that are older than 30 days."

    def handle(self, *args: Any, **options: Any) -> None:
        number = runs.forget(at=clock.now())
        self.stdout.write(_("清除了 %(number)d 份上传的表格。") % {"number": number})
