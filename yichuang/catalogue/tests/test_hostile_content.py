"""Contents made to hold up whoever looks at them: too many parts, too deep, forms that nobody can read."""

from __future__ import annotations

import time
from typing import Any

import pytest

from yichuang.base.refusal import Invalid
from yichuang.catalogue.content import Content, Material, Question, TimeLimit
from yichuang.catalogue.forms import BadForm
from yichuang.catalogue.revising import checking, writing
from yichuang.catalogue.testing import AT, content, draft, item
from yichuang.people import actors

FIELD: dict[str, Any] = {"type": "string", "title": "店名"}


def form(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "unevaluatedProperties": False}


def nested(levels: int) -> Material:
    found = Material(key="m0", name="材料")
    for level in range(levels):
        found = Material(key=f"m{level + 1}", name="材料", children=(found,))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"questions": tuple(Question(question=f"问{n}", answer="答") for n in range(301))}, "301 项，最多 300 项"),
        ({"materials": tuple(Material(key=f"m{n}", name=f"材料{n}") for n in range(2000))}, "2000 项，最多 300 项"),
        (
            {
                "materials": (
                    Material(
                        key="m", name="一", children=tuple(Material(key=f"m{n}", name=f"{n}") for n in range(301))
                    ),
                )
            },
            "301 项",
        ),
        ({"promised": TimeLimit(by_situation={f"s{n}": TimeLimit(length=1) for n in range(301)})}, "301 项"),
        ({"materials": (nested(20),)}, "层次太多"),
    ],
)
def test_more_than_a_person_can_read_is_not_kept(parts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        draft(item(), **parts)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad",
    [
        form(a=True),
        form(a={**FIELD, "type": "array", "items": True}),
        form(a={**FIELD, "enum": ["x"], "x-enum-en": ["x"]}),
        form(a={**FIELD, "x-order": "first"}, b=FIELD),
        form(a={**FIELD, "x-show-when": "b"}),
        form(a={**FIELD, "x-show-when": {"b": 1}}),
        form(a={**FIELD, "x-format": ["identity_number"]}),
        form(a={**FIELD, "x-group": {"x": 1}}),
        form(a={**FIELD, "x-widget": ["radio"]}),
        form(a={"title": "组", "type": "object", "properties": {"b": {**FIELD, "x-order": []}}}),
        form(a={"title": "组", "type": "array", "items": {"type": "object", "properties": {"b": True}}}),
        form(a={**FIELD, "pattern": "("}),
        form(a={**FIELD, "maxLength": "9"}),
        {"properties": []},
        {"type": "objekt"},
        form(a={"$ref": "http://127.0.0.1/x"}),
        {**form(a=FIELD), "$id": "x", "allOf": [{"$ref": "#/properties/a"}]},
    ],
)
def test_a_form_that_cannot_be_shown_is_not_even_kept_as_a_draft(bad: dict[str, Any]) -> None:
    with pytest.raises(BadForm):
        writing.new_version(item=item(), name="登记", content=content(form=bad), by=actors.SYSTEM, at=AT)


def test_thousands_of_equal_keys_are_found_quickly() -> None:
    parts = tuple(Material(key=f"m{number}", name="材料") for number in range(15_000))
    begun = time.perf_counter()
    assert checking.defects(Content(materials=parts)) == []
    assert time.perf_counter() - begun < 1
