"""Tables of the catalogue (事项目录): what may be asked for here, and what each dated version of it says."""

from yichuang.catalogue.models.aids import ImportRun, LifeEvent, LifeEventVersion, StandardMaterial
from yichuang.catalogue.models.items import (
    UNPUBLISHED,
    WRITABLE,
    BasicItem,
    CodePattern,
    DraftStep,
    Implementation,
    Item,
    ItemVersion,
    Status,
    Succession,
)
from yichuang.catalogue.models.lists import ListEntry, Presence
from yichuang.catalogue.models.search import SearchEntry, SearchMiss, SearchTerm, Synonym

__all__ = [
    "UNPUBLISHED",
    "WRITABLE",
    "BasicItem",
    "CodePattern",
    "DraftStep",
    "Implementation",
    "ImportRun",
    "Item",
    "ItemVersion",
    "LifeEvent",
    "LifeEventVersion",
    "ListEntry",
    "Presence",
    "SearchEntry",
    "SearchMiss",
    "SearchTerm",
    "StandardMaterial",
    "Status",
    "Succession",
    "Synonym",
]
