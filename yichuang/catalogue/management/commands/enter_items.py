"""`manage.py enter_items`: makes every entry of the search anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from yichuang.catalogue.finding import entering


class Command(BaseCommand):
    help = "Make every entry of the search anew; once after an upgrade that reads names in another way."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(_("已为 %(number)d 个事项版本重建检索条目。") % {"number": entering.enter_everything()})
