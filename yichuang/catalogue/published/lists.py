"""Lists kept by rule (清单): which published versions stand on which list, and what each list means by which law.

An entry is made when a version is published and counts while that version is in force, so nobody keeps a list by
hand: pausing, cancelling, ending or replacing a version takes the item off by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_stubs_ext import StrPromise

from yichuang.catalogue import bundled
from yichuang.catalogue.content import Content, each_material
from yichuang.catalogue.kinds import CrossScope, Processing
from yichuang.catalogue.models import UNPUBLISHED, ItemVersion, ListEntry, Status
from yichuang.catalogue.queries import published
from yichuang.offices.models import Centre


@dataclass(frozen=True, slots=True)
class Kept:
    """One list: its name, what it means for the applicant, its law, and the rule that puts a version on it."""

    key: str
    label: StrPromise
    meaning: StrPromise
    law: StrPromise
    rule: Callable[[ItemVersion, Content], bool]
    why: Callable[[Content], str] = lambda content: ""

    def label_in(self, centre: Centre) -> str:
        """The name of the list where the centre is: 全豫通办 in Henan."""
        if self.key != "province_wide":
            return str(self.label)
        province = province_of(centre.region_code)
        if (get_language() or "").startswith("en"):
            province = bundled.english("provinces").get(centre.region_code[:2], province)
        return str(self.label) % {"province": province}


def province_of(region_code: str) -> str:
    """The one-character name of the province of a region code (豫 for 41…), or 省 where none is known."""
    return str(bundled.load("provinces").get(region_code[:2], _("省")))


def _names(content: Content, names: Iterable[str]) -> str:
    """Names that stand in a guide, in the reader's language as far as the guide has it."""
    english = (get_language() or "").startswith("en")
    known = {one.name: one.name_en for one in each_material(content.materials) if one.name_en} | content.translated
    return _("、").join(known.get(name, name) if english else name for name in names)


def _tolerable(content: Content) -> str:
    return _names(content, (one.name for one in each_material(content.materials) if one.tolerable))


def _proofs(content: Content) -> str:
    return _names(content, (one.name for one in each_material(content.materials) if one.proof))


def _promised(content: Content) -> str:
    return _names(content, (one.name for one in each_material(content.materials) if one.promisable))


def _scopes(content: Content, *scopes: CrossScope) -> bool:
    return any(scope in content.cross_scopes for scope in scopes)


def _said(content: Content, *words: str) -> bool:
    return any(word in text for text in content.cross_region for word in words)


def _across_provinces(version: ItemVersion, content: Content) -> bool:
    scopes = _scopes(content, CrossScope.NATION, CrossScope.PROVINCES)
    return scopes or _said(content, "跨省通办") or version.item.subject_area == "跨省通办"


def _across_the_province(version: ItemVersion, content: Content) -> bool:
    name = f"全{province_of(version.item.centre.region_code)}通办"
    return _scopes(content, CrossScope.CITIES) or _said(content, "全省通办", name) or version.item.subject_area == name


def _charged(version: ItemVersion, content: Content) -> bool:
    return content.charged is True or any(fee.fen != 0 for fee in content.fees)


def _for_the_old(version: ItemVersion, content: Content) -> bool:
    words = (version.item.subject_area, version.name, *content.personal_themes)
    return any("老年" in word for word in words)


LISTS: Final[dict[str, Kept]] = {
    one.key: one
    for one in (
        Kept(
            "tolerance",
            gettext_lazy("容缺受理清单"),
            gettext_lazy("主要材料齐全就先受理，列明的次要材料可以在承诺的期限内补交。"),
            gettext_lazy("《安阳市政务服务条例》第二十四条"),
            lambda version, content: bool(_tolerable(content)),
            _tolerable,
        ),
        Kept(
            "promise",
            gettext_lazy("告知承诺清单"),
            gettext_lazy("写下承诺，就不用提交列明的证明或者材料；承诺不实要承担责任。"),
            gettext_lazy("国办发〔2020〕42号；《安阳市政务服务条例》第二十六条"),
            lambda version, content: content.promise is not None,
            _promised,
        ),
        Kept(
            "proof",
            gettext_lazy("证明事项清单"),
            gettext_lazy("办这些事要提交的证明。清单之外的证明，不得要求提交。"),
            gettext_lazy("《优化营商环境条例》第四十五条"),
            lambda version, content: bool(_proofs(content)),
            _proofs,
        ),
        Kept(
            "instant",
            gettext_lazy("即办件清单"),
            gettext_lazy("材料齐全、符合条件的，当场办结。"),
            gettext_lazy("《行政许可法》第三十四条第二款"),
            lambda version, content: content.processing == Processing.INSTANT,
        ),
        Kept(
            "cross_province",
            gettext_lazy("跨省通办清单"),
            gettext_lazy("在外省也能申请，不用回来跑。"),
            gettext_lazy("国办发〔2020〕35号"),
            _across_provinces,
        ),
        Kept(
            "province_wide",
            gettext_lazy("全%(province)s通办清单"),
            gettext_lazy("在本省任何一个政务服务中心都能申请。"),
            gettext_lazy("国务院令第716号《关于在线政务服务的若干规定》"),
            _across_the_province,
        ),
        Kept(
            "bundle",
            gettext_lazy("一件事清单"),
            gettext_lazy("几个部门的事合成一件，一次告知、一表申请、一窗受理。"),
            gettext_lazy("国发〔2024〕3号"),
            lambda version, content: bool(content.bundles),
            lambda content: _names(content, content.bundles),
        ),
        Kept(
            "intermediary",
            gettext_lazy("中介服务清单"),
            gettext_lazy("办这些事需要中介机构提供的服务。清单之外的中介服务，不得作为办理条件。"),
            gettext_lazy("《优化营商环境条例》第四十三条"),
            lambda version, content: bool(content.intermediaries),
            lambda content: _names(content, (one.name for one in content.intermediaries)),
        ),
        Kept(
            "fee",
            gettext_lazy("收费清单"),
            gettext_lazy("依法收费的事项和项目。清单之外一律不收费。"),
            gettext_lazy("《行政许可法》第五十八条、第五十九条"),
            _charged,
            lambda content: _names(content, (fee.name for fee in content.fees)),
        ),
        Kept(
            "elderly",
            gettext_lazy("老年人办事清单"),
            gettext_lazy("老年人常办的事，窗口优先，可以由人陪同或者代办。"),
            gettext_lazy("国办发〔2020〕45号"),
            _for_the_old,
        ),
    )
}
"""Every list, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item on a list: since when, and which of its materials, fees … put it there."""

    version: ItemVersion
    since: date
    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An item that came onto a list or left it on a day."""

    day: date
    key: str
    version: ItemVersion
    came: bool


def enter(version: ItemVersion) -> None:
    """Put a published version on its lists; `since` goes on where the version before it stood there to the end."""
    content = version.parsed
    begins = version.effective_from
    if begins is None:
        return
    before = ListEntry.objects.filter(version__item=version.item_id, version__effective_until=begins)
    earlier = {entry.key: entry.since for entry in before.exclude(version=version)}
    keys = [key for key, one in LISTS.items() if one.rule(version, content)]
    ListEntry.objects.filter(version=version).exclude(key__in=keys).delete()
    ListEntry.objects.bulk_create(
        [ListEntry(version=version, key=key, since=earlier.get(key, begins)) for key in keys],
        update_conflicts=True,
        unique_fields=["version", "key"],
        update_fields=["since"],
    )


def rebuild() -> int:
    """Put every published version on its lists anew, oldest first. Returns how many there are."""
    real = ItemVersion.objects.exclude(status__in=UNPUBLISHED).select_related("item__centre")
    number = 0
    for version in real.order_by("item", "effective_from", "number").iterator(chunk_size=200):
        enter(version)
        number += 1
    return number


def counts(*, centre: Centre, on: date) -> dict[str, int]:
    """How many items stand on each list that day. One statement."""
    counted = _standing(centre, on).values_list("key").annotate(number=Count("pk"))
    found = dict(counted)
    return {key: found.get(key, 0) for key in LISTS}


def lines(kept: Kept, *, centre: Centre, on: date) -> list[Line]:
    """The items of a list, by department and code. Two statements."""
    since = dict(_standing(centre, on).filter(key=kept.key).values_list("version", "since"))
    found = published(on, centre=centre).filter(pk__in=since).order_by("item__department__code", "item__code")
    return [Line(version, since[version.pk], kept.why(version.parsed)) for version in found]


def lists_of(version: ItemVersion, *, centre: Centre) -> list[tuple[Kept, str]]:
    """The lists on which a version stands, each with its name here."""
    keys = set(ListEntry.objects.filter(version=version).values_list("key", flat=True))
    return [(one, one.label_in(centre)) for key, one in LISTS.items() if key in keys]


def moved(*, centre: Centre, on: date, days: int = 90) -> list[Moved]:
    """Who came onto a list or left one in the last `days`, latest first. Two statements."""
    first = on - timedelta(days=days)
    entries = ListEntry.objects.filter(version__item__centre=centre).select_related("version__item__department")
    entries = entries.defer("version__content")
    came = [
        Moved(entry.since, entry.key, entry.version, came=True)
        for entry in entries.filter(since__gte=first, since__lte=on)
        if entry.since == entry.version.effective_from
    ]
    ended = list(entries.filter(version__effective_until__gte=first, version__effective_until__lte=on))
    follow = set(
        ListEntry.objects.filter(version__item__in=[one.version.item_id for one in ended]).values_list(
            "key", "version__item", "version__effective_from"
        )
    )
    left = [
        Moved(one.version.effective_until, one.key, one.version, came=False)
        for one in ended
        if one.version.effective_until is not None
        and (one.key, one.version.item_id, one.version.effective_until) not in follow
    ]
    return sorted([*came, *left], key=lambda one: (one.day, one.key, one.version.item.code), reverse=True)


def _standing(centre: Centre, on: date) -> QuerySet[ListEntry]:
    """Entries of versions that may be applied for that day."""
    now = {f"version__{name}": value for name, value in (("status", Status.PUBLISHED), ("item__centre", centre))}
    begun = Q(version__effective_from__lte=on)
    lasting = Q(version__effective_until__isnull=True) | Q(version__effective_until__gt=on)
    return ListEntry.objects.filter(begun, lasting, **now)
