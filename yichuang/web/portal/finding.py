"""What stands on the shelves of the portal, and what a search finds there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.catalogue.finding import misses, searching, ways
from yichuang.catalogue.finding.searching import Hit
from yichuang.catalogue.finding.ways import Answer, Way
from yichuang.catalogue.models import Item, ItemVersion, LifeEvent
from yichuang.catalogue.queries import published
from yichuang.offices.models import Centre, Department, SubjectArea

PAGE = 20
SUGGESTED = 6
_ICONS: Mapping[str, str] = {
    "企业开办": "briefcase",
    "工程建设": "crane",
    "审批局无差别": "rubber-stamp",
    "社会事务": "users",
    "社保医保": "heartbeat",
    "不动产登记": "home-2",
    "公共服务": "bolt",
    "全豫通办": "route",
    "跨省通办": "route",
    "老年人服务": "old",
    "公积金": "coin",
    "税务": "receipt",
    "公安出入境": "plane",
    "一件事一次办": "list-check",
}


@dataclass(frozen=True)
class Query:
    """What was asked: words and filters, as they stand in the address."""

    words: str = ""
    area: str = ""
    department: str = ""
    service_object: str = ""
    after: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Query:
        """From the address; what is not known there is ignored."""
        names = {"words": "q", "area": "area", "department": "department", "service_object": "for", "after": "after"}
        return cls(**{name: given.get(key, "").strip() for name, key in names.items()})

    def address(self, *, after: str = "") -> str:
        """The same question, going on after a mark."""
        pairs = {"q": self.words, "area": self.area, "department": self.department, "for": self.service_object}
        return "?" + urlencode({key: value for key, value in {**pairs, "after": after}.items() if value})


@dataclass(frozen=True)
class Row:
    """One thing found, as a link: an item, a life event or a window."""

    address: str
    title: str
    hint: str
    icon: str = ""
    others: Sequence[ItemVersion] = ()
    """Items of the same matter that stand below it."""

    @classmethod
    def of(cls, found: Hit | Way) -> Row:
        """In the language of the reader."""
        if isinstance(found, Hit):
            item = found.version.item
            hint = " · ".join(filter(None, (str(item.department), found.why)))
            return cls(reverse("portal:guide", args=[item.code]), found.version.title, hint, others=found.others)
        what = found.what
        if isinstance(what, LifeEvent):
            hint = _("人生大事：回答几个问题，列出要办的全部事项")
            return cls(reverse("portal:life_event", args=[what.key]), what.title, hint, what.icon or "route")
        hint = _("窗口：%(zone)s，可以到那里问") % {"zone": what.zone}
        return cls(reverse("portal:window", args=[what.number]), str(what), hint, "map-pin")


@dataclass(frozen=True)
class Found:
    """One page of what was found."""

    rows: Sequence[Row] = field(default_factory=list)
    next_address: str = ""
    corrected: str = ""
    """What was taken to be meant, when it was not written so."""
    meant: Sequence[str] = ()
    """The words of synonyms by which more was found."""
    guessed: bool = False
    """Whether nothing fits well."""


@dataclass(frozen=True)
class Area:
    """One shelf as a tile."""

    key: str
    label: str
    count: int
    icon: str


def find(query: Query, *, centre: Centre, on: date) -> Found:
    """Search when there are words, else browse. Raises Invalid when the words cannot be used.

    A search of everything also finds life events and windows; when it finds nothing, or only guesses, it is counted
    (`catalogue.misses`).
    """
    narrower: dict[str, Any] = {
        "on": on,
        "centre": centre,
        "department": _department(query.department, centre),
        "area": query.area,
        "service_object": query.service_object,
        "limit": PAGE + 1,
    }
    if not query.words:
        versions_ = searching.browse(after=query.after, **narrower)
        mark = versions_[PAGE - 1].item.code if len(versions_) > PAGE else ""
        rows = [Row.of(Hit(version=version, score=0, why="")) for version in versions_[:PAGE]]
        return Found(rows, next_address=query.address(after=mark) if mark else "")
    asked = searching.understood(query.words, on=on, centre=centre)
    hits = searching.search(asked, after=query.after or None, fold=True, **narrower)
    mark = hits[PAGE - 1].cursor if len(hits) > PAGE else ""
    answer = Answer(hits[:PAGE], guessed=not query.after and searching.is_weak(hits))
    if query == Query(words=query.words):
        misses.note(query.words, hits, centre=centre, on=on)
        answer = ways.answer(asked, hits[:PAGE], centre=centre, on=on)
    return Found(
        rows=[Row.of(one) for one in answer.found],
        next_address=query.address(after=mark) if mark else "",
        corrected=hits[0].corrected if hits and not answer.guessed else "",
        meant=list(dict.fromkeys(hit.meant for hit in hits[:5] if hit.meant)),
        guessed=answer.guessed,
    )


def suggest(words: str, *, centre: Centre, on: date) -> list[Row]:
    """A few items and ways in while somebody is still typing; nothing is counted, and what cannot be used finds
    nothing."""
    if len(words.strip()) < 2:
        return []
    try:
        asked = searching.understood(words, on=on, centre=centre)
        hits = searching.search(asked, centre=centre, on=on, limit=SUGGESTED, fold=True)
        found = ways.answer(asked, hits, centre=centre, on=on).found
    except Refused:
        return []
    return [Row.of(one) for one in found[:SUGGESTED]]


def _department(code: str, centre: Centre) -> Department | None:
    return Department.objects.filter(centre=centre, code=code).first() if code else None


def versions(codes: Sequence[str], *, centre: Centre, on: date, limit: int) -> list[ItemVersion]:
    """The items of these codes in this order, filled up from the list when there are too few."""
    listed = published(on, centre=centre)
    found = {version.item.code: version for version in listed.filter(item__code__in=codes)}
    chosen = [found[code] for code in codes if code in found]
    if len(chosen) < limit:
        chosen += list(listed.exclude(item__code__in=codes)[: limit - len(chosen)])
    return chosen


def area_label(item: Item) -> str:
    """The name of the item's field in the reader's language."""
    area = SubjectArea.objects.filter(centre=item.centre_id, name=item.subject_area).first()
    return str(area or item.subject_area)


def areas(*, centre: Centre, on: date) -> list[Area]:
    """The shelves that hold anything, in the order of the centre."""
    counts = {shelf.area: shelf.count for shelf in searching.shelves(on=on, centre=centre)}
    known = {area.name: area for area in SubjectArea.objects.filter(centre=centre).order_by("position")}
    ordered = [name for name in known if name in counts] + [name for name in counts if name not in known]
    return [
        Area(name, str(known[name]) if name in known else name, counts[name], _ICONS.get(name, "file-text"))
        for name in ordered
    ]
