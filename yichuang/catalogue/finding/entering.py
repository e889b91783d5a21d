"""Keeping what the search looks through: an entry for each published version, and the terms it is found by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from yichuang.catalogue.finding.asking import ALONE, INSIDE
from yichuang.catalogue.finding.scoring import NAMES, WORTH, Line, LineKind
from yichuang.catalogue.finding.words import initial_terms, pairs, spoken
from yichuang.catalogue.kinds import HandleKind, ServiceObject
from yichuang.catalogue.models import Item, ItemVersion, SearchEntry, SearchTerm, Status

if TYPE_CHECKING:
    from django.db.models import QuerySet

_MANY = 500
_BRACKETS = re.compile("（[^（）]*）|[(][^()]*[)]")
_USUAL_LENGTH = 8


def enter(version: ItemVersion) -> None:
    """Make the entry of a version anew, from its names, its result, its area and its department."""
    enter_all([version])


def remove(version: ItemVersion) -> None:
    """Take a version out of the search."""
    SearchEntry.objects.filter(version=version).delete()


def enter_all(versions: Sequence[ItemVersion] | QuerySet[ItemVersion]) -> int:
    """Make the entries of these versions anew, many at a time. Returns how many."""
    for begin in range(0, len(versions), _MANY):
        _enter_some(list(versions[begin : begin + _MANY]))
    return len(versions)


def enter_item(item: Item) -> None:
    """Make the entries of an item anew: after something changed that stands in no version."""
    enter_all(_shown().filter(item=item))


def enter_everything() -> int:
    """Make every entry anew: after a new way of reading names. Returns how many."""
    return enter_all(_shown())


def _shown() -> QuerySet[ItemVersion]:
    shown = ItemVersion.objects.filter(status__in=(Status.PUBLISHED, Status.PAUSED))
    return shown.select_related("item__department").order_by("pk")


@transaction.atomic
def _enter_some(versions: Sequence[ItemVersion]) -> None:
    SearchEntry.objects.filter(version__in=versions).delete()
    made = [(version, list(_lines_of(version))) for version in versions]
    entries = SearchEntry.objects.bulk_create(
        SearchEntry(
            version=version,
            lines=[line.kept() for line in lines],
            service_objects=[ServiceObject(one).value for one in version.parsed.service_objects],
        )
        for version, lines in made
    )
    SearchTerm.objects.bulk_create(
        (
            SearchTerm(entry=entry, term=term, weight=weight)
            for entry, (_version, lines) in zip(entries, made, strict=True)
            for term, weight in _terms(lines).items()
        ),
        batch_size=5000,
    )


def _lines_of(version: ItemVersion) -> Iterator[Line]:
    """What an item is called and belongs to. What a name says in brackets (a place, for whom) need not be said: it
    stands without, too, but for those that change or end what another item gives."""
    content, item = version.parsed, version.item
    told: list[tuple[LineKind, str]] = [("name", version.name)]
    if item.handle_kind in (HandleKind.FIRST, HandleKind.OTHER):
        told.append(("bare", _BRACKETS.sub("", version.name)))
    told += [("alias", alias) for alias in content.aliases]
    told += [("english", version.name_en)]
    told += [("theme", theme) for theme in (*content.personal_themes, *content.enterprise_themes)]
    told += [("result", content.result.name if content.result else "")]
    told += [("area", item.subject_area), ("department", item.department.name)]
    seen = set()
    for kind, text in told:
        line = spoken(text)
        if line.units and line.plain not in seen:
            seen.add(line.plain)
            yield Line(kind, line)


def _terms(lines: Sequence[Line]) -> dict[str, float]:
    """Each term with how much it tells of this entry: more from a name, more from a short line."""
    found: dict[str, float] = {}
    for line in lines:
        heard = line.text.heard
        worth = WORTH[line.kind] * (0.6 + 0.4 * min(1.0, _USUAL_LENGTH / len(heard)))
        terms = dict.fromkeys(heard, ALONE) | dict.fromkeys(pairs(heard), INSIDE)
        if line.kind in NAMES:
            terms |= dict.fromkeys(initial_terms(line.text.initials), INSIDE)
        for term, weight in terms.items():
            found[term] = max(found.get(term, 0.0), weight * worth)
    return found
