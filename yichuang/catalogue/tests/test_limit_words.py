from __future__ import annotations

import pytest

from yichuang.catalogue.guides import limit_words


@pytest.mark.parametrize(
    ("text", "length", "unit"),
    [
        ("5个工作日", 5, "working_days"),
        ("自受理之日起１５个工作日内", 15, "working_days"),
        ("十五日", 15, "calendar_days"),
        ("二十个工作日", 20, "working_days"),
        ("2小时", 2, "hours"),
        ("30 分钟", 30, "minutes"),
        ("30日内", 30, "calendar_days"),
        ("3个月", 3, "months"),
        ("20自然日", 20, "calendar_days"),
        ("即时办结", 0, "instant"),
        ("当场", 0, "instant"),
        ("当日办结", 0, "instant"),
        ("《条例》（2023年修订）规定的20个工作日", 20, "working_days"),
    ],
)
def test_a_limit_is_read_as_people_write_it(text: str, length: int, unit: str) -> None:
    told = limit_words.read(text)

    assert told is not None
    assert (told.length, told.unit, told.doubt) == (length, unit, "")


@pytest.mark.parametrize("text", ["5-7个工作日", "5～7个工作日", "5个工作日至7个工作日", "五到七个工作日"])
def test_of_a_range_the_longest_is_promised_and_doubted(text: str) -> None:
    told = limit_words.read(text)

    assert told is not None
    assert (told.length, told.unit) == (7, "working_days")
    assert "最长" in told.doubt


def test_of_several_limits_the_longest_is_taken_and_doubted() -> None:
    told = limit_words.read("简单的3个工作日，复杂的1个月")

    assert told is not None
    assert (told.length, told.unit, bool(told.doubt)) == (1, "months", True)


def test_what_is_not_counted_is_kept() -> None:
    told = limit_words.read("30日内（不含公示15日）")

    assert told is not None
    assert (told.length, told.unit, told.excluded) == (30, "calendar_days", ("公示15日",))


def test_a_bare_number_has_the_unit_of_its_header() -> None:
    hours, nothing = limit_words.read("8", unit="小时"), limit_words.read("8")

    assert hours is not None
    assert (hours.unit, hours.doubt) == ("hours", "")
    assert nothing is not None
    assert (nothing.unit, bool(nothing.doubt)) == ("working_days", True)


@pytest.mark.parametrize("text", ["按规定", "视情况而定", "第二十条", "尽快", ""])
def test_what_is_no_limit_is_none(text: str) -> None:
    assert limit_words.read(text) is None
