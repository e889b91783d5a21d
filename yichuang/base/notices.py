"""Reading what is known about days off: the notices of the State Council as kept in a file, and the package
`chinesecalendar` for the years before them. Pure; `manage.py load_calendar` puts the result into the calendar."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from chinese_calendar import constants  # type: ignore[import-untyped]  # the package has no types
from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.base.working_days import HOLIDAY, MAKEUP, OFFICIAL, PROVISIONAL, DayFact

BUNDLED = Path(__file__).parent / "data" / "calendar.json"
YEARS_AHEAD = 10
"""For so many years after the last known one the days off that have a fixed date are expected, provisionally."""


class UnreadableNotice(Refused):
    """The file is not what the calendar can be loaded from."""

    code = "unreadable_notice"


@dataclass(frozen=True)
class Year:
    """All facts about one year. A notice may begin with the last days of the year before."""

    year: int
    status: str
    facts: tuple[DayFact, ...]

    @property
    def since(self) -> date:
        return min([date(self.year, 1, 1), *(fact.date for fact in self.facts)])

    @property
    def until(self) -> date:
        return date(self.year, 12, 31)

    def differs_from(self, other: "Year") -> list[date]:
        """The days about which the two do not agree, whatever they call them."""
        mine, others = ({(fact.date, fact.kind) for fact in year.facts} for year in (self, other))
        return sorted({day for day, _kind in mine ^ others})


def read(path: Path) -> dict[int, Year]:
    """The years told in a file like the bundled one. Raises UnreadableNotice naming the file and the place."""
    try:
        told = json.loads(path.read_text("utf-8"))
        years = {int(year["year"]): _year(year) for year in told["years"]}
        return {**_fixed(told, max(years)), **_by_date(years)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        sentence = _("无法读取放假安排文件 %(path)s：%(error)s。请检查文件格式。")
        raise UnreadableNotice(sentence % {"path": path, "error": f"{type(error).__name__} {error}"})


def packaged() -> dict[int, Year]:
    """The years that the package chinesecalendar knows."""
    source = f"chinesecalendar {version('chinesecalendar')}"
    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    facts: dict[int, list[DayFact]] = {}
    for kind, days in ((HOLIDAY, constants.holidays), (MAKEUP, constants.workdays)):
        for day, name in days.items():
            facts.setdefault(day.year, []).append(DayFact(day, kind, names.get(name, name), source, OFFICIAL))
    return {year: Year(year, OFFICIAL, tuple(found)) for year, found in facts.items()}


def _year(told: Mapping[str, Any]) -> Year:
    year = int(told["year"])
    if told["status"] != OFFICIAL:
        source = _STATUTE
        days = [(date.fromisoformat(day["date"]), day["name"]) for day in told["statutory_days"]]
        facts = [DayFact(day, HOLIDAY, name, source, PROVISIONAL) for day, name in days]
        return _checked(Year(year, PROVISIONAL, tuple(facts)))
    source = told.get("document_number") or told["notice"]
    facts = []
    for holiday in told["holidays"]:
        name, day, end = holiday["name"], date.fromisoformat(holiday["start"]), date.fromisoformat(holiday["end"])
        if not day <= end <= day + timedelta(days=31):
            raise ValueError(f"{name} {day} – {end}")
        while day <= end:
            facts.append(DayFact(day, HOLIDAY, name, source, OFFICIAL))
            day += timedelta(days=1)
        for makeup in holiday["makeup_workdays"]:
            facts.append(DayFact(date.fromisoformat(makeup), MAKEUP, name, source, OFFICIAL))
    return _checked(Year(year, OFFICIAL, tuple(facts)))


_STATUTE = "全国年节及纪念日放假办法第二条"


def _checked(year: Year) -> Year:
    """Refuses what no notice says: a day twice, a day of another year, work made up on a Wednesday."""
    days = [fact.date for fact in year.facts]
    earliest = date(year.year - 1, 12, 15)
    wrong = {day for day in days if days.count(day) > 1 or not earliest <= day <= year.until}
    wrong |= {fact.date for fact in year.facts if fact.kind == MAKEUP and fact.date.weekday() < 5}
    if wrong or not days:
        raise ValueError(f"{year.year}: {', '.join(map(str, sorted(wrong)))}")
    return year


def _by_date(years: dict[int, Year]) -> dict[int, Year]:
    """The same facts, with December days of a notice moved to the year they lie in, where that year is told too."""
    moved = [f for year in years.values() for f in year.facts if f.date.year != year.year and f.date.year in years]
    return {
        number: replace(
            year,
            facts=(
                *(fact for fact in year.facts if fact not in moved),
                *(fact for fact in moved if fact.date.year == number),
            ),
        )
        for number, year in years.items()
    }


def _fixed(told: Mapping[str, Any], last: int) -> dict[int, Year]:
    """The years after `last`, with the days off that the law puts on a fixed date and nothing else."""
    days = told.get("fixed_statutory_days", [])
    if not days:
        return {}
    return {
        year: Year(
            year,
            PROVISIONAL,
            tuple(
                DayFact(date(year, day["month"], day["day"]), HOLIDAY, day["name"], _STATUTE, PROVISIONAL)
                for day in days
            ),
        )
        for year in range(last + 1, last + 1 + YEARS_AHEAD)
    }
