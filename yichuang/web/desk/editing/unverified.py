"""What was taken over without being seen in its source, to be ticked off one by one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yichuang.catalogue.content import Line, Paragraph, Part
from yichuang.catalogue.labels import CONTENT, PARTS


class Doubt(Part):
    """One field that nobody has seen in its source; ticked off with the source in which it was seen."""

    key: Line
    what: Line = ""
    seen: bool = False
    seen_in: Line = ""


class Looked(Part):
    """Everything unverified, and the sources and notes of the editors."""

    doubts: tuple[Doubt, ...] = ()
    sources: tuple[Line, ...] = ()
    editor_notes: tuple[Paragraph, ...] = ()


def label_of(path: str) -> str:
    """`materials[].copies` as 材料：复印件份数."""
    field, _dot, part = path.replace("[]", "").partition(".")
    whole = str(CONTENT.get(field, field))
    return _("%(field)s：%(part)s") % {"field": whole, "part": PARTS.get(part, part)} if part else whole


def shown(whole: dict[str, Any]) -> dict[str, Any]:
    """A line for each unverified field."""
    doubts = [{"key": path, "what": label_of(path)} for path in whole.get("unverified", ())]
    return {"doubts": doubts, "sources": whole.get("sources", []), "editor_notes": whole.get("editor_notes", [])}


def given(page: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """What was ticked off is verified; where it was seen is a source."""
    ticked = {one["key"]: one.get("seen_in", "") for one in page.get("doubts", ()) if one.get("seen")}
    sources = list(page.get("sources", ()))
    sources += [place for place in dict.fromkeys(ticked.values()) if place and place not in sources]
    left = [path for path in whole.get("unverified", ()) if path not in ticked]
    return {"unverified": left, "sources": sources, "editor_notes": list(page.get("editor_notes", ()))}
