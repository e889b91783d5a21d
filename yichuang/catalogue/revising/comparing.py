"""What differs between two versions of an item, or two steps of a draft, as a lawyer reads it. Pure.

Parts of a list are matched by name and key, so that moving or renaming one is not taking it away and putting another
in. Every field that differs is named in some change, and no other field is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Literal, Protocol

import rjieba
from django.utils.translation import gettext as _

from yichuang.catalogue.content import Content, Part, Span, TimeLimit
from yichuang.catalogue.labels import CONTENT, FAMILIES, PARTS, family_of
from yichuang.catalogue.revising.form_wording import form_changes
from yichuang.catalogue.revising.wording import Words, span, title

Kind = Literal["changed", "added", "removed", "moved"]
_ALIKE: Final = 0.6
"""From this share of common text on, two unnamed parts (a condition, a question) count as one that was reworded."""
_MOST_ALIKE: Final = 40
_MARKED: Final = 24
"""Texts from this length on are shown with marks on their words."""


class Says(Protocol):
    """A version or a step of a draft: a name and a content."""

    name: str
    name_en: str

    @property
    def parsed(self) -> Content: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of words that stayed, went or came."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where (in words, and as paths for machines), what it was and what it is."""

    family: str
    kind: Kind
    where: str
    before: str
    after: str
    paths: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """`材料“营业执照”：复印件份数 2 → 1`, `新增材料“身份证明”`, `删去…`."""
        told = {"where": self.where, "before": self.before, "after": self.after}
        match self.kind:
            case "added":
                return _("新增%(where)s：%(after)s") % told if self.after else _("新增%(where)s") % told
            case "removed":
                return _("删去%(where)s：%(before)s") % told if self.before else _("删去%(where)s") % told
            case "moved":
                return _("%(where)s的次序：%(before)s → %(after)s") % told
            case _:
                return f"{self.where} {self.before} → {self.after}"

    @property
    def marks(self) -> list[Mark]:
        """The words that stayed, went and came, where a longer text was changed; else nothing."""
        if self.kind != "changed" or max(len(self.before), len(self.after)) < _MARKED:
            return []
        return marked(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Family:
    """The changes in one family of fields."""

    key: str
    label: str
    changes: tuple[Change, ...]


def between(before: Says, after: Says) -> list[Change]:
    """Everything that differs between two versions or steps, in the order of a guide."""
    return compare(before.parsed, after.parsed, names=((before.name, after.name), (before.name_en, after.name_en)))


def compare(before: Content, after: Content, *, names: Sequence[tuple[str, str]] = ()) -> list[Change]:
    """Everything that differs between two contents (and the pairs of names that belong to them)."""
    walk = _Walk(Words(before, after))
    for field, (old, new) in zip(("name", "name_en"), names, strict=False):
        walk.field(field, str(CONTENT[field]), old, new)
    for _label, fields in FAMILIES.values():
        for field in fields:
            if field in Content.model_fields:
                walk.field(field, str(CONTENT[field]), getattr(before, field), getattr(after, field))
    return walk.found


def by_family(changes: Sequence[Change]) -> list[Family]:
    """The changes, family by family."""
    grouped = {key: tuple(one for one in changes if one.family == key) for key in FAMILIES}
    return [Family(key, str(FAMILIES[key][0]), found) for key, found in grouped.items() if found]


def marked(before: str, after: str) -> list[Mark]:
    """Two texts as one, word by word: what stayed, what went, what came."""
    old, new = rjieba.cut(before), rjieba.cut(after)
    marks: list[Mark] = []
    for tag, from_old, to_old, from_new, to_new in SequenceMatcher(a=old, b=new).get_opcodes():
        if tag == "equal":
            marks.append(Mark("same", "".join(old[from_old:to_old])))
            continue
        if to_old > from_old:
            marks.append(Mark("gone", "".join(old[from_old:to_old])))
        if to_new > from_new:
            marks.append(Mark("new", "".join(new[from_new:to_new])))
    return marks


class _Walk:
    """Goes through two contents side by side and notes what differs."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.found: list[Change] = []

    def note(self, path: str, kind: Kind, where: str, before: str, after: str, *more: str) -> None:
        """One change; its family is that of the first name of its path."""
        family = family_of(path.split(".")[0].split("[")[0])
        self.found.append(Change(family, kind, where, before, after, (path, *more)))

    def field(self, path: str, where: str, old: Any, new: Any) -> None:
        """One field of the two."""
        if old == new:
            return
        name = path.rsplit(".", 1)[-1]
        if path == "form":
            self.form(old, new)
        elif isinstance(old, Part) and isinstance(new, Part):
            self.parts(path, where, old, new)
        elif isinstance(old, tuple) and isinstance(new, tuple):
            self.several(path, where, old, new)
        elif isinstance(old, dict) and isinstance(new, dict):
            self.keyed(path, where, old, new)
        elif isinstance(old, Part) or isinstance(new, Part):
            kind: Kind = "removed" if new is None else "added"
            self.note(path, kind, where, self._said(old, name), self._said(new, name))
        else:
            self.note(path, "changed", where, self.words.value(old, field=name), self.words.value(new, field=name))

    def _said(self, value: Any, name: str) -> str:
        return "" if value is None else self.words.value(value, field=name)

    def parts(self, path: str, where: str, old: Part, new: Part) -> None:
        """Two parts of one kind, field by field; a length of time is one thing, not number and unit."""
        skip: tuple[str, ...] = ()
        if isinstance(old, TimeLimit | Span) and isinstance(new, TimeLimit | Span) and span(old) != span(new):
            skip = tuple(
                name for name in ("length", "unit", "text") if getattr(old, name, "") != getattr(new, name, "")
            )
            self.note(f"{path}.{skip[0]}", "changed", where, span(old), span(new), *(f"{path}.{n}" for n in skip[1:]))
        for name in type(old).model_fields:
            if name not in skip:
                joint = "" if where.endswith("：") else "："
                inner = f"{where}{joint}{PARTS[name]}"
                self.field(f"{path}.{name}", inner, getattr(old, name), getattr(new, name))

    def several(self, path: str, where: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> None:
        """Two lists: what was taken away, what was put in, what changed inside, what was moved."""
        pairs, gone, come = _matched(old, new)
        for index in gone:
            self.note(f"{path}[{_mark(old[index])}]", "removed", self._named(where, old[index]), "", "")
        for index in come:
            told = self._detail(new[index])
            self.note(f"{path}[{_mark(new[index])}]", "added", self._named(where, new[index]), "", told)
        for left, right in sorted(pairs, key=lambda pair: pair[1]):
            if isinstance(new[right], Part):
                inner = f"{self._named(where, old[left])}："
                self.parts(f"{path}[{_mark(new[right])}]", inner, old[left], new[right])
        order = [left for left, _right in sorted(pairs, key=lambda pair: pair[1])]
        if order != sorted(order):
            names = [self._name(old[left]) for left, _right in pairs]
            self.note(path, "moved", where, _("、").join(names), _("、").join(self._name(old[left]) for left in order))

    def keyed(self, path: str, where: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Limits by situation."""
        for key in dict.fromkeys([*old, *new]):
            inner = f"{where}“{self.words.situations.get(key, key)}”"
            self.field(f"{path}[{key}]", inner, old.get(key), new.get(key))

    def form(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Two forms (JSON Schema)."""
        for one in form_changes(old, new, said=self.words.value):
            self.note(one.path, one.kind, one.where, one.before, one.after)

    def _named(self, where: str, value: Any) -> str:
        return f"{where}“{self._name(value)}”"

    def _name(self, value: Any) -> str:
        return title(value) if isinstance(value, Part) else self.words.value(value)

    def _detail(self, value: Any) -> str:
        if not isinstance(value, Part):
            return ""
        whole, name = self.words.value(value), title(value)
        return whole.removeprefix(name).removeprefix("（").removesuffix("）")


def _mark(value: Any) -> str:
    """What names an element of a list in a path: its key, or what it is called."""
    if isinstance(value, Part):
        return str(getattr(value, "key", "") or title(value))
    return str(value)


def _matched(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pairs of places that hold the same thing, what is only in the old list, what is only in the new one."""
    left, right = list(range(len(old))), list(range(len(new)))
    pairs: list[tuple[int, int]] = []
    for name in _ways(old, new):
        waiting: dict[Any, list[int]] = {}
        for index in right:
            waiting.setdefault(name(new[index]), []).append(index)
        for index in list(left):
            found = waiting.get(name(old[index]))
            if found:
                pairs.append((index, found.pop(0)))
        left = [index for index in left if index not in {one for one, _other in pairs}]
        right = [index for index in right if index not in {other for _one, other in pairs}]
    for one, other in list(_alike(old, new, left, right)):
        pairs.append((one, other))
        left.remove(one)
        right.remove(other)
    return sorted(pairs), left, right


def _ways(old: Sequence[Any], new: Sequence[Any]) -> list[Callable[[Any], Any]]:
    """By what two elements are the same: everything, then key and name, then name, then key."""
    if not any(isinstance(one, Part) for one in (*old, *new)):
        return [str]
    ways: list[Callable[[Any], Any]] = [
        lambda part: part.model_dump_json(),
        lambda part: (_mark(part), title(part)),
        title,
    ]
    return [*ways, _mark] if all(hasattr(one, "key") for one in (*old, *new)) else ways


def _alike(old: Sequence[Any], new: Sequence[Any], left: list[int], right: list[int]) -> Iterator[tuple[int, int]]:
    """Parts without a key whose text was reworded."""
    if not left or not right or max(len(left), len(right)) > _MOST_ALIKE:
        return
    if not all(isinstance(one, Part) and not hasattr(one, "key") for one in (*old, *new)):
        return
    taken: set[int] = set()
    for one in list(left):
        scored = [(_share(title(old[one]), title(new[other])), -other) for other in right if other not in taken]
        score, place = max(scored, default=(0.0, 0))
        if score >= _ALIKE:
            taken.add(-place)
            yield one, -place


def _share(old: str, new: str) -> float:
    return SequenceMatcher(a=old[:300], b=new[:300]).ratio() if old and new else 0.0
