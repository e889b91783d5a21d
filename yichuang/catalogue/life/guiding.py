"""Guides by life event (人生大事、主题): a few questions, and exactly the items that the answers call for. Pure.

The answers are keys of choices. A question or an item that depends on answers says so in CEL over `situations`, which
here are the choices made so far; a question may only look at choices that stand before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field

from yichuang.base.refusal import Invalid, Refused
from yichuang.catalogue.conditions import evaluating as conditions
from yichuang.catalogue.conditions.picking import met
from yichuang.catalogue.conditions.reading import read
from yichuang.catalogue.content import Content, Expression, Key, Line, Material, Paragraph, Part
from yichuang.catalogue.rules import reached, same_paper

MOST_PATHS = 20_000
"""More ways through the questions than this are too many to be looked at, and for a person to be asked."""


class Choice(Part):
    """One answer. `fills`: fields of the items' forms that it answers too."""

    key: Key
    label: Line
    label_en: Line = ""
    fills: dict[Key, Any] = {}


class Question(Part):
    """One question; `several` may be chosen, or none."""

    key: Key
    text: Line
    text_en: Line = ""
    several: bool = False
    when: Expression | None = None
    choices: tuple[Choice, ...] = Field(min_length=1, max_length=12)


class Follows(Part):
    """A situation of an item that follows from the answers."""

    situation: Key
    when: Expression | None = None


class Wanted(Part):
    """An item that the answers call for. Items of one `stage` go side by side; a later stage needs the one before."""

    item: Line
    when: Expression | None = None
    situations: tuple[Follows, ...] = ()
    stage: int = Field(default=1, ge=1, le=9)
    note: Line = ""
    note_en: Line = ""


class Elsewhere(Part):
    """What belongs to the event and is done at another place: told, not led to."""

    name: Line
    name_en: Line = ""


class LifeEventContent(Part):
    """What a life event asks and what follows."""

    about: Paragraph = ""
    about_en: Paragraph = ""
    words: tuple[Line, ...] = ()
    questions: tuple[Question, ...] = ()
    items: tuple[Wanted, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    sources: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Called:
    """An item that these answers call for, with its situations."""

    wanted: Wanted
    situations: tuple[str, ...]


def asked(content: LifeEventContent, chosen: Sequence[str]) -> list[tuple[Question, tuple[str, ...]]]:
    """The questions that these answers lead to, in order, each with what was chosen of it. One answer, where one is
    asked."""
    taken: list[str] = []
    found = []
    for question in content.questions:
        if _holds(question.when, taken):
            mine = [choice.key for choice in question.choices if choice.key in chosen]
            mine = mine if question.several else mine[:1]
            taken += mine
            found.append((question, tuple(mine)))
    return found


def answers(content: LifeEventContent, chosen: Sequence[str]) -> list[str]:
    """Of the choices made, those that count: what was answered on a branch since left is dropped."""
    return [key for _question, mine in asked(content, chosen) for key in mine]


def next_question(content: LifeEventContent, chosen: Sequence[str], passed: Sequence[str]) -> Question | None:
    """The first question without an answer; `passed` are those of several choices where none was made."""
    for question, mine in asked(content, chosen):
        if not mine and not (question.several and question.key in passed):
            return question
    return None


def result(content: LifeEventContent, chosen: Sequence[str]) -> list[Called]:
    """Exactly the items that these answers call for, stage by stage, with the situations that follow."""
    taken = answers(content, chosen)
    called = [
        Called(wanted, tuple(one.situation for one in wanted.situations if _holds(one.when, taken)))
        for wanted in content.items
        if _holds(wanted.when, taken)
    ]
    return sorted(called, key=lambda one: one.wanted.stage)


def fills(content: LifeEventContent, chosen: Sequence[str], form: Mapping[str, Any]) -> dict[str, Any]:
    """Answers to the form of an item that the choices give: fields that it has, values that it takes."""
    taken = answers(content, chosen)
    choices = [choice for question in content.questions for choice in question.choices if choice.key in taken]
    found: dict[str, Any] = {}
    for name, value in chain.from_iterable(choice.fills.items() for choice in choices):
        field = form.get("properties", {}).get(name)
        if field is not None and value in field.get("enum", [True, False] if field.get("type") == "boolean" else []):
            found[name] = value
    return found


def _holds(when: str | None, taken: Sequence[str]) -> bool:
    """A condition that was picked from a list is met without CEL: the check of a guide asks thousands of times."""
    picked = read(when) if when is not None else None
    if picked is not None:
        return met(picked, situations=taken, answers={})
    return conditions.holds(when, situations=taken, answers={})


@dataclass(frozen=True, slots=True)
class Merged:
    """One paper for several items: which need it, and the largest number of each kind."""

    material: Material
    needed_by: tuple[str, ...]
    originals: int
    copies: int


def merged(materials: Sequence[tuple[str, Sequence[Material]]]) -> list[Merged]:
    """The materials of several items (name, materials) as one list: the same paper once, what most need first.

    Papers are the same when they come from the same entry of the dictionary, or bear the same name.
    """
    found: dict[str, list[tuple[str, Material]]] = {}
    for name, needed in materials:
        for material in needed:
            found.setdefault(same_paper(material), []).append((name, material))
    papers = [
        Merged(
            material=every[0][1],
            needed_by=tuple(dict.fromkeys(name for name, _material in every)),
            originals=max(material.originals or 0 for _name, material in every),
            copies=max(material.copies or 0 for _name, material in every),
        )
        for every in found.values()
    ]
    return sorted(papers, key=lambda paper: -len(paper.needed_by))


def defects(content: LifeEventContent, items: Mapping[str, Content]) -> list[Refused]:
    """Everything that keeps the event from the public; `items` are those that may be applied for, by code."""
    found = [*_named_twice(content), *_bad_conditions(content), *_unknown(content, items)]
    return found or list(_dead_ends(content))


def _named_twice(content: LifeEventContent) -> Iterator[Refused]:
    keys = [choice.key for question in content.questions for choice in question.choices]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Invalid(_("答案标识“%(key)s”用了两次，请改为不同的标识。") % {"key": key}, field="questions")
    names = [question.key for question in content.questions]
    for key in sorted({key for key in names if names.count(key) > 1}):
        yield Invalid(_("问题标识“%(key)s”用了两次，请改为不同的标识。") % {"key": key}, field="questions")
    codes = [wanted.item for wanted in content.items]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Invalid(_("事项“%(code)s”列了两次，请合并为一条。") % {"code": code}, field="items")


def _bad_conditions(content: LifeEventContent) -> Iterator[Refused]:
    before: list[str] = []
    for question in content.questions:
        yield from _bad(question.when, before, "questions")
        before += [choice.key for choice in question.choices]
    for wanted in content.items:
        yield from _bad(wanted.when, before, "items")
        for follows in wanted.situations:
            yield from _bad(follows.when, before, "items")


def _bad(when: str | None, known: Sequence[str], field: str) -> Iterator[Refused]:
    if when is None:
        return
    try:
        conditions.check(when, situations=known, field=field)
    except Refused as refused:
        yield refused


def _unknown(content: LifeEventContent, items: Mapping[str, Content]) -> Iterator[Refused]:
    for wanted in content.items:
        known = items.get(wanted.item)
        if known is None:
            sentence = _("事项“%(code)s”现在不在清单上或者已暂停，请核对编码。")
            yield Invalid(sentence % {"code": wanted.item}, field="items")
            continue
        for follows in wanted.situations:
            if known.situation(follows.situation) is None:
                sentence = _("事项“%(code)s”没有情形“%(key)s”，请核对。")
                yield Invalid(sentence % {"code": wanted.item, "key": follows.situation}, field="items")


def paths(content: LifeEventContent) -> Iterator[list[str]]:
    """Every way through the questions, as the choices made."""
    yield from _paths(content, 0, [])


def _paths(content: LifeEventContent, at: int, taken: list[str]) -> Iterator[list[str]]:
    if at == len(content.questions):
        yield taken
        return
    question = content.questions[at]
    if not _holds(question.when, taken):
        yield from _paths(content, at + 1, taken)
        return
    keys = [choice.key for choice in question.choices]
    ways = chain.from_iterable(combinations(keys, n) for n in range(len(keys) + 1)) if question.several else zip(keys)
    for way in ways:
        yield from _paths(content, at + 1, [*taken, *way])


def _dead_ends(content: LifeEventContent) -> Iterator[Refused]:
    """Questions that nobody is asked, items that nobody is led to, answers that lead nowhere."""
    unseen = _Unseen(content)
    for number, path in enumerate(paths(content)):
        if number >= MOST_PATHS:
            yield Invalid(_("问题和答案的组合太多，请减少问题或者答案。"), field="questions")
            return
        if not unseen.look(path):
            labels = "、".join(_labels(content, path)) or _("（都不选）")
            yield Invalid(_("这样回答没有任何事项：%(labels)s。请补上事项。") % {"labels": labels}, field="items")
            return
    for question in unseen.questions:
        yield Invalid(_("问题“%(text)s”永远问不到，请核对条件。") % {"text": question.text}, field="questions")
    for wanted in unseen.items:
        yield Invalid(_("事项“%(code)s”永远选不到，请核对条件。") % {"code": wanted.item}, field="items")
    for wanted, follows in unseen.situations:
        sentence = _("事项“%(code)s”的情形“%(key)s”永远选不到，请核对条件。")
        yield Invalid(sentence % {"code": wanted.item, "key": follows.situation}, field="items")


class _Unseen:
    """What no way through the questions has led to yet; most is seen on the first ways and looked for no more."""

    def __init__(self, content: LifeEventContent) -> None:
        self._content = content
        self.questions = list(content.questions)
        self.items = list(content.items)
        self._follows = [(wanted, one) for wanted in content.items for one in wanted.situations]

    def look(self, path: Sequence[str]) -> bool:
        """Cross off what this way leads to. Whether it leads to any item."""
        if self.questions:
            seen = [question for question, _mine in asked(self._content, path)]
            self.questions = [question for question in self.questions if question not in seen]
        self.items = [wanted for wanted in self.items if not _holds(wanted.when, path)]
        self._follows = [
            (wanted, one) for wanted, one in self._follows if not (_holds(wanted.when, path) and _holds(one.when, path))
        ]
        return any(_holds(wanted.when, path) for wanted in self._content.items)

    @property
    def situations(self) -> list[tuple[Wanted, Follows]]:
        """The situations that no answer gives to an item that is called for."""
        return [(wanted, one) for wanted, one in self._follows if wanted not in self.items]


def _labels(content: LifeEventContent, path: Sequence[str]) -> list[str]:
    return [choice.label for question in content.questions for choice in question.choices if choice.key in path]


def situations_of(item: Content, called: Called) -> list[str]:
    """The situations of the item that the answers give, as far as the item itself offers them."""
    return reached(item, called.situations)
