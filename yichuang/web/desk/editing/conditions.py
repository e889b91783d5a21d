"""A condition on the page: lines to pick from, joined by “and” or “or”, and a field for those who write CEL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.catalogue.conditions import evaluating as conditions
from yichuang.catalogue.conditions.picking import All, Answered, Chosen, Either, How, Known, Not, Picked, Who, cel
from yichuang.catalogue.conditions.reading import read
from yichuang.catalogue.conditions.saying import explained, words
from yichuang.catalogue.forms import ordered_fields, title_of
from yichuang.people.models import DocumentType, PartyKind
from yichuang.web.desk.editing.kinds import NOTHING, Kind, Place, Text
from yichuang.web.desk.editing.nodes import Node, Option, Row

MOST_TESTS: Final = 20
_FEW: Final = 30
_COMPARED: Final[tuple[How, ...]] = ("at_least", "at_most", "more", "less", "is")


class Conditional(Kind):
    """For whom something holds; nothing picked is everyone."""

    template = "condition"

    def present(self, value: Any, known: Known) -> dict[str, Any]:
        picked = read(value) if value else None
        flat = _flat(picked) if picked is not None else None
        if flat is None:
            return {"join": "all", "turned": False, "tests": [], "code": value or ""}
        join, turned, tests = flat
        return {"join": join, "turned": turned, "tests": [_line(one, known) for one in tests], "code": ""}

    def read(self, data: QueryDict, name: str) -> dict[str, Any]:
        numbers = {m.group(1) for key in data if (m := re.match(rf"{re.escape(name)}\.tests\.(\d{{1,4}})\.what$", key))}
        tests = [
            {
                "what": data.get(f"{name}.tests.{n}.what", ""),
                "value": data.get(f"{name}.tests.{n}.value", ""),
                "turned": f"{name}.tests.{n}.turned" in data,
            }
            for n in sorted(numbers, key=int)[:MOST_TESTS]
        ]
        join = "any" if data.get(f"{name}.join") == "any" else "all"
        return {"join": join, "turned": f"{name}.turned" in data, "tests": tests, "code": data.get(f"{name}.code", "")}

    def settle(self, typed: Any, place: Place) -> Any:
        expression = Text(1000).settle(typed["code"], place)
        if expression is NOTHING:
            picked = _picked(typed, place)
            if picked is None:
                return NOTHING
            expression = cel(picked)
        try:
            conditions.check(expression, situations=list(place.known.situations), form=dict(place.known.form))
        except Refused as refused:
            place.tell(str(refused))
        return expression

    def draw(self, typed: Any, place: Place, *, hint: str, needed: bool) -> Node:
        node = super().draw(typed, place, hint=hint, needed=needed)
        silent = Place(place.name, place.label, place.known, {})
        expression = self.settle(typed, silent)
        node.words = explained(expression, place.known) if expression is not NOTHING else _("所有人都适用")
        options = list(subjects(place.known))
        for number, test in enumerate(typed["tests"]):
            what = test["what"]
            chosen = [Option(one.value, one.label, one.value == what, one.group) for one in options]
            if what and not any(one.chosen for one in chosen):
                chosen.append(Option(what, _("（已不存在）%(what)s") % {"what": what[:60]}, chosen=True))
            line = Node("test", f"{place.name}.tests.{number}", _("第 %(n)d 条") % {"n": number + 1}, typed=test)
            line.options = chosen
            node.rows.append(Row(number, "", [line]))
        return node


def subjects(known: Known) -> Iterator[Option]:
    """Everything that can be picked, as whole sentences: situations, the applicant, the answers of the form."""
    for key, label in known.situations.items():
        yield Option(f"situation:{key}", _("选择了“%(label)s”") % {"label": label}, group=_("情形"))
    if known.applicant:
        yield from _applicants(known)
    for name, piece in ordered_fields(dict(known.form)):
        for answered in _of_field(name, piece):
            token = f"answer:{name}:{answered.how}"
            if answered.value is not None:
                token += f":{'yes' if answered.value is True else 'no' if answered.value is False else answered.value}"
            yield Option(
                token, _sentence(answered, known), group=_("申请表：%(field)s") % {"field": title_of(piece, name)}
            )


def _applicants(known: Known) -> Iterator[Option]:
    for kind in PartyKind:
        yield Option(f"kind:{kind.value}", words(Who("kind", kind.value), known), group=_("申请人"))
    for document in DocumentType:
        told = words(Who("document_type", document.value), known)
        yield Option(f"document_type:{document.value}", told, group=_("申请人"))


def _of_field(name: str, piece: dict[str, Any]) -> Iterator[Answered]:
    yield Answered(name)
    options = piece.get("items", piece).get("enum", ())
    if 0 < len(options) <= _FEW:
        how: How = "holds" if piece.get("type") == "array" else "is"
        yield from (Answered(name, how, value) for value in options)
        if how == "is" and len(options) > 2:
            yield Answered(name, "among")
    elif piece.get("type") == "boolean":
        yield from (Answered(name, "is", value) for value in (True, False))
    elif piece.get("type") in ("integer", "number"):
        yield from (Answered(name, how) for how in _COMPARED)
    elif piece.get("type") == "string":
        yield from (Answered(name, "is"), Answered(name, "among"))


def _sentence(answered: Answered, known: Known) -> str:
    if answered.value is not None or answered.how == "filled":
        return words(answered, known)
    told = {"field": title_of(known.form["properties"][answered.field], answered.field)}
    return {
        "is": _("“%(field)s”等于…"),
        "among": _("“%(field)s”是这些之一（用分号隔开）…"),
        "at_least": _("“%(field)s”不少于…"),
        "at_most": _("“%(field)s”不超过…"),
        "more": _("“%(field)s”大于…"),
        "less": _("“%(field)s”小于…"),
    }[answered.how] % told


def _flat(picked: Picked) -> tuple[str, bool, list[Picked]] | None:
    """As lines joined alike: (join, turned, lines); None when it is deeper than that."""
    turned = isinstance(picked, Not) and isinstance(picked.of, All | Either)
    inner = picked.of if turned and isinstance(picked, Not) else picked
    if isinstance(inner, All | Either):
        join, tests = ("all" if isinstance(inner, All) else "any"), list(inner.of)
    else:
        join, tests = "all", [inner]
    simple = all(not isinstance(one.of if isinstance(one, Not) else one, All | Either | Not) for one in tests)
    return (join, turned, tests) if simple else None


def _line(test: Picked, known: Known) -> dict[str, Any]:
    turned = isinstance(test, Not)
    match test.of if isinstance(test, Not) else test:
        case Chosen(key):
            what, value = f"situation:{key}", ""
        case Who(kind, word):
            what, value = f"{kind}:{word}", ""
        case Answered(name, "filled"):
            what, value = f"answer:{name}:filled", ""
        case Answered(name, how, bool() as answer):
            what, value = f"answer:{name}:{how}:{'yes' if answer else 'no'}", ""
        case Answered(name, how, answer) if isinstance(answer, str) and _is_offered(name, known):
            what, value = f"answer:{name}:{how}:{answer}", ""
        case Answered(name, how, answer):
            what = f"answer:{name}:{how}"
            value = "；".join(map(str, answer)) if isinstance(answer, tuple) else str(answer)
        case _:
            what, value = "", ""
    return {"what": what, "value": value, "turned": turned}


def _is_offered(name: str, known: Known) -> bool:
    """Whether every answer to the field stands in the list of what can be picked."""
    piece = known.form.get("properties", {}).get(name, {})
    return 0 < len(piece.get("items", piece).get("enum", ())) <= _FEW


def _picked(typed: dict[str, Any], place: Place) -> Picked | None:
    tests = [test for line in typed["tests"] if line["what"] and (test := _test(line, place)) is not None]
    if not tests:
        return None
    joined: Picked = tests[0]
    if len(tests) > 1:
        joined = Either(tuple(tests)) if typed["join"] == "any" else All(tuple(tests))
    return Not(joined) if typed["turned"] else joined


def _test(line: dict[str, Any], place: Place) -> Picked | None:
    kind, _colon, rest = line["what"].partition(":")
    found: Picked | None
    match kind:
        case "situation":
            found = Chosen(rest)
        case "kind" | "document_type":
            found = Who("kind" if kind == "kind" else "document_type", rest)
        case "answer":
            found = _answered(rest, line["value"], place)
        case _:
            found = None
    return Not(found) if found is not None and line["turned"] else found


def _answered(rest: str, typed: str, place: Place) -> Answered | None:
    name, _colon, more = rest.partition(":")
    how, fixed, value = more.partition(":")
    piece = place.known.form.get("properties", {}).get(name)
    if piece is None or how not in ("filled", "is", "among", "holds", *_COMPARED):
        place.tell(_("条件里选的项目已经不在申请表里，请重新选择。"))
        return None
    if how == "filled":
        return Answered(name)
    if piece.get("type") == "boolean":
        return Answered(name, "is", value == "yes")
    text = Text(500).settle(value if fixed else typed, place)
    if text is NOTHING:
        place.tell(_("请填写与“%(field)s”比较的内容。") % {"field": title_of(piece, name)})
        return None
    if how == "among":
        return Answered(name, "among", tuple(part.strip() for part in re.split("[；;]", text) if part.strip()))
    if piece.get("type") in ("integer", "number"):
        return _number(name, how, text, place, piece)
    return Answered(name, "holds" if how == "holds" else "is", text)


def _number(name: str, how: str, text: str, place: Place, piece: dict[str, Any]) -> Answered | None:
    try:
        number = float(text) if len(text) <= 20 else None
    except ValueError:
        number = None
    sound = next((one for one in _COMPARED if one == how), None)
    if number is None or abs(number) > 10**12 or number != number or sound is None:
        place.tell(_("“%(field)s”应当和数字比较，例如 60，请修改。") % {"field": title_of(piece, name)})
        return None
    return Answered(name, sound, int(number) if number == int(number) else number)
