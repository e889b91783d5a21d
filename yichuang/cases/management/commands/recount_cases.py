"""Count the dates of all open cases anew, after the calendar was changed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from yichuang.base import clock
from yichuang.cases import recounting
from yichuang.offices.models import Centre
from yichuang.people.actors import SYSTEM


class Command(BaseCommand):
    """`manage.py recount_cases`; may be run at any time and as often as one likes."""

    help = "日历变动后，重新计算在办件的期限。 Count the dates of open cases anew after the calendar changed."

    def handle(self, *args: Any, **options: Any) -> None:
        for centre in Centre.objects.order_by("code"):
            report = recounting.recount_all(centre=centre, by=SYSTEM, at=clock.now())
            told = {"centre": centre.name, "seen": report.seen, "moved": report.moved}
            self.stdout.write(_("%(centre)s：在办 %(seen)d 件，期限有变动的 %(moved)d 件。") % told)
