"""What a guide says to readers of English, and what it still says to them in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from yichuang.catalogue.content import Content, Translation

# What a guide shows in words of its own. Titles of laws stay in Chinese beside their English, names of departments
# belong to the offices, and the form says its English itself.
_SHOWN: Final = {
    "acceptance_period",
    "applicant_deadline",
    "bundles",
    "conditions",
    "delegation",
    "fee_basis",
    "fees",
    "flow",
    "intermediaries",
    "materials",
    "place",
    "promise",
    "promised",
    "questions",
    "result",
    "situations",
    "special_procedures",
    "statutory",
    "steps",
    "tolerance",
}
_HIDDEN: Final = {"key", "when", "code", "digest", "department"}
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


def with_english(content: Content, phrases: Mapping[str, str]) -> Content:
    """The content with the English of every piece of it that is among the phrases (Chinese → English)."""
    said = content.model_dump(mode="json", exclude={"editor_notes", "english", "form", "sources", "unverified"})
    known = dict.fromkeys(text for text in _texts(said) if text in phrases)
    english = tuple(Translation(text=text, text_en=phrases[text]) for text in known)
    return content.model_copy(update={"english": english})


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)


def without_english(content: Content) -> list[str]:
    """The texts of the guide that have no English, each once, in the order of the guide."""
    said = content.model_dump(mode="json", include=set(_SHOWN))
    return list(dict.fromkeys(text for text in _chinese(said) if text not in content.translated))


def _chinese(part: Any) -> Iterator[str]:
    if isinstance(part, str) and _HAN.search(part):
        yield part
    elif isinstance(part, list):
        for value in part:
            yield from _chinese(value)
    elif isinstance(part, Mapping):
        for key, value in part.items():
            if key not in _HIDDEN and not key.endswith("_en") and not part.get(f"{key}_en"):
                yield from _chinese(value)
