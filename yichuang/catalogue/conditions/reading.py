"""Reading a CEL expression back into what a person would have picked. Pure; see `picking`."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, Final

from yichuang.catalogue.conditions.picking import DEEPEST, OPERATORS, All, Answered, Chosen, Either, Not, Picked, Who

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign>&&|\|\||==|<=|>=|[!()\[\],<>])"""
    r"""|(?P<name>[A-Za-z_][\w.]*))"""
)


class _Strange(Exception):
    """Not of the shape that can be picked."""


@lru_cache(maxsize=4000)
def read(expression: str) -> Picked | None:
    """What was picked; None when the expression says something that cannot be picked."""
    try:
        reader = _Reader(_words(expression))
        found = reader.either(0)
        return found if reader.at_end and not isinstance(found, _Bare) else None
    except (_Strange, ValueError):
        return None


def _words(expression: str) -> list[str]:
    found, place, text = [], 0, expression.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise _Strange
        found.append(match.group().strip())
        place = match.end()
    return found


class _Bare:
    """A comparison of an answer that was not asked for with `has` yet."""

    def __init__(self, answered: Answered) -> None:
        self.answered = answered


class _Reader:
    def __init__(self, words: list[str]) -> None:
        self.words, self.place = words, 0

    @property
    def at_end(self) -> bool:
        return self.place == len(self.words)

    def _next(self) -> str:
        if self.at_end:
            raise _Strange
        self.place += 1
        return self.words[self.place - 1]

    def _accept(self, word: str) -> bool:
        if not self.at_end and self.words[self.place] == word:
            self.place += 1
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._accept(word):
            raise _Strange

    def either(self, depth: int) -> Picked | _Bare:
        found = [self._all(depth)]
        while self._accept("||"):
            found.append(self._all(depth))
        if len(found) == 1:
            return found[0]
        return Either(tuple(_sound(one) for one in found))

    def _all(self, depth: int) -> Picked | _Bare:
        found = [self._one(depth)]
        while self._accept("&&"):
            found.append(self._one(depth))
        if len(found) == 1:
            return found[0]
        joined = _joined(found)
        return joined[0] if len(joined) == 1 else All(tuple(joined))

    def _one(self, depth: int) -> Picked | _Bare:
        if depth > DEEPEST:
            raise _Strange
        if self._accept("!"):
            return Not(_sound(self._one(depth + 1)))
        if self._accept("("):
            inner = self.either(depth + 1)
            self._expect(")")
            return _sound(inner)
        word = self._next()
        if word == "has":
            self._expect("(")
            name = _answer(self._next())
            self._expect(")")
            return Answered(name)
        if word in ("applicant.kind", "applicant.document_type"):
            self._expect("==")
            value = _text(self._next())
            return Who("kind" if word == "applicant.kind" else "document_type", value)
        if word.startswith("answers."):
            sign = self._next()
            compared: Any = self._list() if sign == "in" else _value(self._next())
            if sign not in OPERATORS:
                raise _Strange
            return _Bare(Answered(_answer(word), OPERATORS[sign], compared))
        value = _value(word)
        self._expect("in")
        holder = self._next()
        if holder == "situations" and isinstance(value, str):
            return Chosen(value)
        return _Bare(Answered(_answer(holder), "holds", value))

    def _list(self) -> tuple[Any, ...]:
        self._expect("[")
        found = [_value(self._next())]
        while self._accept(","):
            found.append(_value(self._next()))
        self._expect("]")
        return tuple(found)


def _sound(one: Picked | _Bare) -> Picked:
    if isinstance(one, _Bare):
        raise _Strange
    return one


def _joined(found: list[Picked | _Bare]) -> list[Picked]:
    """`has(answers.a)` and the comparison of `a` behind it are one test; a second comparison leans on the first."""
    asked: set[str] = set()
    kept: list[Picked] = []
    for one in found:
        if not isinstance(one, _Bare):
            kept.append(one)
            if isinstance(one, Answered):
                asked.add(one.field)
            continue
        name = one.answered.field
        if name not in asked:
            raise _Strange
        if kept and kept[-1] == Answered(name):
            kept.pop()
        kept.append(one.answered)
    return kept


def _answer(word: str) -> str:
    name = word.removeprefix("answers.")
    if name == word or "." in name:
        raise _Strange
    return name


def _value(word: str) -> Any:
    if word in ("true", "false"):
        return word == "true"
    if word[0] in '"-0123456789':
        return json.loads(word)
    raise _Strange


def _text(word: str) -> str:
    value = _value(word)
    if not isinstance(value, str):
        raise _Strange
    return value
