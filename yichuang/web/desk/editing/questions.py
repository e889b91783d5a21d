"""Situations as their editor sees them: questions, each with its answers."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from yichuang.catalogue.content import Expression, Line, Part

_OF_QUESTION = ("question", "question_en", "only_one", "when")


class Reply(Part):
    """One answer; chosen, it is a situation."""

    key: Line
    label: Line
    label_en: Line = ""


class Query(Part):
    """One question. `when` says after which answers it is asked."""

    question: Line = ""
    question_en: Line = ""
    only_one: bool = False
    when: Expression | None = None
    answers: tuple[Reply, ...]


class Asked(Part):
    """All questions of an item, in the order they are asked."""

    asked: tuple[Query, ...] = ()


def shown(whole: dict[str, Any]) -> dict[str, Any]:
    """The situations, gathered by the question they answer."""

    def about(situation: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
        return tuple((name, situation[name]) for name in _OF_QUESTION if name in situation)

    gathered = [
        {**dict(question), "answers": [{k: v for k, v in one.items() if k not in _OF_QUESTION} for one in group]}
        for question, group in groupby(whole.get("situations", ()), key=about)
    ]
    return {"asked": gathered}


def given(page: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """The answers as situations again."""
    questions = page.get("asked", [])
    return {
        "situations": [
            {**answer, **{name: question[name] for name in _OF_QUESTION if name in question}}
            for question in questions
            for answer in question.get("answers", ())
        ]
    }
