"""Dates as people read them."""

from datetime import date, datetime

import pytest
from django.utils import timezone, translation

from yichuang.base.calendar import WorkingCalendar
from yichuang.web.kit import times

CALENDAR = WorkingCalendar([], official_years=[2026])


def at(day: int, hour: int = 17, minute: int = 30, month: int = 11) -> datetime:
    return timezone.make_aware(datetime(2026, month, day, hour, minute))  # noqa: DTZ001 - made aware here


NOW = at(23, 9, 0)


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (at(30), "11月30日 周一（还有 5 个工作日）", ""),
        (at(24), "11月24日 周二（还有 1 个工作日）", "near"),
        (at(23), "11月23日 周一（今天 17:30 前）", "near"),
        (at(20), "11月20日 周五（已超期 1 个工作日）", "overdue"),
        (at(23, 8), "11月23日 周一（今天已到期，已超期）", "overdue"),
    ],
)
def test_a_due_date_says_how_much_is_left(due: datetime, words: str, tone: str) -> None:
    assert times.due_text(due, now=NOW, calendar=CALENDAR) == words
    assert times.left(due, now=NOW, calendar=CALENDAR).tone == tone


def test_another_year_is_named() -> None:
    assert times.day_text(date(2027, 1, 4), today=date(2026, 11, 23)) == "2027年1月4日 周一"


def test_today_and_yesterday_have_names() -> None:
    assert times.moment_text(at(23, 8, 41), now=NOW) == "今天 08:41"
    assert times.moment_text(at(22, 8, 41), now=NOW) == "昨天 08:41"
    assert times.moment_text(at(20, 8, 41), now=NOW) == "11月20日 周五 08:41"


def test_english_has_its_own_order() -> None:
    with translation.override("en"):
        assert times.due_text(at(30), now=NOW, calendar=CALENDAR) == "Mon 30 Nov (5 working days left)"
