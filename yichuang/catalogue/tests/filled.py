"""A content with every field of every part set, each text another: what a round trip may not lose."""

from __future__ import annotations

import hashlib
import types
from itertools import count
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django.db.models import TextChoices
from pydantic import StringConstraints

from yichuang.catalogue import testing
from yichuang.catalogue.content import Content, Part

DEEPEST = 3


def filled(salt: str = "甲") -> Content:
    """The full content. `salt` stands in every text, so that two of them have nothing in common."""
    whole: Content = _Filler(salt).part(Content, 0)
    return whole


class _Filler:
    def __init__(self, salt: str) -> None:
        self.salt, self.numbers = salt, count(1)

    def part(self, model: type[Part], depth: int) -> Any:
        fields = model.model_fields.items()
        told = {name: self.value(name, field.annotation, field.metadata, depth) for name, field in fields}
        return model.model_validate({name: one for name, one in told.items() if one is not None})

    def value(self, name: str, annotation: Any, metadata: list[Any], depth: int) -> Any:
        origin, inner = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.value(name, inner[0], list(inner[1:]), depth)
        if origin in (Union, types.UnionType):
            return self.value(name, next(one for one in inner if one is not types.NoneType), metadata, depth)
        if origin is tuple:
            return self.several(name, inner[0], depth)
        if origin is dict:
            if inner[1] is Any:
                return testing.FORM
            return {} if depth >= DEEPEST else {"s_a": self.value(name, inner[1], [], depth)}
        if origin is Literal:
            return [one for one in inner if one][-1]
        return self.plain(name, annotation, metadata, depth)

    def several(self, name: str, inner: Any, depth: int) -> tuple[Any, ...]:
        if isinstance(inner, type) and issubclass(inner, TextChoices):
            return tuple(list(inner)[-2:])
        return () if depth >= DEEPEST else tuple(self.value(name, inner, [], depth) for _ in range(2))

    def plain(self, name: str, annotation: Any, metadata: list[Any], depth: int) -> Any:
        if issubclass(annotation, Part):
            return self.part(annotation, depth + 1) if depth < DEEPEST else None
        if issubclass(annotation, TextChoices):
            return list(annotation)[-1]
        if annotation is bool:
            return True
        if annotation is int:
            return 1 + next(self.numbers) % 9
        return self.text(name, metadata)

    def text(self, name: str, metadata: list[Any]) -> str:
        pattern = next((one.pattern for one in metadata if isinstance(one, StringConstraints) and one.pattern), "")
        number = next(self.numbers)
        if "0-9a-f" in str(pattern):
            return hashlib.sha256(f"{self.salt}{number}".encode()).hexdigest()
        if name.endswith("_code"):
            return f"{self.salt}{number}"
        return f"k_{number}" if pattern else f"{self.salt}之{name}{number}"
