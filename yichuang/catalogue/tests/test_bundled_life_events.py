"""The guides by life event that come with the demonstration: each way through them leads to items as they are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from yichuang.catalogue import bundled
from yichuang.catalogue.content import Content
from yichuang.catalogue.guides import mapping
from yichuang.catalogue.guides.mapping import Setting
from yichuang.catalogue.guides.notes import Notes
from yichuang.catalogue.life import guiding, life_events
from yichuang.catalogue.life.guiding import LifeEventContent
from yichuang.catalogue.rules import situation_errors

EVENTS = {entry["key"]: entry for entry in bundled.life_events()}


def _item(entry: dict[str, Any]) -> Content:
    code = entry["id"]
    setting = Setting(
        region_code="410522",
        department_name="某局",
        overlay=bundled.overlay(code),
        form=bundled.form_for(code=code, name=mapping.name_of(entry), area=str(entry["window"]), objects=()),
    )
    return mapping.read(entry, setting=setting, notes=Notes()).content


ITEMS = {
    entry["id"]: _item(entry)
    for path in sorted(bundled.GUIDES.glob("*.json"))
    for entry in json.loads(path.read_text(encoding="utf-8"))
}


def content_of(key: str) -> LifeEventContent:
    return LifeEventContent.model_validate(life_events.resolved(EVENTS[key]["content"], ITEMS))


@pytest.mark.parametrize("key", list(EVENTS))
def test_no_way_through_it_is_a_dead_end(key: str) -> None:
    assert [str(one) for one in guiding.defects(content_of(key), ITEMS)] == []


@pytest.mark.parametrize("key", list(EVENTS))
def test_every_item_gets_the_situations_that_it_asks_for(key: str) -> None:
    content = content_of(key)
    wrong = {
        (one.wanted.item, str(error))
        for path in guiding.paths(content)
        for one in guiding.result(content, path)
        for error in situation_errors(ITEMS[one.wanted.item], one.situations)
    }
    assert wrong == set()


@pytest.mark.parametrize("key", list(EVENTS))
def test_it_asks_three_to_six_questions_in_two_languages(key: str) -> None:
    content = content_of(key)
    choices = [choice for question in content.questions for choice in question.choices]

    assert 3 <= len(content.questions) <= 6
    assert content.about_en
    assert all(question.text_en for question in content.questions)
    assert all(choice.label_en for choice in choices)
    assert all(one.name_en for one in content.elsewhere)


@pytest.mark.parametrize("key", list(EVENTS))
def test_what_an_answer_fills_in_is_taken_by_a_form(key: str) -> None:
    content = content_of(key)
    forms = [ITEMS[wanted.item].form.get("properties", {}) for wanted in content.items]
    for question in content.questions:
        for choice in question.choices:
            for name, value in choice.fills.items():
                assert any(value in form[name].get("enum", []) for form in forms if name in form), (choice.key, name)


def test_together_they_cover_most_of_the_items() -> None:
    covered = {wanted.item for key in EVENTS for wanted in content_of(key).items}

    assert len(EVENTS) >= 10
    assert len(covered) >= 50
