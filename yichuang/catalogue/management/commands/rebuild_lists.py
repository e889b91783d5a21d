"""Put every published version on the lists kept by rule anew, after the rules of a list have changed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from yichuang.catalogue.published import lists


class Command(BaseCommand):
    """`manage.py rebuild_lists`; may be run at any time and as often as one likes."""

    help = "按规则重建各类清单。 Rebuild the lists that are kept by rule."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            number = lists.rebuild()
        self.stdout.write(_("已重建清单，共 %(number)d 个已发布的版本。") % {"number": number})
