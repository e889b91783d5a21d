"""What differs between two forms, as a lawyer reads it: what is asked, in which kind, and whether it must be. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from yichuang.catalogue.forms import ordered_fields, title_of
from yichuang.catalogue.labels import CONTENT
from yichuang.catalogue.revising.form_building import kind_of

Schema = Mapping[str, Any]
Kind = Literal["changed", "added", "removed", "moved"]
_KIND: Final = ("type", "format", "x-format", "x-widget", "multipleOf", "uniqueItems")
"""What together makes the kind of a field."""
_TOLD_OTHERWISE: Final = ("properties", "required", "items", "additionalProperties", "x-order", "enum")
_WRITING: Final = ("$schema", "type", "unevaluatedProperties", "properties", "required")
"""What a form says about its own writing, and what is told field by field."""
_ABOUT: Final[Mapping[str, StrPromise]] = {
    "title": gettext_lazy("名称"),
    "type": gettext_lazy("类型"),
    "enum": gettext_lazy("选项"),
    "description": gettext_lazy("说明"),
    "minLength": gettext_lazy("最短字数"),
    "maxLength": gettext_lazy("最长字数"),
    "minimum": gettext_lazy("最小值"),
    "maximum": gettext_lazy("最大值"),
    "exclusiveMinimum": gettext_lazy("大于"),
    "minItems": gettext_lazy("最少几项"),
    "maxItems": gettext_lazy("最多几项"),
    "pattern": gettext_lazy("格式"),
    "default": gettext_lazy("默认值"),
    "required": gettext_lazy("必填"),
    "x-title-en": gettext_lazy("英文名称"),
    "x-description-en": gettext_lazy("英文说明"),
    "x-group": gettext_lazy("小标题"),
    "x-group-en": gettext_lazy("英文小标题"),
    "x-enum-en": gettext_lazy("选项的英文"),
    "x-show-when": gettext_lazy("什么时候填"),
    "x-widget": gettext_lazy("显示方式"),
    "x-pattern-help": gettext_lazy("格式说明"),
    "x-autocomplete": gettext_lazy("自动填写"),
    "x-prefill": gettext_lazy("预填"),
    "allOf": gettext_lazy("按条件填写的规则"),
}
_LIMITS: Final = ("minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "minItems", "maxItems")


@dataclass(frozen=True, slots=True)
class FormChange:
    """One difference: its path for machines, and the words for people."""

    path: str
    kind: Kind
    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two forms, or two groups of fields within them: where they stand, and how a plain value is said."""

    path: str
    where: str
    old: Schema
    new: Schema
    said: Callable[[Any], str]

    def leaf(self, path: str, where: str, old: Any, new: Any) -> FormChange:
        return FormChange(path, "changed", where, self.said(old), self.said(new))


def form_changes(old: Schema, new: Schema, *, said: Callable[[Any], str]) -> Iterator[FormChange]:
    """Two forms: their fields by name, then what they say about the whole."""
    pair = _Pair("form", str(CONTENT["form"]), old, new, said)
    fields = list(_fields(pair))
    rest = list(_rest(pair, told=bool(fields)))
    yield from fields
    yield from rest
    if not fields and not rest and old != new:
        yield FormChange("form", "changed", pair.where, said(None), _("写法有改动，要填写的内容不变"))


def field_words(key: str, form: Schema) -> str:
    """What a field asks for: its kind, whether it must be answered, its options and limits, when it is asked at all."""
    piece = form["properties"][key]
    told = [str(kind_of(piece).label), _needed(key, form)]
    if options := _options(piece):
        told.append(_("选项：%(options)s") % {"options": _("、").join(options)})
    told += [f"{_ABOUT[name]} {piece[name]}" for name in _LIMITS if name in piece]
    if shown := piece.get("x-show-when"):
        told.append(_when(shown, form))
    inner = _group(piece)
    told += [
        f"“{title_of(one, name)}”（{field_words(name, inner)}）" for name, one in inner.get("properties", {}).items()
    ]
    return _("，").join(told)


def _fields(pair: _Pair) -> Iterator[FormChange]:
    before, after = pair.old.get("properties", {}), pair.new.get("properties", {})
    for key in dict.fromkeys([*before, *after]):
        left, right = before.get(key), after.get(key)
        path, where = f"{pair.path}.properties.{key}", _("%(form)s的“%(title)s”")
        where = where % {"form": pair.where, "title": title_of(right or left, key)}
        if left is None:
            yield FormChange(path, "added", where, "", field_words(key, pair.new))
        elif right is None:
            yield FormChange(path, "removed", where, field_words(key, pair.old), "")
        else:
            yield from _field(key, _Pair(path, where, left, right, pair.said), pair)


def _field(key: str, field: _Pair, of: _Pair) -> Iterator[FormChange]:
    """One field that both forms have."""
    left, right = field.old, field.new
    told: tuple[str, ...] = _TOLD_OTHERWISE
    kinds = [str(kind_of(one).label) for one in (left, right)]
    if kinds[0] != kinds[1]:
        yield FormChange(f"{field.path}.type", "changed", f"{field.where}：{_('填写的种类')}", kinds[0], kinds[1])
        told += _KIND
    inner = _group(left), _group(right)
    if all(inner):
        group = _Pair(f"{field.path}.items" if "items" in left else field.path, field.where, *inner, field.said)
        yield from _fields(group)
        yield from _order(group)
    else:
        yield from _choices(field)
    for name in dict.fromkeys([*left, *right]):
        if name not in told and left.get(name) != right.get(name):
            words = [_value(name, one.get(name), form) for one, form in ((left, of.old), (right, of.new))]
            yield field.leaf(f"{field.path}.{name}", f"{field.where}：{about(name)}", *words)
    needed = [_needed(key, one) for one in (of.old, of.new)]
    if needed[0] != needed[1]:
        yield FormChange(
            f"{of.path}.required[{key}]", "changed", f"{field.where}：{_('是否必填')}", needed[0], needed[1]
        )


def _choices(field: _Pair) -> Iterator[FormChange]:
    """The options of a choice; what else the items of a list say has no words of its own."""
    options = _options(field.old), _options(field.new)
    if options[0] != options[1]:
        yield field.leaf(f"{field.path}.enum", f"{field.where}：{about('enum')}", *options)
    elif field.old.get("items") != field.new.get("items"):
        where = f"{field.where}：{_('选项的细节')}"
        yield field.leaf(f"{field.path}.items", where, field.old.get("items"), field.new.get("items"))


def _rest(pair: _Pair, *, told: bool) -> Iterator[FormChange]:
    """What the forms say about the whole. The rules of conditional fields are told with the fields themselves."""
    for name in dict.fromkeys([*pair.old, *pair.new]):
        left, right = pair.old.get(name), pair.new.get(name)
        if left == right or name in _WRITING or (name == "allOf" and told):
            continue
        yield pair.leaf(f"form.{name}", f"{pair.where}：{about(name)}", left, right)
    yield from _order(pair)


def _order(pair: _Pair) -> Iterator[FormChange]:
    """Whether the fields that both have are asked in another order."""
    both = {*pair.old.get("properties", {})} & {*pair.new.get("properties", {})}
    left, right = ([one for one in ordered_fields(dict(side)) if one[0] in both] for side in (pair.old, pair.new))
    if [key for key, _piece in left] != [key for key, _piece in right]:
        names = [_("、").join(title_of(piece, key) for key, piece in side) for side in (left, right)]
        yield FormChange(f"{pair.path}.properties", "moved", pair.where, names[0], names[1])


def _group(piece: Schema) -> Schema:
    """The fields of a group, also of one that is filled in several times; nothing for any other field."""
    if "properties" in piece:
        return piece
    items = piece.get("items", {})
    return items if "properties" in items else {}


def _options(piece: Schema) -> list[str]:
    return [str(one) for one in piece.get("enum", piece.get("items", {}).get("enum", ()))]


def _needed(key: str, form: Schema) -> str:
    """必填, 选填, or 必填 only when it is asked at all."""
    if key in form.get("required", ()):
        return _("必填")
    rules = (rule.get("then", {}) for rule in form.get("allOf", ()) if isinstance(rule, dict))
    asked = any(isinstance(then, dict) and key in then.get("required", ()) for then in rules)
    return _("问到时必填") if asked else _("选填")


def _when(shown: Schema, form: Schema) -> str:
    told = [
        _("“%(title)s”为%(answers)s时填")
        % {
            "title": title_of(form.get("properties", {}).get(name, {}), name),
            "answers": _("或者").join(_answer(one) for one in answers),
        }
        for name, answers in shown.items()
    ]
    return _("，").join(told)


def _answer(value: Any) -> str:
    if isinstance(value, bool):
        return f"“{_('是') if value else _('否')}”"
    return f"“{value}”"


def _value(name: str, value: Any, form: Schema) -> Any:
    """A value of a field in words, where it has some."""
    if name == "x-show-when":
        return _when(value, form) if value else _("总是")
    if name == "x-enum-en" and value:
        return _("、").join(f"{one} {label}" for one, label in value.items())
    return value


def about(name: str) -> str:
    """What a word of the form is called."""
    return str(_ABOUT.get(name, name))
