"""The form of an item as a list of fields that a clerk can edit, and as JSON Schema (see `forms`): both ways. Pure.

A form of another shape is not guessed at: `fields_of` raises NotEditable when writing what was read gives another form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field as Limited

from yichuang.base.refusal import Refused
from yichuang.catalogue.content import Key, Line, Part

YES: Final = "是"
NO: Final = "否"
_STEP: Final = 10
_TOP: Final = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "unevaluatedProperties": False,
}


class NotEditable(Refused):
    """A form that says more than the builder can show."""

    code = "form_not_editable"


class FieldKind(TextChoices):
    """What is asked for."""

    LINE = "line", gettext_lazy("一行文字")
    TEXT = "text", gettext_lazy("多行文字")
    INTEGER = "integer", gettext_lazy("整数")
    NUMBER = "number", gettext_lazy("数字")
    MONEY = "money", gettext_lazy("金额（元）")
    DATE = "date", gettext_lazy("日期")
    YES_NO = "yes_no", gettext_lazy("是或者否")
    ONE = "one", gettext_lazy("单选")
    SEVERAL = "several", gettext_lazy("多选")
    IDENTITY = "identity_number", gettext_lazy("居民身份证号码")
    CREDIT_CODE = "credit_code", gettext_lazy("统一社会信用代码")
    MOBILE = "mobile", gettext_lazy("手机号码")
    EMAIL = "email", gettext_lazy("电子邮箱")
    REGION = "region", gettext_lazy("行政区划")
    GROUP = "group", gettext_lazy("一组项目")
    REPEATING = "repeating", gettext_lazy("可以填多份的一组项目")


class FormOption(Part):
    """One answer to choose."""

    value: Line
    label_en: Line = ""


class ShownWhen(Part):
    """The field is asked only when another was answered with one of these."""

    field: Line
    answers: tuple[Line, ...]


class FormField(Part):
    """One field of the form. Lengths count characters; `fields` are those of a group."""

    key: Key
    title: Line
    title_en: Line = ""
    kind: FieldKind = FieldKind.LINE
    required: bool = False
    help: Line = ""
    help_en: Line = ""
    heading: Line = ""
    heading_en: Line = ""
    options: tuple[FormOption, ...] = ()
    dropdown: bool = False
    shown_when: tuple[ShownWhen, ...] = ()
    shortest: int | None = Limited(default=None, ge=0, le=5000)
    longest: int | None = Limited(default=None, ge=1, le=5000)
    at_least: float | None = None
    at_most: float | None = None
    more_than: float | None = None
    fewest: int | None = Limited(default=None, ge=0, le=100)
    most: int | None = Limited(default=None, ge=1, le=100)
    pattern: Line = ""
    pattern_help: Line = ""
    autocomplete: Line = ""
    prefill: Line = ""
    fields: tuple[FormField, ...] = ()


_WORDS: Final = {
    "title": "title",
    "title_en": "x-title-en",
    "help": "description",
    "help_en": "x-description-en",
    "heading": "x-group",
    "heading_en": "x-group-en",
    "shortest": "minLength",
    "longest": "maxLength",
    "at_least": "minimum",
    "at_most": "maximum",
    "more_than": "exclusiveMinimum",
    "fewest": "minItems",
    "most": "maxItems",
    "pattern": "pattern",
    "pattern_help": "x-pattern-help",
    "autocomplete": "x-autocomplete",
    "prefill": "x-prefill",
}
_TYPES: Final[dict[FieldKind, dict[str, Any]]] = {
    FieldKind.LINE: {"type": "string"},
    FieldKind.TEXT: {"type": "string", "x-widget": "textarea"},
    FieldKind.INTEGER: {"type": "integer"},
    FieldKind.NUMBER: {"type": "number"},
    FieldKind.MONEY: {"type": "number", "multipleOf": 0.01, "x-widget": "money"},
    FieldKind.DATE: {"type": "string", "format": "date"},
    FieldKind.YES_NO: {"type": "boolean"},
    FieldKind.ONE: {"type": "string", "enum": []},
    FieldKind.SEVERAL: {"type": "array", "uniqueItems": True},
    FieldKind.IDENTITY: {"type": "string", "x-format": "identity_number"},
    FieldKind.CREDIT_CODE: {"type": "string", "x-format": "credit_code"},
    FieldKind.MOBILE: {"type": "string", "x-format": "mobile", "x-widget": "phone"},
    FieldKind.EMAIL: {"type": "string", "format": "email"},
    FieldKind.REGION: {"type": "string", "x-format": "region"},
    FieldKind.GROUP: {"type": "object"},
    FieldKind.REPEATING: {"type": "array"},
}


def schema_of(fields: Sequence[FormField], *, form: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The JSON Schema of these fields; title and the like are taken from `form`."""
    kept = {key: value for key, value in (form or {}).items() if key not in ("properties", "required", "allOf")}
    if not fields:
        return {}
    made = {**(kept or _TOP), **_object(fields)}
    kinds = {one.key: one.kind for one in fields}
    rules = [_rule(one, kinds) for one in fields if one.shown_when]
    for one in fields:
        if one.shown_when:
            made["properties"][one.key]["x-show-when"] = _conditions(one, kinds)
    return made | ({"allOf": rules} if rules else {})


def _object(fields: Sequence[FormField]) -> dict[str, Any]:
    properties = {one.key: _piece(one) | {"x-order": _STEP * (place + 1)} for place, one in enumerate(fields)}
    required = [one.key for one in fields if one.required and not one.shown_when]
    return {"properties": properties} | ({"required": required} if required else {})


def _piece(one: FormField) -> dict[str, Any]:
    piece = dict(_TYPES[one.kind])
    told = {key: getattr(one, name) for name, key in _WORDS.items()}
    piece |= {key: _number(value) for key, value in told.items() if value not in ("", None)}
    if one.kind == FieldKind.ONE:
        piece |= _enum(one) | ({"x-widget": "select"} if one.dropdown else {})
    elif one.kind == FieldKind.SEVERAL:
        piece["items"] = {"type": "string", **_enum(one), "title": "选项", "x-title-en": "Option"}
    elif one.kind == FieldKind.GROUP:
        piece |= {**_object(one.fields), "additionalProperties": False}
    elif one.kind == FieldKind.REPEATING:
        piece["items"] = {"type": "object", **_object(one.fields), "additionalProperties": False}
    return piece


def _enum(one: FormField) -> dict[str, Any]:
    english = {option.value: option.label_en for option in one.options if option.label_en}
    return {"enum": [option.value for option in one.options]} | ({"x-enum-en": english} if english else {})


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _conditions(one: FormField, kinds: Mapping[str, FieldKind]) -> dict[str, list[Any]]:
    return {
        when.field: [answer == YES if kinds.get(when.field) == FieldKind.YES_NO else answer for answer in when.answers]
        for when in one.shown_when
    }


def _rule(one: FormField, kinds: Mapping[str, FieldKind]) -> dict[str, Any]:
    """If the other was answered so, it may (or must) be filled in; else it may not."""
    wanted = _conditions(one, kinds)
    asked = {"properties": {name: {"enum": answers} for name, answers in wanted.items()}, "required": list(wanted)}
    rule: dict[str, Any] = {"if": asked, "else": {"properties": {one.key: False}}}
    return rule | ({"then": {"required": [one.key]}} if one.required else {})


def fields_of(form: Mapping[str, Any]) -> tuple[FormField, ...]:
    """The fields of a form. Raises NotEditable when the form says anything else."""
    if not form:
        return ()
    try:
        must = {name for rule in form.get("allOf", ()) for name in rule.get("then", {}).get("required", ())}
        fields = _fields(form, must)
        same = _comparable(schema_of(fields, form=form)) == _comparable(form)
    except (KeyError, TypeError, ValueError, AttributeError):
        same = False
    if not same:
        sentence = _("这张申请表用了编辑器不认识的写法，只能看，不能在这里改；请让管理员用导入的办法修改。")
        raise NotEditable(sentence, field="form")
    return fields


def _fields(schema: Mapping[str, Any], must: set[str]) -> tuple[FormField, ...]:
    required = {*schema.get("required", ()), *must}
    pieces = sorted(schema.get("properties", {}).items(), key=lambda pair: (pair[1].get("x-order", 10_000), pair[0]))
    return tuple(_field(key, piece, required=key in required) for key, piece in pieces)


def _field(key: str, piece: Mapping[str, Any], *, required: bool) -> FormField:
    kind = kind_of(piece)
    told = {name: piece[key_] for name, key_ in _WORDS.items() if key_ in piece}
    options = piece.get("items", piece) if kind in (FieldKind.ONE, FieldKind.SEVERAL) else {}
    english = options.get("x-enum-en", {})
    inner = piece if kind == FieldKind.GROUP else piece["items"] if kind == FieldKind.REPEATING else {}
    return FormField(
        key=key,
        kind=kind,
        required=required,
        options=tuple(FormOption(value=one, label_en=english.get(one, "")) for one in options.get("enum", ())),
        dropdown=kind == FieldKind.ONE and piece.get("x-widget") == "select",
        shown_when=tuple(
            ShownWhen(field=name, answers=tuple(_told(answer) for answer in answers))
            for name, answers in piece.get("x-show-when", {}).items()
        ),
        fields=_fields(inner, set()),
        **told,
    )


def _told(answer: Any) -> str:
    return (YES if answer else NO) if isinstance(answer, bool) else str(answer)


def kind_of(piece: Mapping[str, Any]) -> FieldKind:
    """The kind whose type the piece of a form has, the most telling one; a line of text where none fits."""
    if piece.get("type") == "array":
        return FieldKind.REPEATING if piece.get("items", {}).get("type") == "object" else FieldKind.SEVERAL
    if "enum" in piece:
        return FieldKind.ONE
    fitting = [kind for kind, shape in _TYPES.items() if all(piece.get(name) == word for name, word in shape.items())]
    return max(fitting, key=lambda kind: len(_TYPES[kind]), default=FieldKind.LINE)


def _comparable(form: Mapping[str, Any]) -> str:
    """A form with everything that makes no difference made alike: numbers of order, the order of rules and names."""

    def alike(value: Any) -> Any:
        if isinstance(value, dict):
            made = {key: alike(part) for key, part in value.items()}
            if isinstance(made.get("properties"), dict):
                order = sorted(made["properties"], key=lambda name: (_order(made["properties"][name]), name))
                for name, piece in made["properties"].items():
                    if isinstance(piece, dict) and "title" in piece:
                        piece["x-order"] = order.index(name)
            return made
        if isinstance(value, list):
            parts = [alike(part) for part in value]
            return sorted(parts, key=str) if all(isinstance(part, dict) for part in parts) else parts
        return value

    made = alike(dict(form))
    made["required"] = sorted(made.get("required", ()))
    return json.dumps(made, ensure_ascii=False, sort_keys=True)


def _order(piece: Any) -> int:
    return int(piece.get("x-order", 10_000)) if isinstance(piece, dict) else 10_000
