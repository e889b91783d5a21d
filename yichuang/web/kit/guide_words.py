"""What a guide calls its materials and fields, in the language of the reader: English where the version has it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

from yichuang.cases.queries import names_of
from yichuang.catalogue.content import Content, each_material


def names(content: Content) -> Mapping[tuple[str, str], str]:
    """By kind (`material`, `field`) and key; Chinese where there is no other, and for all readers of Chinese."""
    known = names_of(content)
    if not (get_language() or "").startswith("en"):
        return known
    english = {key: content.translated.get(name, name) for key, name in known.items()}
    english |= {("material", one.key): one.name_en for one in each_material(content.materials) if one.name_en}
    fields: Mapping[str, Mapping[str, str]] = content.form.get("properties", {})
    return english | {("field", key): piece["x-title-en"] for key, piece in fields.items() if piece.get("x-title-en")}
