"""Makes every key of the installation that is not there yet, so that all can be put away at once."""

from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from yichuang.base import clock
from yichuang.documents import signing

NAMES: Final = ("django", "field", "index", "journal")


class Command(BaseCommand):
    help = "生成本安装还没有的全部密钥，以便一次备份；已有的不动。 Make all keys that are not there yet."

    def handle(self, **options: Any) -> None:
        for name in NAMES:
            settings.KEYS.get(name)
        signing.make_certificate(settings.KEYS.directory, at=clock.now())
        self.stdout.write(_("密钥在 %(directory)s，请立即另外备份。") % {"directory": settings.KEYS.directory})
