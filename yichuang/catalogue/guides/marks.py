"""What the project's own data add to a guide: its 一件事 themes, the promise, which materials are proofs.

Each addition is named in `unverified`, because it was matched or copied by hand and not read in the county's guide.
"""

from __future__ import annotations

from typing import Any

from yichuang.catalogue import bundled
from yichuang.catalogue.content import Content, Material, Promise
from yichuang.catalogue.english import with_english


def marked(code: str, content: Content) -> Content:
    """The content with its marks; the same where the data say nothing of the item."""
    changed: dict[str, Any] = {}
    unverified = list(content.unverified)
    themes = bundled.themes(code)
    if themes:
        changed["bundles"] = tuple(dict.fromkeys(theme["name"] for theme in themes))
        sources = [source for theme in themes for source in theme["sources"][:1]]
        changed["sources"] = tuple(dict.fromkeys([*content.sources, *sources]))
        unverified.append("bundles")
    marks = bundled.marks(code)
    if "promise" in marks:
        changed["promise"] = Promise(**marks["promise"])
        unverified.append("promise")
    if "proofs" in marks:
        changed["materials"] = tuple(_proof(one, marks["proofs"]) for one in content.materials)
        unverified.append("materials[].proof")
    if not changed:
        return content
    added = content.model_copy(update=changed | {"unverified": tuple(dict.fromkeys(unverified))})
    return with_english(added, bundled.phrases())


def _proof(material: Material, names: list[str]) -> Material:
    return material.model_copy(update={"proof": True}) if material.name in names else material
