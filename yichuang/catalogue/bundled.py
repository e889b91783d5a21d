"""The data that comes with the program: guides, forms, English names, everyday names. Facts, with their sources."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from yichuang.catalogue.kinds import ServiceObject

DATA = Path(__file__).resolve().parent / "data"
GUIDES = DATA / "guides"
DEPARTMENTS = DATA / "anyang_departments.json"


@lru_cache(maxsize=64)
def load(name: str) -> Mapping[str, Any]:
    """One data file, by its path below `data`, without `.json`."""
    return cast("Mapping[str, Any]", json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")))


def english(section: str) -> Mapping[str, str]:
    """By section: `items` (code → name), `materials`, `situations`, `results`, `phrases` (Chinese → English),
    `provinces` (two digits → name)."""
    return cast("Mapping[str, str]", load("english")[section])


def phrases() -> Mapping[str, str]:
    """Everything of a guide that has no field for its English (Chinese → English)."""
    return {**english("situations"), **english("phrases")}


def aliases(code: str) -> tuple[str, ...]:
    """Everyday names of an item (开公司, 取公积金 …)."""
    return tuple(load("aliases").get(code, ()))


def synonyms() -> list[tuple[str, str]]:
    """The words people say, each with the words of the catalogue that mean it."""
    return [(said, meant) for meant, every in load("synonyms")["synonyms"].items() for said in every]


def life_events() -> list[Mapping[str, Any]]:
    """The guides by life event of the demonstration."""
    return list(load("life_events")["events"])


def questions(code: str) -> tuple[Mapping[str, str], ...]:
    """Common questions of an item, answered only from what its guide says."""
    return tuple(load("questions").get(code, ()))


def overlay(code: str) -> Mapping[str, Any]:
    """What was added by hand to the situations of a guide."""
    return cast("Mapping[str, Any]", load("situations").get(code, {}))


def themes(code: str) -> list[Mapping[str, Any]]:
    """The 一件事 themes to which an item of the demonstration belongs."""
    return [theme for theme in load("bundles")["themes"] if code in theme["items"]]


def marks(code: str) -> Mapping[str, Any]:
    """The promise and the proofs that the source of a guide names."""
    return cast("Mapping[str, Any]", load("marks")["items"].get(code, {}))


def form_for(*, code: str, name: str, area: str, objects: Collection[ServiceObject]) -> dict[str, Any]:
    """The form that suits an item: its own, that of items of its name, that of its area, or a general one.

    An item for natural persons only gets the form of a person; one that names nobody, too.
    """
    index = load("forms/index")
    found = index["items"].get(code) or next((form for part, form in index["names"].items() if part in name), None)
    found = found or index["areas"].get(area)
    if found is None:
        only_persons = not objects or set(objects) == {ServiceObject.NATURAL}
        found = index["person"] if only_persons else index["organisation"]
    return dict(load(f"forms/{found}"))
