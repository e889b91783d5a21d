"""Ways in: life events and windows among what a question finds, and when the answer says that it guesses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from yichuang.catalogue import bundled
from yichuang.catalogue.finding import searching, synonyms, ways
from yichuang.catalogue.finding.ways import Answer, Way
from yichuang.catalogue.life import life_events
from yichuang.catalogue.life.guiding import Elsewhere, LifeEventContent, Wanted
from yichuang.catalogue.models import LifeEvent
from yichuang.catalogue.testing import AT, published_item
from yichuang.catalogue.tests.test_importing import everything
from yichuang.offices import testing as offices
from yichuang.people import actors

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def event(key: str, name: str, **parts: Any) -> LifeEvent:
    published_item(f"{key}-item", name="别的事项")
    kept = life_events.keep_life_event(
        centre=offices.centre(),
        key=key,
        name=name,
        name_en="A new child",
        audience="person",
        content=LifeEventContent(items=(Wanted(item=f"{key}-item"),), **parts),
        by=actors.SYSTEM,
        at=AT,
    )
    return life_events.publish_life_event(event=kept, by=actors.SYSTEM, at=AT)


def answer(words: str, on: date = TODAY) -> Answer:
    centre = offices.centre()
    asked = searching.understood(words, on=on, centre=centre)
    return ways.answer(asked, searching.search(asked, on=on, centre=centre), centre=centre, on=on)


def titles(words: str, on: date = TODAY) -> list[str]:
    return [str(one.what) if isinstance(one, Way) else one.version.name for one in answer(words, on).found]


@pytest.mark.parametrize(
    "words",
    ["孩子出生", "haizichusheng", "hzcs", "孩子出声", "上户口", "给孩子上户口怎么办", "a new child", "預防接種"],
)
def test_a_life_event_is_found_as_an_item_is(words: str) -> None:
    event("new-child", "孩子出生、收养", words=("上户口",), elsewhere=(Elsewhere(name="预防接种（卫生健康部门）"),))

    assert titles(words)[0] == "孩子出生、收养"


def test_the_synonyms_of_the_centre_lead_to_life_events_too() -> None:
    event("new-child", "孩子出生", words=("上户口",))
    published_item("child", name="上户口手续")
    synonyms.add(said="添丁", meant="上户口", centre=offices.centre(), by=actors.SYSTEM, at=AT)

    assert "孩子出生" in titles("添丁")


@pytest.mark.parametrize("words", ["户", "孩", "护照", ""])
def test_single_characters_and_other_words_lead_to_no_life_event(words: str) -> None:
    event("new-child", "孩子出生", words=("上户口",))

    assert titles(words) == []


def test_a_withdrawn_life_event_is_not_found() -> None:
    life_events.withdraw_life_event(event=event("new-child", "孩子出生"), by=actors.SYSTEM, at=AT)

    assert titles("孩子出生") == []


def test_a_window_is_offered_only_among_guesses() -> None:
    offices.window("J01", subject_area="公积金")
    published_item("withdraw", name="住房公积金提取")

    assert titles("公积金提取") == ["住房公积金提取"]
    guessed = answer("公积金从外省转到上海的手续")
    assert guessed.guessed
    assert [one.kind for one in guessed.found if isinstance(one, Way)] == ["window"]


def test_what_explains_the_question_is_no_guess_and_nothing_found_is_one() -> None:
    event("new-child", "孩子出生")

    assert not answer("孩子出生").guessed
    assert answer("天上的星星") == Answer([], guessed=True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("开饭店", "食品经营许可新办"),
        ("kfd", "食品经营许可新办"),
        ("开范店", "食品经营许可新办"),
        ("孩子上户口", "孩子出生、收养"),
        ("孩子上户扣", "孩子出生、收养"),
        ("公积金 转到 上海", "公积金"),
        ("公积金 转到 上海", "住房公积金提取"),
    ],
)
def test_plain_words_find_the_right_thing_among_the_first_three(words: str, expected: str) -> None:
    everything(date(2026, 1, 1))
    synonyms.load(bundled.synonyms(), centre=offices.centre(), by=actors.SYSTEM, at=AT)
    life_events.load_bundled(centre=offices.centre(), by=actors.SYSTEM, at=AT)

    assert expected in titles(words)[:3]
    assert answer(words).guessed == ("转到" in words)
