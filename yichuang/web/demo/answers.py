"""Plausible answers to any form, for the demonstration."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from yichuang.cases.rules import Given
from yichuang.catalogue.conditions.evaluating import Applicant
from yichuang.catalogue.content import Content
from yichuang.catalogue.forms import form_errors
from yichuang.catalogue.kinds import Need
from yichuang.catalogue.rules import materials_for, offered
from yichuang.web.demo.citizens import CITIZENS, credit_code, identity_number

FORMATS = {
    "mobile": "13800000100",
    "identity_number": identity_number("19850505"),
    "credit_code": credit_code("91410522MA9DEMY09"),
    "email": "demo@example.com",
    "postcode": "455000",
    "region": "410522",
}
SAMPLES = ("2026-12", "410522202600", "4105222026001234", "2026", "455000", "03720000100", "YC2026001", "E12345678")
WORDS = "演示内容：安阳县演示路1号门面房"


def fill(content: Content, *, on: date) -> dict[str, Any]:
    """Answers that the form accepts: its required fields, then whatever conditions ask for besides."""
    properties: dict[str, Any] = content.form.get("properties", {})
    answers = {key: value(properties[key], on=on) for key in content.form.get("required", ())}
    for _round in range(5):
        wrong = [e.field.removeprefix("answers.").split(".")[0] for e in form_errors(content, answers, on=on)]
        asked = [key for key in wrong if key in properties and key not in answers]
        if not asked:
            return answers
        answers |= {key: value(properties[key], on=on) for key in asked}
    return answers


def value(schema: dict[str, Any], *, on: date) -> Any:
    """One value that the field takes."""
    if "const" in schema:
        return schema["const"]
    for choice in ("enum", "examples"):
        if schema.get(choice):
            return schema[choice][0]
    if schema.get("oneOf"):
        return schema["oneOf"][0].get("const")
    kind = schema.get("type", "string")
    if kind in ("integer", "number"):
        return schema.get("minimum", 1) or 1
    if kind == "boolean":
        return True
    if kind == "array":
        return [value(schema.get("items", {}), on=on)] * max(1, schema.get("minItems", 1))
    if kind == "object":
        return {key: value(schema["properties"][key], on=on) for key in schema.get("required", ())}
    return text(schema, on=on)


def text(schema: dict[str, Any], *, on: date) -> str:
    """A text of the wanted format and length."""
    if schema.get("format") == "date":
        return on.isoformat()
    if "pattern" in schema:
        return next((sample for sample in SAMPLES if re.search(schema["pattern"], sample)), WORDS)
    wanted = FORMATS.get(schema.get("x-format") or schema.get("format") or "")
    if wanted:
        return wanted
    if "name" in schema.get("title", "").lower() or "姓名" in schema.get("title", ""):
        return CITIZENS[0].name
    words = WORDS * (1 + int(schema.get("minLength", 0)) // len(WORDS))
    return words[: int(schema.get("maxLength", 60))]


def papers(content: Content, answers: dict[str, Any], situations: list[str], who: Applicant) -> list[Given]:
    """Every material that these answers ask for, brought on paper, originals seen."""
    return [
        Given(key=m.key, originals=m.originals or 1, copies=m.copies or 0, original_seen=True)
        for m in materials_for(content, answers, situations, who)
        if m.need not in (Need.OPTIONAL, Need.EXEMPT)
    ]


def situations_of(content: Content) -> list[str]:
    """One answer to every question that wants exactly one."""
    chosen: list[str] = []
    answered: set[str] = set()
    for one in content.situations:
        if one.only_one and one.question not in answered and one in offered(content, chosen):
            answered.add(one.question)
            chosen.append(one.key)
    return chosen
