"""Conditions written to break or to hold up whoever evaluates them: each is refused, and quickly."""

from __future__ import annotations

import time

import pytest

from yichuang.catalogue.conditions.evaluating import BadCondition, check, holds
from yichuang.catalogue.conditions.reading import read
from yichuang.catalogue.content import Content, Material, Situation
from yichuang.catalogue.revising import checking

FORM = {"properties": {"n": {"type": "integer", "title": "人数"}, "m": {"type": "integer", "title": "面积"}}}
LIST = "[" + ",".join("1" for _ in range(60)) + "]"


@pytest.mark.parametrize(
    "expression",
    [
        "1 / 0 == 1",
        "5 % 0 == 1",
        "has(answers.n) && 10 / answers.n > 2",
        "9223372036854775807 + 1 > 0",
        "uint(-1) == 1u",
        "situations[0] == 'a'",
        "situations[99999999999] == 'a'",
        "timestamp('9999-12-31T23:59:59Z') + duration('9999999h') > timestamp('2026-01-01T00:00:00Z')",
    ],
)
def test_arithmetic_that_fails_is_refused_with_a_reason(expression: str) -> None:
    with pytest.raises(BadCondition, match="不能使用"):
        check(expression, situations=["a"], form=FORM)


def test_arithmetic_that_fails_only_with_somebodys_answers_counts_as_met() -> None:
    expression = "has(answers.n) && has(answers.m) && answers.n * answers.m > 3"
    check(expression, situations=[], form=FORM)
    assert holds(expression, situations=[], answers={"n": 10**15, "m": 10**15})


@pytest.mark.parametrize(
    "expression",
    [
        f"{LIST}.all(a, {LIST}.all(b, {LIST}.all(c, a + b + c > 0)))",
        f"{LIST}. all(answers, {LIST} .all(answers, {LIST} . all(answers, true)))",
        f"{LIST}.all//\n(situations, {LIST}.all//\n(situations, true))",
    ],
)
def test_loops_in_loops_are_refused_however_they_are_written(expression: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(BadCondition, match="循环过多"):
        check(expression, situations=[], form=FORM)
    assert time.perf_counter() - begun < 1


def test_a_thousand_signs_of_not_are_no_picked_condition() -> None:
    assert read("!" * 990 + '"a" in situations') is None


def test_many_situations_and_many_conditions_are_tried_in_seconds() -> None:
    keys = [f"s{number}" for number in range(300)]
    content = Content(
        situations=tuple(Situation(key=key, label=key, question=key) for key in keys),
        materials=tuple(
            Material(key=f"m{number}", name=f"材料{number}", when=f'"{key}" in situations && situations.size() > 2')
            for number, key in enumerate(keys)
        ),
    )
    begun = time.perf_counter()
    assert checking.defects(content) == []
    assert time.perf_counter() - begun < 5
