"""Conditions: picked, written as CEL, read back, said in words, tried before they are published."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yichuang.catalogue import bundled
from yichuang.catalogue.conditions import evaluating as conditions
from yichuang.catalogue.conditions.evaluating import ANYONE, Applicant, BadCondition, holds
from yichuang.catalogue.conditions.picking import All, Answered, Chosen, Either, Not, Picked, Who, cel, met
from yichuang.catalogue.conditions.reading import read
from yichuang.catalogue.conditions.saying import explained, known_of
from yichuang.catalogue.content import Content, Situation, each_material
from yichuang.catalogue.guides import mapping
from yichuang.catalogue.guides.mapping import Setting
from yichuang.catalogue.guides.notes import Notes

FORM: dict[str, Any] = {
    "properties": {
        "kind": {"type": "string", "title": "业态", "enum": ["饭店", "食堂"], "x-enum-en": {"饭店": "Restaurant"}},
        "seats": {"type": "integer", "title": "座位数", "x-title-en": "Seats"},
        "area": {"type": "number", "title": "面积"},
        "online": {"type": "boolean", "title": "网上经营"},
        "sells": {"type": "array", "title": "经营项目", "items": {"type": "string", "enum": ["热食", "冷食"]}},
        "name": {"type": "string", "title": "店名"},
    }
}
SITUATIONS = (Situation(key="new", label="新办", label_en="New"), Situation(key="old", label="延续"))
KEYS = ["new", "old"]
CONTENT = Content(situations=SITUATIONS, form=FORM)

WORDS = st.text(max_size=8)
TESTS: st.SearchStrategy[Picked] = st.one_of(
    st.sampled_from(KEYS).map(Chosen),
    st.sampled_from(["natural", "organisation"]).map(lambda value: Who("kind", value)),
    st.sampled_from(["passport", "identity_card"]).map(lambda value: Who("document_type", value)),
    st.sampled_from(list(FORM["properties"])).map(Answered),
    WORDS.map(lambda value: Answered("name", "is", value)),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda values: Answered("name", "among", tuple(values))),
    st.booleans().map(lambda value: Answered("online", "is", value)),
    st.sampled_from(["热食", "冷食"]).map(lambda value: Answered("sells", "holds", value)),
    st.builds(
        Answered,
        st.just("seats"),
        st.sampled_from(["is", "less", "at_most", "at_least", "more"]),
        st.integers(-(10**6), 10**6),
    ),
)
PICKED: st.SearchStrategy[Picked] = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Either(tuple(parts))),
    ),
    max_leaves=6,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["饭店", "食堂"]),
        "seats": st.integers(-(10**6), 10**6),
        "area": st.floats(0, 1000),
        "online": st.booleans(),
        "sells": st.lists(st.sampled_from(["热食", "冷食"]), max_size=2),
        "name": WORDS,
    },
)
WHO = st.builds(Applicant, st.sampled_from(["natural", "organisation"]), st.sampled_from(["passport", "identity_card"]))


@given(picked=PICKED)
def test_what_was_picked_is_read_back(picked: Picked) -> None:
    assert read(cel(picked)) == picked


@given(picked=PICKED, situations=st.lists(st.sampled_from(KEYS), unique=True), answers=ANSWERS, who=WHO)
def test_the_expression_says_what_was_picked(
    picked: Picked, situations: list[str], answers: dict[str, Any], who: Applicant
) -> None:
    expected = met(picked, situations=situations, answers=answers, applicant=who)
    assert holds(cel(picked), situations=situations, answers=answers, applicant=who) is expected


@given(picked=PICKED)
def test_what_was_picked_passes_the_check_and_can_be_said_in_both_languages(picked: Picked) -> None:
    conditions.check(cel(picked), situations=KEYS, form=FORM)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert explained(cel(picked), known_of(CONTENT))


def test_every_condition_of_the_demonstration_is_read_back() -> None:
    found: list[str] = []
    for path in sorted(bundled.GUIDES.glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            setting = Setting(region_code="410522", department_name="某局", overlay=bundled.overlay(entry["id"]))
            content = mapping.read(entry, setting=setting, notes=Notes()).content
            found += [one.when for one in each_material(content.materials) if one.when]
            found += [one.when for one in content.conditions if one.when]
    assert len(set(found)) > 40
    for expression in found:
        picked = read(expression)
        assert picked is not None, expression
        assert cel(picked) == expression


@pytest.mark.parametrize(
    ("expression", "chinese", "english"),
    [
        (
            'applicant.kind == "organisation" && "new" in situations',
            "当申请人是法人或者其他组织，且选择了情形“新办”时",
            "when the applicant is: legal person or other organisation, and situation “New” was chosen",
        ),
        (
            'has(answers.kind) && answers.kind == "饭店"',
            "当“业态”是“饭店”时",
            "when “业态” is “Restaurant”",
        ),
        (
            '!("new" in situations) || (has(answers.seats) && answers.seats >= 60)',
            "当没有选择情形“新办”，或者“座位数”不少于 60时",
            "when situation “New” was not chosen, or “Seats” is at least 60",
        ),
        ('answers.exists(k, k == "x")', '满足条件 answers.exists(k, k == "x") 时', None),
    ],
)
def test_a_condition_is_said_in_words(expression: str, chinese: str, english: str | None) -> None:
    assert explained(expression, known_of(CONTENT)) == chinese
    with translation.override("en"):
        if english is not None:
            assert explained(expression, known_of(CONTENT)).lower() == english.lower()


def test_a_comparison_may_lean_on_a_has_that_stands_before_it() -> None:
    found = read("has(answers.seats) && answers.seats >= 1 && answers.seats < 9")
    assert found == All((Answered("seats", "at_least", 1), Answered("seats", "less", 9)))


@pytest.mark.parametrize(
    "expression",
    [
        "answers.seats > 3",
        '"new" in situations &&',
        "situations.size() > 1",
        '("new" in situations',
        "applicant.name == 'x'",
        "has(answers.seats) && answers.area > 1",
        "(" * 200 + "true" + ")" * 200,
        "",
    ],
)
def test_what_cannot_be_picked_is_not_guessed(expression: str) -> None:
    assert read(expression) is None


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ('has(answers.seats) && answers.seats > "3"', "类型不同"),
        ("answers.seats > 3", "“座位数”可能还没有填写"),
        ("has(answers.seats) && answers.area > 3.0", "“面积”可能还没有填写"),
        ('"gone" in situations', "没有情形“gone”"),
        ("has(answers.gone)", "表单里没有“gone”"),
        ("has(answers.name) && answers.name", "是"),
        ("applicant.kind", "结果不是“是”或者“否”"),
        ('"new" in situatons', "不认识的名称“situatons”"),
        ('"new" in', "写错了"),
    ],
)
def test_a_condition_that_cannot_be_evaluated_is_refused_with_the_reason(expression: str, reason: str) -> None:
    with pytest.raises(BadCondition) as refused:
        conditions.check(expression, situations=KEYS, form=FORM)
    assert reason in str(refused.value)


def test_a_sound_condition_passes() -> None:
    conditions.check('has(answers.sells) && "热食" in answers.sells', situations=KEYS, form=FORM)
    assert holds("true", situations=[], answers={}, applicant=ANYONE)
