"""What the project's own data add to a guide: its 一件事 themes, which materials are proofs, what may be promised.

Each addition is named in `unverified`, because it was matched or copied by hand and not read in the county's guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from yichuang.catalogue import bundled
from yichuang.catalogue.content import Content, Material, Promise, Tolerance
from yichuang.catalogue.english import with_english

MARKS: Final = {"proofs": "proof", "tolerable": "tolerable", "promisable": "promisable"}
"""The lists of material names in the data, each with the field that it sets."""


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
    if "tolerance" in marks:
        changed["tolerance"] = Tolerance(**marks["tolerance"])
        unverified.append("tolerance")
    if "note" in marks:
        changed["editor_notes"] = (*content.editor_notes, marks["note"])
    said = [key for key in MARKS if key in marks]
    if said:
        changed["materials"] = tuple(_with_marks(one, marks) for one in content.materials)
        unverified += [f"materials[].{MARKS[key]}" for key in said]
    if not changed:
        return content
    added = content.model_copy(update=changed | {"unverified": tuple(dict.fromkeys(unverified))})
    return with_english(added, bundled.phrases())


def _with_marks(material: Material, marks: Mapping[str, Any]) -> Material:
    found = {field: True for key, field in MARKS.items() if material.name in marks.get(key, ())}
    return material.model_copy(update=found) if found else material
