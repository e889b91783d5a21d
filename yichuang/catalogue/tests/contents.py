"""Any content at all, for property tests: every field of every part, with any text that `base.text` lets in."""

from __future__ import annotations

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django.db.models import TextChoices
from hypothesis import strategies as st
from pydantic import StringConstraints

from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.catalogue.content import Content, Part

DEEPEST = 3


def _cleaned(text: str) -> str:
    try:
        return clean(text, field="", longest=500, multiline=True)
    except Invalid:
        return "不可写"


TEXT = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="\\-n+\n\t=|'\"，、；0 1甲𠮷_x", max_size=12),
).map(_cleaned)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def contents() -> st.SearchStrategy[Content]:
    """Any content."""
    return part(Content, 0)


def part(model: type[Part], depth: int) -> st.SearchStrategy[Any]:
    """Any part of a kind; every field is given or left out."""
    needed: dict[Any, Any] = {}
    optional: dict[Any, Any] = {}
    for name, field in model.model_fields.items():
        drawn = _value(field.annotation, field.metadata, depth)
        (needed if field.is_required() else optional)[name] = drawn
    return st.fixed_dictionaries(needed, optional=optional).map(model.model_validate)


def _value(annotation: Any, metadata: list[Any], depth: int) -> st.SearchStrategy[Any]:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _value(inner[0], list(inner[1:]), depth)
    if origin in (Union, types.UnionType):
        return st.one_of([_value(one, metadata, depth) for one in inner])
    if origin is tuple:
        most = 0 if depth >= DEEPEST else 3
        return st.lists(_value(inner[0], [], depth), max_size=most).map(tuple)
    if origin is dict and annotation != dict[str, Any]:
        return st.dictionaries(
            _value(inner[0], [], depth), _value(inner[1], [], depth), max_size=0 if depth >= DEEPEST else 2
        )
    if origin is Literal:
        return st.sampled_from(inner)
    return _plain(annotation, metadata, depth)


def _plain(annotation: Any, metadata: list[Any], depth: int) -> st.SearchStrategy[Any]:
    if annotation == dict[str, Any]:
        return st.dictionaries(TEXT, JSON, max_size=3)
    if annotation is types.NoneType:
        return st.none()
    if issubclass(annotation, Part):
        return part(annotation, depth + 1) if depth < DEEPEST else st.none()
    if issubclass(annotation, TextChoices):
        return st.sampled_from(list(annotation))
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        return st.integers(1, 9)
    pattern = next((one.pattern for one in metadata if isinstance(one, StringConstraints) and one.pattern), None)
    if pattern is not None:
        return st.from_regex(str(pattern).replace("$", r"\Z"), fullmatch=True)
    least = next((one.min_length or 0 for one in metadata if isinstance(one, StringConstraints)), 0)
    return TEXT.map(lambda text: text or "x" * least)
