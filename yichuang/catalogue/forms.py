"""The form of an item: a JSON Schema (draft 2020-12) and how answers to it are checked. Pure.

All fields stand in the top-level `properties`, in the order of `x-order`; `allOf` with if/then/else says when one is
asked for. A group is an `object`, one that may be filled in several times an `array` of objects. Each field has a
`title` (and `x-title-en`), may have a `description` (and `x-description-en`), an `x-widget` (textarea, radio, money …),
an `x-format` (`identity_number`, `credit_code`, `mobile`: checked by its check digits; `region`: six digits of the list
of regions) and an `x-show-when` (`{"other field": ["value", …]}`, the same as the if/then, for the page). Options of an
`enum` have English in `x-enum-en`. Fields that the form does not name are refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import jsonschema_rs
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yichuang.base import codes
from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.base.text import clean
from yichuang.catalogue.content import Content
from yichuang.catalogue.regions import check_region

LONGEST_TEXT = 2000
LARGEST_NUMBER = 10**15
MOST_VALUES = 2000
MOST_LEVELS = 5
MOST_ERRORS = 50
Schema = dict[str, Any]
Path = tuple[str | int, ...]

_FORMATS: dict[str, Callable[[str, date], object]] = {
    "identity_number": lambda text, on: codes.check_identity_number(text, on=on),
    "credit_code": lambda text, on: codes.check_credit_code(text),
    "mobile": lambda text, on: codes.check_mobile(text),
    "region": lambda text, on: check_region(text),
}


_WORD: Schema = {"type": "string"}
_WORDS = ("title", "description", "group", "widget", "format", "pattern-help", "autocomplete", "prefill")
_FIELD = jsonschema_rs.Draft202012Validator(
    {
        "type": "object",
        "properties": {
            **{f"x-{word}{language}": _WORD for word in _WORDS for language in ("", "-en")},
            "x-order": {"type": "number"},
            "x-enum-en": {"type": "object", "additionalProperties": _WORD},
            "x-show-when": {"type": "object", "additionalProperties": {"type": "array"}},
            "enum": {"type": "array", "items": {"type": ["string", "number", "boolean", "null"]}},
            "items": {"type": "object"},
        },
    }
)
"""What the words of our own may hold in a field; JSON Schema itself looks at the others."""


class BadForm(Refused):
    """A form that cannot be used: no JSON Schema, a reference to elsewhere, a field without a title."""

    code = "bad_form"


def check_form(content: Content, answers: object, *, on: date) -> dict[str, Any]:
    """The answers as they may be stored (texts cleaned); raises Refusals with everything that is wrong at once."""
    errors, cleaned = _look(content.form, answers, on)
    if errors:
        raise Refusals(errors)
    return cleaned


def form_errors(content: Content, answers: object, *, on: date) -> list[Refused]:
    """Everything that is wrong with the answers, in the order of the form; empty when nothing is."""
    return _look(content.form, answers, on)[0]


def clean_draft(content: Content, answers: object) -> dict[str, Any]:
    """The answers of a draft: unfinished is allowed, unwritable, unknown or endless is not. Raises Refusals."""
    errors, cleaned = _cleaned(content.form, answers)
    if errors:
        raise Refusals(errors)
    return cleaned


def ordered_fields(form: Schema) -> list[tuple[str, Schema]]:
    """The fields of a form in the order they are asked."""
    fields = form.get("properties", {}).items()
    return sorted(fields, key=lambda pair: (pair[1].get("x-order", 10_000), pair[0]))


def title_of(schema: Schema, key: str) -> str:
    """The title of a field in the language of the reader."""
    if (get_language() or "").startswith("en") and schema.get("x-title-en"):
        return str(schema["x-title-en"])
    return str(schema.get("title") or key)


def option_label(schema: Schema, value: object) -> str:
    """An option of an `enum` in the language of the reader."""
    if (get_language() or "").startswith("en"):
        return str(schema.get("x-enum-en", {}).get(value, value))
    return str(value)


def check_schema(form: Schema) -> None:
    """Whether a form can be published; raises BadForm. An empty form is one without questions."""
    must_be_readable(form)
    for key, field in _fields_within(form):
        _check_field(key, field)


def must_be_readable(form: Schema) -> None:
    """Whether a form, finished or not, can be shown and answered at all; raises BadForm."""
    if not form:
        return
    if '"$ref"' in json.dumps(form) or '"$dynamicRef"' in json.dumps(form):
        raise BadForm(_("表单不能引用别处的定义（$ref），请把定义写在表单里。"), field="form")
    try:
        _validator(_key(form))
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        raise BadForm(
            _("表单不是有效的 JSON Schema：%(reason)s。") % {"reason": str(error).splitlines()[0][:200]}, field="form"
        )
    for key, field in _fields_within(form):
        for wrong in _FIELD.iter_errors(field):
            where = ".".join(map(str, wrong.instance_path))
            sentence = _("表单项目“%(key)s”的写法不对：%(where)s %(reason)s。")
            told = {"key": key, "where": where, "reason": wrong.message[:200]}
            raise BadForm(sentence % told, field="form")


def _check_field(key: str, field: Schema) -> None:
    if not field.get("title"):
        raise BadForm(_("表单项目“%(key)s”没有标题，请补充。") % {"key": key}, field="form")
    if field.get("enum") == [] or field.get("items", {}).get("enum") == []:
        raise BadForm(_("“%(field)s”没有选项，请至少写一个。") % {"field": field["title"]}, field="form")
    if field.get("x-format") not in {None, *_FORMATS}:
        known = "、".join(sorted(_FORMATS))
        raise BadForm(
            _("“%(field)s”的 x-format 不认识，只能是 %(known)s。") % {"field": field["title"], "known": known},
            field="form",
        )


def _fields_within(form: Schema) -> Iterator[tuple[str, Any]]:
    for key, field in form.get("properties", {}).items():
        yield key, field
        if isinstance(field, dict):
            yield from _fields_within(field)
            if isinstance(field.get("items"), dict):
                yield from _fields_within(field["items"])


def _key(form: Schema) -> str:
    return json.dumps(form, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=1000)
def _validator(form: str) -> jsonschema_rs.Draft202012Validator:
    schema = json.loads(form)
    if "additionalProperties" not in schema:
        schema.setdefault("unevaluatedProperties", False)
    schema.setdefault("type", "object")
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, offline=True)


def _look(form: Schema, answers: object, on: date) -> tuple[list[Refused], dict[str, Any]]:
    errors, cleaned = _cleaned(form, answers)
    told = {error.field.split(".")[0] for error in errors}  # what could not be kept is not called missing as well
    for error in _validator(_key(form)).iter_errors(cleaned):
        errors += [one for one in _sentences(form, error) if one.field.split(".")[0] not in told]
        if len(errors) >= MOST_ERRORS:
            break
    named = {error.field for error in errors}
    errors += [error for error in _format_errors(form, cleaned, on, ()) if error.field not in named]
    order = {key: number for number, (key, _field) in enumerate(ordered_fields(form))}
    errors.sort(key=lambda error: order.get(error.field.split(".")[0], len(order)))
    return errors, cleaned


# --- Cleaning: sizes and characters, before any validation ------------------------------------------------------------


def _cleaned(form: Schema, answers: object) -> tuple[list[Refused], dict[str, Any]]:
    if not isinstance(answers, Mapping):
        return [Invalid(_("表单内容应当是“项目：值”的形式，请重新填写。"), field="answers")], {}
    known = form.get("properties", {})
    errors: list[Refused] = []
    errors += [_unknown(str(key)) for key in answers if key not in known][:MOST_ERRORS]
    budget = [MOST_VALUES]
    cleaned: dict[str, Any] = {}
    for key, value in answers.items():
        if key in known:
            try:
                kept = _cleaned_value(form, value, (key,), budget)
            except Refused as refused:
                errors.append(refused)
                continue
            if kept not in ("", None):
                cleaned[key] = kept
    return errors[:MOST_ERRORS], cleaned


def _cleaned_value(form: Schema, value: object, path: Path, budget: list[int]) -> Any:
    budget[0] -= 1
    if budget[0] < 0 or len(path) > MOST_LEVELS:
        raise Invalid(
            _("“%(field)s”填写的内容过多，请减少后再提交。") % {"field": _name(form, path)}, field=_dotted(path)
        )
    if isinstance(value, str):
        field = _schema_at(form, path)
        return clean(
            value,
            field=_dotted(path),
            label=_name(form, path),
            longest=int(field.get("maxLength", LONGEST_TEXT)),
            multiline=field.get("x-widget") == "textarea",
        )
    if isinstance(value, Mapping):
        kept = {str(key): _cleaned_value(form, part, (*path, str(key)), budget) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part not in ("", None)}
    if isinstance(value, list | tuple):
        return [_cleaned_value(form, part, (*path, number), budget) for number, part in enumerate(value)]
    if value is None or isinstance(value, bool) or (isinstance(value, int | float) and abs(value) <= LARGEST_NUMBER):
        return value
    raise Invalid(_("“%(field)s”填写不正确，请按说明检查。") % {"field": _name(form, path)}, field=_dotted(path))


# --- Names of fields --------------------------------------------------------------------------------------------------


def _schema_at(form: Schema, path: Path) -> Schema:
    here: Schema = form
    for step in path:
        below = here.get("items") if isinstance(step, int) else here.get("properties", {}).get(step)
        if not isinstance(below, dict):
            return {}
        here = below
    return here


def _name(form: Schema, path: Path) -> str:
    """What a person calls the field at `path`: 投资人第2项的姓名."""
    name, here = "", form
    for step in path:
        here = _schema_at(here, (step,))
        if isinstance(step, int):
            name = _("%(list)s第%(number)d项") % {"list": name, "number": step + 1}
        elif name:
            name = _("%(list)s的%(field)s") % {"list": name, "field": title_of(here, _shown(step))}
        else:
            name = title_of(here, _shown(step))
    return name


def _dotted(path: Sequence[str | int]) -> str:
    return ".".join(_shown(str(step)) for step in path)


def _shown(key: str) -> str:
    """A key as it can be shown: short, without characters that cannot be written."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in key[:40])


def _unknown(key: str) -> Invalid:
    return Invalid(_("“%(field)s”不是本表的项目，请去掉。") % {"field": _shown(key)}, field=_shown(key))


# --- Sentences --------------------------------------------------------------------------------------------------------


def _sentences(form: Schema, error: jsonschema_rs.ValidationError) -> list[Refused]:
    kind, details = error.kind.name, error.kind.as_dict()
    path: Path = tuple(error.instance_path)
    if kind in ("unevaluatedProperties", "additionalProperties"):
        return [_unknown(_dotted((*path, key))) for key in details["unexpected"]]
    if kind == "required":
        path = (*path, details["property"])
    field = _schema_at(form, path)
    sentence = _sentence(kind, details, field)
    return [Invalid(sentence % {"field": _name(form, path), **_facts(kind, details, field)}, field=_dotted(path))]


def _sentence(kind: str, details: Mapping[str, Any], field: Schema) -> str:
    if kind == "required" or (kind in ("minLength", "minItems") and details["limit"] == 1):
        return _("“%(field)s”没有选择，请选择。") if "enum" in field else _("“%(field)s”没有填写，请填写。")
    if kind == "type":
        return _type_sentence(details["types"])
    if kind == "format":
        return _format_sentence(details["format"])
    if kind == "pattern" and field.get("x-pattern-help"):
        return _("“%(field)s”的格式不对：%(help)s")
    return {
        "maxLength": _("“%(field)s”太长，最多 %(limit)s 个字，请缩短后再提交。"),
        "minLength": _("“%(field)s”太短，至少 %(limit)s 个字，请补充完整。"),
        "maxItems": _("“%(field)s”最多填写 %(limit)s 项，请减少。"),
        "minItems": _("“%(field)s”至少填写 %(limit)s 项，请补充。"),
        "uniqueItems": _("“%(field)s”里有重复的内容，请删去重复的。"),
        "minimum": _("“%(field)s”不能小于 %(limit)s，请核对。"),
        "maximum": _("“%(field)s”不能大于 %(limit)s，请核对。"),
        "exclusiveMinimum": _("“%(field)s”应当大于 %(limit)s，请核对。"),
        "exclusiveMaximum": _("“%(field)s”应当小于 %(limit)s，请核对。"),
        "multipleOf": _("“%(field)s”的小数位太多，请核对。"),
        "enum": _("“%(field)s”不在可选的范围内，请从%(options)s中选择。"),
        "const": _("“%(field)s”须勾选确认后才能提交。"),
        "pattern": _("“%(field)s”的格式不对，请按说明填写。"),
        "falseSchema": _("“%(field)s”在您选择的情况下不用填写，请去掉。"),
    }.get(kind, _("“%(field)s”填写不正确，请按说明检查。"))


def _type_sentence(types: Sequence[str]) -> str:
    return {
        "integer": _("“%(field)s”应当填写整数，例如 12。"),
        "number": _("“%(field)s”应当填写数字，例如 12.5。"),
        "boolean": _("“%(field)s”应当选择“是”或者“否”。"),
        "array": _("“%(field)s”应当逐项填写，可以增加多项。"),
        "object": _("“%(field)s”应当分项填写。"),
        "string": _("“%(field)s”应当填写文字。"),
    }.get(types[0] if types else "", _("“%(field)s”填写不正确，请按说明检查。"))


def _format_sentence(name: str) -> str:
    return {
        "date": _("“%(field)s”不是有效的日期，请按 2026-01-31 的样子填写。"),
        "email": _("“%(field)s”不是有效的电子邮箱，请按 name@example.cn 的样子填写。"),
        "time": _("“%(field)s”不是有效的时间，请按 09:30:00 的样子填写。"),
    }.get(name, _("“%(field)s”的格式不对，请按说明填写。"))


def _facts(kind: str, details: Mapping[str, Any], field: Schema) -> dict[str, Any]:
    if kind == "enum":
        return {"options": _("、").join(_("“%s”") % option_label(field, option) for option in details["options"])}
    if kind == "multipleOf":
        return {"limit": details.get("multiple_of")}
    return {"limit": details.get("limit"), "help": field.get("x-pattern-help", "")}


def _format_errors(form: Schema, value: object, on: date, path: Path) -> list[Refused]:
    """Numbers whose check digits or dates are wrong, named by the title of their field."""
    if isinstance(value, Mapping):
        return [error for key, part in value.items() for error in _format_errors(form, part, on, (*path, key))]
    if isinstance(value, list):
        return [error for at, part in enumerate(value) for error in _format_errors(form, part, on, (*path, at))]
    check = _FORMATS.get(_schema_at(form, path).get("x-format", "")) if path else None
    if check is None or not isinstance(value, str):
        return []
    try:
        check(value, on)
    except Refused as refused:
        sentence = _("“%(field)s”不正确：%(reason)s") % {"field": _name(form, path), "reason": str(refused)}
        return [Invalid(sentence, field=_dotted(path))]
    return []
