"""Conditions in CEL (Common Expression Language): for whom a material or a condition holds. Pure.

An expression sees three names and nothing else: `situations` (list of the keys chosen), `answers` (the form so far)
and `applicant` (`kind`: natural or organisation; `document_type`). An answer may be missing while the form is being
filled in, so an expression asks `has(answers.field)` before it uses one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import cel
from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused

if TYPE_CHECKING:
    from yichuang.people.models import Party

NAMES = frozenset({"situations", "answers", "applicant"})
_MOST_SAMPLES = 30
_SITUATION = re.compile(r'"(\w+)"\s+in\s+situations')
_PLACE = re.compile(r"<input>:1:(\d+):")
_MACRO = re.compile(r"\.\s*(?:all|exists|exists_one|existsOne|map|filter)\s*\(\s*(\w+)\s*,")
# Loops are counted by their words, whatever stands around them: one in another takes the product of their times.
_LOOP = re.compile(r"\b(?:all|exists|exists_one|existsOne|map|filter)\b")


class BadCondition(Refused):
    """An expression that does not compile, uses a name it may not, or does not say yes or no."""

    code = "bad_condition"


@dataclass(frozen=True, slots=True)
class Applicant:
    """What a condition may know of the applicant: no name, no number."""

    kind: str = ""
    document_type: str = ""

    @classmethod
    def of(cls, party: Party) -> Applicant:
        """That much of this person or organisation."""
        return cls(kind=party.kind, document_type=party.document_type)

    def as_map(self) -> dict[str, str]:
        """The variable `applicant` of an expression."""
        return {"kind": self.kind, "document_type": self.document_type}


ANYONE = Applicant()


@lru_cache(maxsize=4000)
def _program(expression: str) -> cel.Program:
    return cel.compile(expression)


def holds(
    expression: str | None,
    *,
    situations: Sequence[str],
    answers: Mapping[str, Any],
    applicant: Applicant = ANYONE,
) -> bool:
    """Whether the condition is met. No condition is always met.

    Published expressions were all tried before (`check`); one that still cannot be evaluated, because an answer has a
    type nobody expected, counts as met: better asked for once too often than forgotten.
    """
    if expression is None:
        return True
    variables = {"situations": list(situations), "answers": dict(answers), "applicant": applicant.as_map()}
    try:
        return _program(expression).execute(variables) is not False
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError):
        return True


def check(
    expression: str, *, situations: Sequence[str], form: Mapping[str, Any] | None = None, field: str = ""
) -> None:
    """Try an expression as an editor wrote it; raises BadCondition with the reason.

    It is compiled, its names are looked at, and it is evaluated on trial values for both kinds of applicant: without
    situations and with all of them no answer, every field of `form` alone and all of them; with each situation that it
    names no answer and all. Each time it must say yes or no.
    """
    try:
        program = _program(expression)
    except ValueError as error:
        place = _PLACE.search(str(error))
        reason = _("第 %(column)s 个字符附近写错了") % {"column": place.group(1)} if place else _first_line(error)
        raise _bad(expression, reason, field)
    fields = (form or {}).get("properties", {})
    _check_names(program, expression, situations, fields, field)
    used = {name: fields[name] for name in _answers_in(expression)}
    for chosen, answers in _worlds(expression, situations, list(_trials(used))):
        for kind in ("natural", "organisation"):
            variables = {"situations": chosen, "answers": answers, "applicant": Applicant(kind).as_map()}
            _try(program, variables, used, field)


def _worlds(
    expression: str, situations: Sequence[str], trials: Sequence[dict[str, Any]]
) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Situations and answers to try together. One situation stands for all others that the expression does not name."""
    words = set(re.findall(r"\w+", expression))
    named = [key for key in situations if key in words] or list(situations)[:1]
    for chosen in ([], list(situations)):
        yield from ((chosen, answers) for answers in trials)
    for key in named:
        yield from (([key], answers) for answers in (trials[0], trials[-1]))


def _answers_in(expression: str) -> list[str]:
    return sorted(set(re.findall(r"\banswers\.(\w+)", expression)))


def _check_names(
    program: cel.Program, expression: str, situations: Sequence[str], fields: Mapping[str, Any], field: str
) -> None:
    bound = _MACRO.findall(expression)
    if len(_LOOP.findall(expression)) > 1:
        raise _bad(expression, _("循环过多，最多 1 处"), field)
    unknown = sorted(set(program.variables()) - NAMES - set(bound))
    if unknown:
        raise _bad(
            expression,
            _("不认识的名称“%(name)s”，只能使用 situations、answers、applicant") % {"name": "、".join(unknown)},
            field,
        )
    missing = sorted(set(_answers_in(expression)) - set(fields))
    if missing:
        raise _bad(expression, _("表单里没有“%(name)s”这一项") % {"name": "、".join(missing)}, field)
    strange = sorted(set(_SITUATION.findall(expression)) - set(situations))
    if strange:
        raise _bad(expression, _("没有情形“%(name)s”") % {"name": "、".join(strange)}, field)


def _trials(fields: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Answers to try: none, each field alone with each of its sample values, all together."""
    yield {}
    samples = {name: list(_samples(piece)) for name, piece in fields.items()}
    for name, values in samples.items():
        yield from ({name: value} for value in values)
    yield {name: values[0] for name, values in samples.items()}


def _samples(piece: Mapping[str, Any]) -> Iterator[Any]:
    """Values that an answer to this field may have."""
    if "enum" in piece:
        yield from piece["enum"][:_MOST_SAMPLES]
        return
    match piece.get("type"):
        case "boolean":
            yield from (True, False)
        case "integer":
            yield from (0, 1)
        case "number":
            yield from (0, 1.5)
        case "array":
            yield list(_samples(piece.get("items", {})))[:1]
        case "object":
            yield {name: next(_samples(part)) for name, part in piece.get("properties", {}).items()}
        case _:
            yield "2026-01-31"


def _try(program: cel.Program, variables: dict[str, Any], fields: Mapping[str, Any], field: str) -> None:
    try:
        outcome = program.execute(variables)
    except KeyError as error:
        name = str(error).strip("'")
        title = fields.get(name, {}).get("title", name)
        reason = _("“%(title)s”可能还没有填写，请先用 has(answers.%(name)s) 判断") % {"name": name, "title": title}
        raise _bad(program.source, reason, field)
    except TypeError:
        raise _bad(program.source, _not_comparable(fields), field)
    except (ArithmeticError, LookupError, RuntimeError, ValueError) as error:
        raise _bad(program.source, _first_line(error), field)
    if not isinstance(outcome, bool):
        raise _bad(program.source, _("结果不是“是”或者“否”"), field)


def _not_comparable(fields: Mapping[str, Any]) -> str:
    titles = "、".join(str(piece.get("title", name)) for name, piece in fields.items())
    return _("两边的类型不同，不能比较（例如文字和数字），请核对“%(fields)s”填写的是文字还是数字") % {"fields": titles}


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200]


def _bad(expression: str, reason: str, field: str) -> BadCondition:
    sentence = _("条件“%(expression)s”不能使用：%(reason)s。请修改后再发布。")
    return BadCondition(sentence % {"expression": expression[:120], "reason": reason}, field=field)
