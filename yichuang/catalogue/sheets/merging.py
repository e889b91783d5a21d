"""What a national table says, over what the catalogue knows: the columns win, everything without a column stays. Pure.

A part of a list is known again by its name. Where a column is coarser than the catalogue (必要性), the finer value
stays as long as it has the same code; what was said of words that changed (their English, the amount of another
standard) goes with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel

from yichuang.catalogue.content import Online, Result, TimeLimit
from yichuang.catalogue.guides.keys import Keys
from yichuang.catalogue.kinds import PowerSource

Json = dict[str, Any]
ENTRUSTED: Final = (PowerSource.ENTRUSTED_ABOVE, PowerSource.ENTRUSTED_BESIDE)
"""委托: the links of the chain whose giver is the 委托部门."""
_KNOWN_BY: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "materials": (("name",),),
    "fees": (("name", "standard"), ("name",)),
    "questions": (("question",),),
    "conditions": (("text",),),
    "legal_basis": (("law", "article"),),
    "special_procedures": (("name",),),
    "intermediaries": (("name",),),
}
_ALONE: Final[Mapping[str, type[BaseModel]]] = {
    "statutory": TimeLimit,
    "promised": TimeLimit,
    "result": Result,
    "online": Online,
}
_GOES_WITH: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name_en",),
    "note": ("note_en",),
    "answer": ("answer_en",),
    "standard": ("fen", "unit"),
}


def over(told: Mapping[str, Any], before: Mapping[str, Any], *, alike: Mapping[str, str]) -> Json:
    """The fields that the table tells, as the content takes them. `alike`: the national code of each 必要性."""
    found: Json = {}
    for name, value in told.items():
        if name in _ALONE:
            found[name] = _alone(_ALONE[name], value, before.get(name) or {})
        elif name in _KNOWN_BY:
            found[name] = _several(name, value, before.get(name) or (), alike)
        else:
            found[name] = value
    return found


def entrusted(giver: str, before: Sequence[Json], *, source: str, taker: str) -> list[Json]:
    """The chain with `giver` as the 委托部门 of its last entrusting link; without such links when nobody is named."""
    links = [dict(one) for one in before]
    if not giver:
        return [one for one in links if one["source"] not in ENTRUSTED]
    last = next((one for one in reversed(links) if one["source"] in ENTRUSTED), None)
    if last is None:
        above = source if source in ENTRUSTED else str(PowerSource.ENTRUSTED_ABOVE)
        return [*links, {"source": above, "giver": giver, "taker": taker}]
    last["giver"] = giver
    return links


def _alone(model: type[BaseModel], told: Json, before: Json) -> Json | None:
    """A part that an item has once; null when nothing at all is said of it."""
    merged = _merged(told, before)
    fields = model.model_fields
    if any(field.is_required() and not merged.get(name) for name, field in fields.items()):
        return None if any(name in told for name, field in fields.items() if field.is_required()) else before or None
    says = {name: value for name, value in merged.items() if value not in (None, "", fields[name].default)}
    return merged if says or model is Online else None


def _several(name: str, told: Sequence[Json], before: Sequence[Json], alike: Mapping[str, str]) -> list[Json]:
    matched = _matched(told, before, _KNOWN_BY[name])
    made = [_merged(one, before[at] if at is not None else {}) for one, at in zip(told, matched, strict=True)]
    for one, at in zip(made, matched, strict=True):
        if "need" in one and at is not None:
            finer = before[at].get("need", "required")
            one["need"] = finer if alike[finer] == alike[one["need"]] else one["need"]
    return _keyed(made) if name == "materials" else made


def _matched(told: Sequence[Json], before: Sequence[Json], ways: tuple[tuple[str, ...], ...]) -> list[int | None]:
    """For each part the place of the one it was before; of parts with one name the first goes to the first."""
    found: list[int | None] = [None] * len(told)
    for way in ways:
        for number, one in enumerate(told):
            if found[number] is None:
                same = (at for at, known in enumerate(before) if at not in found and _same(known, one, way))
                found[number] = next(same, None)
    return found


def _same(known: Json, one: Json, way: tuple[str, ...]) -> bool:
    return all((known.get(key) or "") == (one.get(key) or "") for key in way)


def _merged(told: Json, known: Json) -> Json:
    stale = {
        name
        for source, names in _GOES_WITH.items()
        if source in told and (told[source] or "") != (known.get(source) or "")
        for name in names
    }
    kept = {name: value for name, value in known.items() if name not in stale}
    return kept | {name: _file(value, known.get(name)) for name, value in told.items()}


def _file(value: Any, known: Any) -> Any:
    """A file of the same bytes keeps the name under which the item offers it."""
    if isinstance(value, dict) and isinstance(known, dict) and "digest" in value:
        return known if known.get("digest") == value["digest"] else value
    return value


def _keyed(materials: list[Json]) -> list[Json]:
    """Every material has a key of its own; those that are known keep theirs."""
    keys = Keys("m", taken=[key for one in materials for key in _keys_of(one)])
    return [one if "key" in one else {"key": keys.make(one.get("name") or ""), **one} for one in materials]


def _keys_of(material: Json) -> list[str]:
    children = [key for child in material.get("children", ()) for key in _keys_of(child)]
    return [material["key"], *children] if "key" in material else children
