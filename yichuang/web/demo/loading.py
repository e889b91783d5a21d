"""Load the whole demonstration: calendar, centre, items, people, a working morning."""

from __future__ import annotations

from datetime import date, datetime

from django.core.management import call_command

from yichuang.cases.models import Case, Rule
from yichuang.offices.models import Centre
from yichuang.web.demo import citizens, morning

CENTRE = "anyang"
ITEMS_FROM = date(2026, 1, 1)
RULES = (
    (Rule.Kind.REVIEW, "", 1, "working_days", "《安阳市政务服务条例》第四十二条"),
    (Rule.Kind.CORRECTION, "", 10, "working_days", "《安阳市政务服务条例》第三十六条：期限由中心规定（演示数据）"),
    (Rule.Kind.DELIVERY, "", 10, "working_days", "《行政许可法》第四十四条"),
    (Rule.Kind.DECISION, "", 20, "working_days", "《安阳市政务服务条例》第二十二条：没有法定时限的由中心公布（演示数据）"),
)


def load(*, at: datetime, with_cases: bool = True) -> str:
    """Load what is not there yet; a second call changes nothing. Returns what to tell the person who started it."""
    from yichuang.catalogue.guides.importing import import_demonstration
    from yichuang.offices.loading import load_demonstration

    call_command("load_calendar", verbosity=0)
    centre = load_demonstration(at=at)
    import_demonstration(centre=centre, effective_from=ITEMS_FROM, at=at)
    set_rules(centre)
    if with_cases and not Case.objects.exists():
        settled = [citizens.settle(citizen, at=at) for citizen in citizens.CITIZENS]
        made = morning.live(centre=centre, citizens=settled, at=at)
        return f"{centre.name}：{made} 件办件"
    return centre.name


def set_rules(centre: Centre) -> None:
    """The centre's time rules, as local rules of the demonstration."""
    for kind, channel, length, unit, basis in RULES:
        Rule.objects.get_or_create(
            centre=centre,
            kind=kind,
            channel=channel,
            since=ITEMS_FROM,
            defaults={"length": length, "unit": unit, "basis": basis},
        )
