"""Guides by life event: the questions asked, the items called for, and what keeps a guide from the public."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.catalogue.conditions.evaluating import holds
from yichuang.catalogue.content import Content, Material, Situation
from yichuang.catalogue.life import guiding
from yichuang.catalogue.life.guiding import Choice, Follows, LifeEventContent, Question, Wanted

ITEMS = {
    "licence": Content(situations=(Situation(key="sole", label="个体"), Situation(key="firm", label="公司"))),
    "food": Content(),
    "tax": Content(),
}


def question(key: str, *choices: str, **parts: Any) -> Question:
    return Question(key=key, text=f"{key}？", choices=tuple(Choice(key=one, label=one) for one in choices), **parts)


def shop(**parts: Any) -> LifeEventContent:
    """Have a licence or not; if not, in which form; and what else."""
    usual: dict[str, Any] = {
        "questions": (
            question("have", "yes", "no"),
            question("form", "alone", "together", when='"no" in situations'),
            question("more", "eat", "smoke", several=True),
        ),
        "items": (
            Wanted(item="tax", stage=2),
            Wanted(
                item="licence",
                when='"no" in situations',
                situations=(
                    Follows(situation="sole", when='"alone" in situations'),
                    Follows(situation="firm", when='"together" in situations'),
                ),
            ),
            Wanted(item="food", when='"eat" in situations', stage=2),
        ),
    }
    return LifeEventContent(**(usual | parts))


@pytest.mark.parametrize(
    ("chosen", "passed", "next_key"),
    [
        ([], [], "have"),
        (["yes"], [], "more"),
        (["no"], [], "form"),
        (["no", "alone"], [], "more"),
        (["no", "alone"], ["more"], None),
        (["no", "alone", "eat"], [], None),
        (["yes"], ["have", "form", "more"], None),
        ([], ["have"], "have"),
        (["yes", "alone"], ["more"], None),
    ],
)
def test_the_next_question_is_the_first_without_an_answer(
    chosen: list[str], passed: list[str], next_key: str | None
) -> None:
    found = guiding.next_question(shop(), chosen, passed)

    assert (found.key if found else None) == next_key


@pytest.mark.parametrize(
    ("chosen", "called"),
    [
        (["yes"], [("tax", ())]),
        (["no", "alone"], [("licence", ("sole",)), ("tax", ())]),
        (["no", "together", "eat"], [("licence", ("firm",)), ("tax", ()), ("food", ())]),
        (["yes", "alone", "eat"], [("tax", ()), ("food", ())]),
        (["yes", "no"], [("tax", ())]),
        (["nothing"], [("tax", ())]),
    ],
)
def test_the_answers_call_for_exactly_their_items_stage_by_stage(
    chosen: list[str], called: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert [(one.wanted.item, one.situations) for one in guiding.result(shop(), chosen)] == called


def test_an_answer_of_a_branch_since_left_counts_no_more() -> None:
    assert guiding.answers(shop(), ["yes", "alone", "eat"]) == ["yes", "eat"]


def test_a_guide_that_leads_everywhere_has_no_defects() -> None:
    assert guiding.defects(shop(), ITEMS) == []


def told(content: LifeEventContent) -> str:
    return " ".join(str(one) for one in guiding.defects(content, ITEMS))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"items": (Wanted(item="nothing"),)}, "“nothing”现在不在清单上"),
        ({"items": (Wanted(item="food", situations=(Follows(situation="sole"),)),)}, "没有情形“sole”"),
        ({"items": (Wanted(item="food"), Wanted(item="food"))}, "列了两次"),
        ({"items": (Wanted(item="food"), Wanted(item="tax", when='"alone" in'))}, "不能使用"),
        ({"items": (Wanted(item="food", when='"eat" in situations'),)}, "这样回答没有任何事项：yes"),
        (
            {"items": (Wanted(item="food"), Wanted(item="tax", when='"yes" in situations && "alone" in situations'))},
            "“tax”永远选不到",
        ),
        (
            {"items": (Wanted(item="licence", situations=(Follows(situation="sole", when="false"),)),)},
            "情形“sole”永远选不到",
        ),
        ({"questions": (question("one", "yes"), question("two", "yes"))}, "答案标识“yes”用了两次"),
        ({"questions": (question("one", "no"), question("one", "alone"))}, "问题标识“one”用了两次"),
    ],
)
def test_what_leads_nowhere_is_refused_with_its_place(parts: dict[str, Any], words: str) -> None:
    assert words in told(shop(**parts))


def test_a_question_that_nobody_reaches_is_refused() -> None:
    questions = (
        question("have", "yes", "no"),
        question("form", "alone", when='"yes" in situations && "no" in situations'),
    )

    assert "问题“form？”永远问不到" in told(LifeEventContent(questions=questions, items=(Wanted(item="food"),)))


def test_a_question_cannot_depend_on_what_is_asked_later() -> None:
    questions = (question("form", "alone", when='"no" in situations'), question("have", "yes", "no"))

    assert guiding.defects(LifeEventContent(questions=questions, items=(Wanted(item="food"),)), ITEMS)


def test_too_many_ways_are_too_many() -> None:
    wide = tuple(question(f"q{n}", *(f"c{n}{k}" for k in "abcdef"), several=True) for n in range(3))

    assert "组合太多" in told(LifeEventContent(questions=wide, items=(Wanted(item="food"),)))


def test_answers_fill_only_fields_that_the_form_has_with_values_it_takes() -> None:
    choices = (
        Choice(key="rented", label="租", fills={"right": "租赁", "other": "x"}),
        Choice(key="strange", label="怪", fills={"right": "没有这一项"}),
    )
    content = LifeEventContent(questions=(Question(key="q", text="？", choices=choices),))
    form = {"properties": {"right": {"type": "string", "enum": ["自有", "租赁"]}}}

    assert guiding.fills(content, ["rented"], form) == {"right": "租赁"}
    assert guiding.fills(content, ["strange"], form) == {}


def test_the_same_paper_is_asked_once_with_the_larger_number() -> None:
    first = [Material(key="a", name="身份证复印件", copies=1), Material(key="b", name="申请书", dictionary="form-1")]
    second = [Material(key="c", name="身份证", copies=2), Material(key="b", name="申请书", dictionary="form-2")]

    papers = guiding.merged([("开店", first), ("食品", second)])

    assert [(one.material.name, one.needed_by, one.copies) for one in papers] == [
        ("身份证复印件", ("开店", "食品"), 2),
        ("申请书", ("开店",), 0),
        ("申请书", ("食品",), 0),
    ]


CHOICES = ["yes", "no", "alone", "together", "eat", "smoke", "unknown"]


@given(st.lists(st.sampled_from(CHOICES), max_size=8), st.lists(st.sampled_from(["have", "form", "more"]), max_size=4))
def test_every_way_ends_in_a_result_whose_items_meet_their_conditions(chosen: list[str], passed: list[str]) -> None:
    content = shop()
    for _step in range(len(content.questions) + 1):
        asked = guiding.next_question(content, chosen, passed)
        if asked is None:
            break
        chosen, passed = [*chosen, asked.choices[-1].key], [*passed, asked.key]
    assert guiding.next_question(content, chosen, passed) is None

    taken = guiding.answers(content, chosen)
    called = {one.wanted.item for one in guiding.result(content, chosen)}
    assert called
    assert called == {one.item for one in content.items if holds(one.when, situations=taken, answers={})}
    assert guiding.answers(content, taken) == taken
