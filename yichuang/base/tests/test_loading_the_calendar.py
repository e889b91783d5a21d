"""Loading the calendar: notices become dated rows with a source; what is not published is marked, never guessed."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from yichuang.base import calendar, notices
from yichuang.base.calendar import Day, DayFact
from yichuang.base.notices import UnreadableNotice
from yichuang.base.working_days import HOLIDAY, MAKEUP, OFFICIAL, PROVISIONAL

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def fact(day: str, kind: str = HOLIDAY, name: str = "测试节", status: str = OFFICIAL) -> DayFact:
    return DayFact(date.fromisoformat(day), kind, name, "通知", status)


def put(*facts: DayFact, region: str = "", at: datetime = AT) -> tuple[int, int]:
    return calendar.replace(facts, since=date(2026, 1, 1), until=date(2026, 12, 31), region=region, at=at)


@pytest.fixture
def notice(tmp_path: Path) -> Callable[..., Path]:
    def write(year: int, *holidays: dict[str, Any], **more: Any) -> Path:
        told = {"year": year, "status": "official", "notice": "通知", "holidays": list(holidays), **more}
        path = tmp_path / "notice.json"
        path.write_text(json.dumps({"years": [told]}), "utf-8")
        return path

    return write


@pytest.mark.django_db
class TestLoadCalendar:
    def test_loads_what_the_notices_say(self) -> None:
        call_command("load_calendar")
        loaded = calendar.load()
        totals = [loaded.working_days_between(date(y - 1, 12, 31), date(y, 12, 31)) for y in (2024, 2025, 2026)]
        assert totals == [251, 248, 248]
        assert loaded.official_until == date(2026, 12, 31)
        assert loaded.is_provisional(date(2027, 3, 1))
        assert not loaded.is_provisional(date(2005, 3, 1))

    def test_is_safe_to_run_again(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load_calendar")
        rows = Day.objects.count()
        call_command("load_calendar")
        assert Day.objects.count() == rows
        assert "2026 年（正式）：39 天，新增 0，停用 0" in capsys.readouterr().out

    def test_compares_both_sources(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load_calendar")
        out = capsys.readouterr().out
        assert all(f"{year} 年与 chinesecalendar 对照：一致" in out for year in (2024, 2025, 2026))

    def test_a_notice_that_differs_is_loaded_and_reported(self, notice: Callable[..., Path]) -> None:
        one = {"name": "元旦", "start": "2025-01-01", "end": "2025-01-01", "makeup_workdays": []}
        with pytest.raises(CommandError, match="核对通知原文"):
            call_command("load_calendar", str(notice(2025, one)))
        assert Day.objects.filter(date__year=2025, valid_until=None).count() == 1

    def test_every_row_names_its_source(self) -> None:
        call_command("load_calendar")
        assert not Day.objects.filter(source="").exists()
        assert Day.objects.get(date="2024-10-01").source == "国办发明电〔2023〕7号"
        assert Day.objects.get(date="2010-10-01").source.startswith("chinesecalendar")

    def test_an_official_year_is_not_replaced_by_a_guess(self, notice: Callable[..., Path]) -> None:
        one = {"name": "元旦", "start": "2027-01-01", "end": "2027-01-03", "makeup_workdays": ["2026-12-27"]}
        call_command("load_calendar")
        call_command("load_calendar", str(notice(2027, one)))
        call_command("load_calendar")
        loaded = calendar.load()
        assert loaded.official_until == date(2027, 12, 31)
        assert loaded.is_working_day(date(2027, 2, 9))

    def test_an_unreadable_file_is_refused_and_changes_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "x.json").write_text("{}")
        with pytest.raises(CommandError, match="检查文件格式"):
            call_command("load_calendar", str(tmp_path / "x.json"))
        assert not Day.objects.exists()


class TestReadingANotice:
    def test_days_of_december_go_to_their_year(self, tmp_path: Path) -> None:
        years = [
            {
                "year": year,
                "status": "official",
                "notice": "通知",
                "holidays": [
                    {"name": "元旦", "start": f"{year - 1}-12-30", "end": f"{year}-01-01", "makeup_workdays": []}
                ],
            }
            for year in (2022, 2023)
        ]
        (tmp_path / "two.json").write_text(json.dumps({"years": years}))
        read = notices.read(tmp_path / "two.json")
        assert [f.date.isoformat() for f in read[2022].facts] == [
            "2021-12-30",
            "2021-12-31",
            "2022-01-01",
            "2022-12-30",
            "2022-12-31",
        ]
        assert (read[2022].since, read[2023].since) == (date(2021, 12, 30), date(2023, 1, 1))

    @pytest.mark.parametrize(
        "holiday",
        [
            {"name": "a", "start": "2025-05-01", "end": "2025-04-01", "makeup_workdays": []},
            {"name": "a", "start": "2025-05-01", "end": "2025-05-01", "makeup_workdays": ["2025-05-07"]},
            {"name": "a", "start": "2025-05-01", "end": "2025-05-04", "makeup_workdays": ["2025-05-03"]},
            {"name": "a", "start": "2024-05-01", "end": "2024-05-01", "makeup_workdays": []},
            {"name": "a", "start": "2025-02-30", "end": "2025-03-01", "makeup_workdays": []},
            {"name": "a"},
        ],
    )
    def test_what_no_notice_says_is_refused(self, notice: Callable[..., Path], holiday: dict[str, Any]) -> None:
        with pytest.raises(UnreadableNotice):
            notices.read(notice(2025, holiday))

    def test_years_after_the_last_notice_have_the_fixed_days_only(self) -> None:
        years = notices.read(notices.BUNDLED)
        assert years[2027].status == years[2030].status == PROVISIONAL
        assert [str(f.date)[5:] for f in years[2030].facts] == ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"]


@pytest.mark.django_db
class TestKeepingTheCalendar:
    def test_costs_one_statement_while_nothing_changes(self, django_assert_num_queries: Callable[[int], Any]) -> None:
        put(fact("2026-11-24"))
        first = calendar.load()
        with django_assert_num_queries(1):
            assert calendar.load() is first

    def test_sees_a_change_at_once(self) -> None:
        put(fact("2026-11-24"))
        assert not calendar.load().is_working_day(date(2026, 11, 24))
        put()
        assert calendar.load().is_working_day(date(2026, 11, 24))

    def test_a_change_that_failed_is_not_remembered(self) -> None:
        with transaction.atomic():
            put(fact("2026-11-24"))
            assert not calendar.load().is_working_day(date(2026, 11, 24))
            transaction.set_rollback(True)
        assert calendar.load().is_working_day(date(2026, 11, 24))

    def test_remembers_what_was_known_before(self) -> None:
        later = AT + timedelta(days=1)
        put(fact("2026-11-24"))
        assert put(fact("2026-11-25"), at=later) == (1, 1)
        then = calendar.load(known_at=AT)
        assert (then.is_working_day(date(2026, 11, 24)), then.is_working_day(date(2026, 11, 25))) == (False, True)
        assert calendar.load(known_at=later).is_working_day(date(2026, 11, 24))

    def test_a_region_lays_its_days_over_the_national_ones(self) -> None:
        put(fact("2026-11-24"), fact("2026-11-28", MAKEUP))
        put(fact("2026-11-25", name="古尔邦节"), fact("2026-11-28", HOLIDAY), region="650000")
        local, national = calendar.load("650000"), calendar.load()
        days = [date(2026, 11, day) for day in (24, 25, 28)]
        assert [local.is_working_day(day) for day in days] == [False, False, False]
        assert [national.is_working_day(day) for day in days] == [False, True, True]

    def test_a_regions_holiday_does_not_make_a_year_official(self) -> None:
        put(fact("2026-11-25", name="古尔邦节"), region="650000")
        assert calendar.load("650000").is_provisional(date(2026, 11, 25))

    def test_one_day_has_one_valid_fact(self) -> None:
        put(fact("2026-11-24"))
        row = Day.objects.get()
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    def test_a_fact_outside_the_days_to_replace_is_refused(self) -> None:
        with pytest.raises(ValueError):
            put(fact("2027-01-01"))

    def test_a_change_by_hand_is_seen(self) -> None:
        assert calendar.load().is_working_day(date(2026, 11, 24))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO base_day (date, region, kind, name, source, status, valid_from) "
                "VALUES ('2026-11-24', '', 'holiday', 'x', 'y', 'official', now())"
            )
        assert not calendar.load().is_working_day(date(2026, 11, 24))
