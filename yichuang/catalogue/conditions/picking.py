"""Conditions as a person picks them: tests joined by and, or, not. To CEL and back, and in words. Pure.

`cel` writes what was picked as an expression and `met` evaluates it without CEL; `reading_conditions.read` reads an
expression of this shape back, `condition_words.words` says it in the language of the reader.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from yichuang.catalogue.conditions.evaluating import ANYONE, Applicant

How = Literal["filled", "is", "among", "holds", "less", "at_most", "at_least", "more"]
OPERATORS: Final[dict[str, How]] = {
    "==": "is",
    "in": "among",
    "<": "less",
    "<=": "at_most",
    ">=": "at_least",
    ">": "more",
}
_SIGNS: Final = {how: sign for sign, how in OPERATORS.items()}
DEEPEST: Final = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """The applicant chose this situation."""

    key: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A field of the form is filled in, and its answer compares so with `value`."""

    field: str
    how: How = "filled"
    value: Any = None


@dataclass(frozen=True, slots=True)
class Who:
    """The applicant is of this kind, or has this kind of document."""

    what: Literal["kind", "document_type"]
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    of: Picked


@dataclass(frozen=True, slots=True)
class All:
    """Every one of them (two or more)."""

    of: tuple[Picked, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of them (two or more)."""

    of: tuple[Picked, ...]


Picked = Chosen | Answered | Who | Not | All | Either


@dataclass(frozen=True)
class Known:
    """What a condition may speak of: situations (key → label), the fields of the form, and whether of who applies."""

    situations: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, Any] = field(default_factory=dict)
    applicant: bool = True


def cel(picked: Picked) -> str:
    """The expression that says it."""
    match picked:
        case Chosen(key):
            return f"{_literal(key)} in situations"
        case Who(what, value):
            return f"applicant.{what} == {_literal(value)}"
        case Answered(name, "filled"):
            return f"has(answers.{name})"
        case Answered(name, "holds", value):
            return f"has(answers.{name}) && {_literal(value)} in answers.{name}"
        case Answered(name, how, value):
            return f"has(answers.{name}) && answers.{name} {_SIGNS[how]} {_literal(value)}"
        case Not(of):
            return f"!({cel(of)})"
        case All(of):
            return " && ".join(_inner(one) for one in of)
        case Either(of):
            return " || ".join(_inner(one) for one in of)


def _inner(picked: Picked) -> str:
    compound = isinstance(picked, All | Either) or (isinstance(picked, Answered) and picked.how != "filled")
    return f"({cel(picked)})" if compound else cel(picked)


def _literal(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def met(
    picked: Picked, *, situations: Sequence[str], answers: Mapping[str, Any], applicant: Applicant = ANYONE
) -> bool:
    """Whether it holds. An answer that cannot be compared so does not."""
    match picked:
        case Chosen(key):
            return key in situations
        case Who(what, value):
            return applicant.as_map()[what] == value
        case Answered(name, how, value):
            return name in answers and _compares(answers[name], how, value)
        case Not(of):
            return not met(of, situations=situations, answers=answers, applicant=applicant)
        case All(of):
            return all(met(one, situations=situations, answers=answers, applicant=applicant) for one in of)
        case Either(of):
            return any(met(one, situations=situations, answers=answers, applicant=applicant) for one in of)


def _compares(answer: Any, how: How, value: Any) -> bool:
    match how:
        case "filled":
            return True
        case "is":
            return bool(answer == value)
        case "among":
            return answer in value
        case "holds":
            return isinstance(answer, list) and value in answer
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in (answer, value))
    return (
        numbers
        and {
            "less": answer < value,
            "at_most": answer <= value,
            "at_least": answer >= value,
            "more": answer > value,
        }[how]
    )
