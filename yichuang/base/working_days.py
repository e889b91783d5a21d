"""Arithmetic with working days. Pure: built once from facts about days, then every question is a look in an index."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from yichuang.base.refusal import Refused

HOLIDAY, MAKEUP = "holiday", "makeup"
OFFICIAL, PROVISIONAL = "official", "provisional"

_WEEKDAYS = [
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
]
# The names that notices use, so that they have their English beside them; any other name is shown as it was entered.
_NAMES = (
    gettext_noop("元旦"),
    gettext_noop("农历除夕"),
    gettext_noop("春节"),
    gettext_noop("春节（补假）"),
    gettext_noop("清明"),
    gettext_noop("清明节"),
    gettext_noop("劳动节"),
    gettext_noop("劳动节（补假）"),
    gettext_noop("端午"),
    gettext_noop("端午节"),
    gettext_noop("中秋"),
    gettext_noop("中秋节"),
    gettext_noop("国庆节"),
    gettext_noop("国庆节（补假）"),
    gettext_noop("国庆节、中秋节"),
    gettext_noop("中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"),
)
_YEARS_BEFORE, _YEARS_AFTER = 30, 60


class OutsideCalendar(Refused):
    """A date too far away for the calendar to say anything."""

    code = "outside_calendar"


@dataclass(frozen=True)
class DayFact:
    """What is known about one day beyond its weekday."""

    date: date
    kind: str
    name: str
    source: str = ""
    status: str = OFFICIAL


@dataclass(frozen=True)
class ExplainedDay:
    """One day with the reason why it counts or not. `kind` is holiday, makeup, weekend or workday."""

    date: date
    working: bool
    kind: str
    name: str
    source: str
    provisional: bool

    @property
    def reason(self) -> str:
        """A few words for people, such as 国庆节（国办发明电〔2024〕12号） or 周六."""
        told = {"name": _(self.name), "source": self.source}
        if self.kind == MAKEUP:
            text = _("调休上班（%(name)s，%(source)s）") % told
        elif self.kind == HOLIDAY:
            text = _("%(name)s（%(source)s）") % told
        else:
            text = self.name
        return _("%(reason)s（当年放假安排未公布，暂定）") % {"reason": text} if self.provisional else text


class WorkingCalendar:
    """The working days of one region.

    `facts` are days off and makeup days; of two about one day the later in the list counts. `official_years` are those
    whose arrangement is published; when not given, those with an official fact. Other years are assumed to have their
    weekends and provisional facts only, and are marked provisional. Days lie between 30 years before the first fact
    and 60 after the last; beyond, OutsideCalendar.
    """

    def __init__(self, facts: Iterable[DayFact], *, official_years: Iterable[int] | None = None) -> None:
        self._facts = {fact.date: fact for fact in facts}
        if official_years is None:
            official_years = (day.year for day, fact in self._facts.items() if fact.status == OFFICIAL)
        self._official_years = frozenset(official_years)
        years = [d.year for d in self._facts] or [2000]
        self.first = date(max(min(years) - _YEARS_BEFORE, 1), 1, 1)
        self.last = date(min(max(years) + _YEARS_AFTER, 9998), 12, 31)
        self._base = self.first.toordinal()
        # _working[k] is the k-th working day; _rank[i] the number of working days up to and including day i.
        self._working = array("l")
        self._rank = array("l")
        for ordinal in range(self._base, self.last.toordinal() + 1):
            if self._works(date.fromordinal(ordinal)):
                self._working.append(ordinal)
            self._rank.append(len(self._working))

    @property
    def official_until(self) -> date:
        """The last day of the latest year whose arrangement is published; the day before the calendar when none is."""
        if not self._official_years:
            return self.first - timedelta(days=1)
        return date(max(self._official_years), 12, 31)

    def is_provisional(self, day: date) -> bool:
        """Is the arrangement of that year not (or not known to be) published?"""
        return day.year not in self._official_years

    def is_working_day(self, day: date) -> bool:
        return self._up_to(day) > self._up_to(day - timedelta(days=1))

    def add_working_days(self, day: date, number: int) -> date:
        """The working day `number` working days after `day`, which itself is not counted; before it when negative.
        Zero gives `day` itself."""
        if number == 0:
            self._up_to(day)
            return day
        if number > 0:
            index = self._up_to(day) + number - 1
        else:
            index = self._up_to(day - timedelta(days=1)) + number
        if not 0 <= index < len(self._working):
            raise self._outside()
        return date.fromordinal(self._working[index])

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie after `after`, up to and including `until`; negative the other way round."""
        return self._up_to(until) - self._up_to(after)

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is a working day, else the first one after it."""
        index = bisect_left(self._working, day.toordinal())
        self._up_to(day)
        if index == len(self._working):
            raise self._outside()
        return date.fromordinal(self._working[index])

    def explain(self, day: date) -> ExplainedDay:
        """Why `day` is or is not a working day."""
        fact = self._facts.get(day)
        working, provisional = self.is_working_day(day), self.is_provisional(day)
        if fact is not None:
            return ExplainedDay(day, working, fact.kind, fact.name, fact.source, provisional)
        name = str(_WEEKDAYS[day.weekday()])
        return ExplainedDay(day, working, "workday" if working else "weekend", name, "", provisional)

    def _works(self, day: date) -> bool:
        fact = self._facts.get(day)
        return fact.kind == MAKEUP if fact else day.weekday() < 5

    def _up_to(self, day: date) -> int:
        """The number of working days from the beginning of the calendar up to and including `day`."""
        index = day.toordinal() - self._base
        if index == -1:
            return 0
        if not 0 <= index < len(self._rank):
            raise self._outside()
        return self._rank[index]

    def _outside(self) -> OutsideCalendar:
        sentence = _("日期超出工作日历的范围（%(first)s 至 %(last)s），请检查日期。")
        return OutsideCalendar(sentence % {"first": self.first.isoformat(), "last": self.last.isoformat()})
