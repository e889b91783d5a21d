"""Finding an item: by its name, an everyday name, a synonym, pinyin, initials, words, or something that sounds alike.

The question is read in several ways (`asking`); the index of terms gives the hundred entries that share most with it,
and only these are compared line by line (`scoring`). Three statements, however many items there are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.catalogue.finding import scoring
from yichuang.catalogue.finding.asking import Form, forms, readings, stretches
from yichuang.catalogue.finding.scoring import Fit, Rarity, Reading
from yichuang.catalogue.finding.words import LONGEST_QUERY, Spoken
from yichuang.catalogue.models import ItemVersion, SearchEntry, Synonym
from yichuang.catalogue.queries import in_force, published

if TYPE_CHECKING:
    from yichuang.offices.models import Centre, Department, Window

MOST_HITS = 100
"""Only so many are ever ranked: whoever wants more browses by shelf."""
MOST_OF_A_FAMILY = 3
"""Only so many items of one entry of the basic catalogue are compared when they are folded."""
MOST_SYNONYMS = 6
"""Only so many synonyms are put into one question."""
LEAST, SHARE_OF_BEST = 200, 0.5
"""Scores below which nothing has been found, whatever else was, and beside the best."""
WEAK = 450
"""A best hit below this is a guess."""
_MOST_OF_A_TERM = 600
_NEAREST = 300
_EVERY = 1_000_000
REASONS: dict[scoring.Reason, str | Promise] = {
    "name": gettext_lazy("名称相符"),
    "alias": gettext_lazy("俗称相符"),
    "initials": gettext_lazy("拼音首字母相符"),
    "pinyin": gettext_lazy("拼音相符"),
    "words": gettext_lazy("词语相符"),
    "likeness": gettext_lazy("读音相近"),
    "synonym": gettext_lazy("意思相同"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found: the version in force, how well it fits, and why (a sentence for the reader)."""

    version: ItemVersion
    score: int
    why: str
    corrected: str = ""
    """What was taken to be meant when the question was written wrongly, in pinyin or in initials."""
    meant: str = ""
    """The words of a synonym by which it was found."""
    others: Sequence[ItemVersion] = ()
    """Items of the same entry of the basic catalogue that fit less well (变更, 注销 …), when they are folded."""

    @property
    def cursor(self) -> str:
        """Where the next page begins."""
        return f"{self.score}.{self.version.item.code}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A subject area and how many items stand in it."""

    area: str
    count: int


class _Near(NamedTuple):
    """A candidate: its version, the code of its item, its entry of the basic catalogue, how it fits."""

    pk: int
    code: str
    family: int | None
    fit: Fit


_FOUND = """
WITH asked AS (
    SELECT * FROM unnest(%(terms)s::text[], %(weights)s::float8[]) AS a(term, weight)
), entries AS (
    SELECT count(*) AS n FROM (SELECT 1 FROM catalogue_searchentry LIMIT %(most)s) AS known
), postings AS (
    SELECT a.term, a.weight, t.entry_id, t.weight AS worth FROM asked a CROSS JOIN LATERAL (
        SELECT entry_id, weight FROM catalogue_searchterm WHERE term = a.term ORDER BY weight DESC LIMIT %(most)s
    ) AS t
), counted AS (
    SELECT term, count(*) AS n FROM postings GROUP BY term
), summed AS (
    SELECT p.entry_id, sum(p.weight * p.worth * ln(1 + entries.n::float8 / c.n)) AS told
    FROM postings p JOIN counted c USING (term) CROSS JOIN entries GROUP BY p.entry_id
    ORDER BY told DESC, p.entry_id LIMIT %(nearest)s
), near AS (
    SELECT e.version_id, i.code, e.lines, s.told, coalesce(2 * m.basic_id, 2 * m.id + 1) AS family,
        row_number() OVER (
            PARTITION BY coalesce(2 * m.basic_id, 2 * m.id + 1, -i.id) ORDER BY s.told DESC, i.code
        ) AS nth
    FROM summed s
    JOIN catalogue_searchentry e ON e.id = s.entry_id
    JOIN catalogue_itemversion v ON v.id = e.version_id
    JOIN catalogue_item i ON i.id = v.item_id
    LEFT JOIN catalogue_implementation m ON m.id = i.implementation_id
    WHERE v.status = 'published' AND v.effective_from <= %(on)s
      AND (v.effective_until IS NULL OR v.effective_until > %(on)s)
      AND (%(centre)s::bigint IS NULL OR i.centre_id = %(centre)s)
      AND (%(department)s::bigint IS NULL OR i.department_id = %(department)s)
      AND (%(area)s = '' OR i.subject_area = %(area)s)
      AND (%(object)s = '' OR e.service_objects = '{}' OR e.service_objects @> ARRAY[%(object)s]::varchar[])
)
SELECT version_id, code, family, lines, (SELECT jsonb_object_agg(term, n) FROM counted), (SELECT n FROM entries)
FROM near WHERE nth <= %(of_family)s
ORDER BY told DESC, code
LIMIT %(candidates)s
"""


def search(
    words: str | Sequence[Form],
    *,
    on: date,
    centre: Centre | None = None,
    department: Department | None = None,
    window: Window | None = None,
    area: str = "",
    service_object: str = "",
    limit: int = 20,
    after: str | None = None,
    least: int = LEAST,
    fold: bool = False,
) -> list[Hit]:
    """Items in force that fit the words, or what was `understood` by them, best first. Those that score less than
    `least` are left out, and those that score less than half of what the best explains of the words, unless `least`
    asks for everything that is near.

    `window` narrows to the subject area the window stands for, `area` names one; an item that names no service object
    is for anyone. With `fold`, items of one entry of the basic catalogue, or of the implementation list where the
    former is not known (新办, 变更, 注销; the same power of several towns), are one hit: the one that fits best, with
    the others below it. Raises Invalid when the words are too long or unwritable, or `after` is not a cursor. No words
    find nothing: use `browse`.
    """
    asked = understood(words, on=on, centre=centre) if isinstance(words, str) else words
    place = _place(after)
    if not asked:
        return []
    narrower = {
        "on": on,
        "centre": centre.pk if centre else None,
        "department": department.pk if department else None,
        "area": area or (window.subject_area if window else "") or "",
        "object": service_object,
    }
    near = sorted(_fits(asked, narrower, least, fold), key=lambda one: (-one.fit.score, one.code))
    enough = near[0].fit.strict * SHARE_OF_BEST if near and least >= LEAST else 0
    families = _families([one for one in near if one.fit.score >= enough], fold)
    chosen = [family for family in families if _follows(family[0].fit.score, family[0].code, place)]
    return _hits(chosen[: max(1, min(limit, MOST_HITS))])


def _families(near: Sequence[_Near], fold: bool) -> list[list[_Near]]:
    """Those of one entry of the basic catalogue together, in the order of the first of each."""
    found: dict[int, list[_Near]] = {}
    for one in near:
        found.setdefault(one.family if fold and one.family is not None else -one.pk, []).append(one)
    return list(found.values())


def _hits(families: Sequence[Sequence[_Near]]) -> list[Hit]:
    known = ItemVersion.objects.select_related("item__department", "item__centre")
    versions = known.in_bulk([one.pk for family in families for one in family])
    return [
        Hit(
            version=versions[first.pk],
            score=first.fit.score,
            why=str(REASONS[first.fit.reason]),
            corrected=first.fit.corrected,
            meant=first.fit.form.meant,
            others=[versions[one.pk] for one in rest],
        )
        for first, *rest in families
    ]


def understood(words: str, *, on: date, centre: Centre | None = None) -> list[Form]:
    """The forms in which the question is looked for, with the synonyms of the centre. Raises Invalid when the words are
    too long or unwritable."""
    read = readings(clean(words, field="q", longest=LONGEST_QUERY, label=_("搜索词")))
    return forms(read, _synonyms(read, on=on, centre=centre)) if read else []


def is_weak(hits: Sequence[Hit]) -> bool:
    """Whether nothing was found, or only guesses."""
    return not hits or hits[0].score < WEAK


def _synonyms(read: Sequence[Spoken], *, on: date, centre: Centre | None) -> list[tuple[str, str]]:
    """The synonyms (heard, meant) that stand in the question, the longest first. One statement."""
    running = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    found = Synonym.objects.filter(running, heard__in=stretches(read))
    if centre is not None:
        found = found.filter(centre=centre)
    pairs = sorted(set(found.values_list("heard", "meant")), key=lambda pair: (-len(pair[0].split(" ")), pair))
    longest = [pair for pair in pairs if not any(_within(pair[0], other) for other, _meant in pairs)]
    return longest[:MOST_SYNONYMS]


def _within(heard: str, other: str) -> bool:
    """Whether one synonym is a part of a longer one, which then tells more."""
    return heard != other and f" {heard} " in f" {other} "


def _fits(asked: Sequence[Form], narrower: dict[str, Any], least: int, fold: bool) -> list[_Near]:
    """The candidates of the index, each with its best fit. One statement."""
    terms: dict[str, float] = {}
    for form in asked:
        for term, weight in form.terms.items():
            terms[term] = max(weight, terms.get(term, 0.0))
    narrowed = narrower["department"] or narrower["area"] or narrower["object"]
    parameters = narrower | {
        "terms": list(terms),
        "weights": list(terms.values()),
        "most": _EVERY if narrowed else _MOST_OF_A_TERM,
        "nearest": _EVERY if narrowed else _NEAREST,
        "of_family": MOST_OF_A_FAMILY if fold else _EVERY,
        "candidates": MOST_HITS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, parameters)
        rows = cursor.fetchall()
    if not rows:
        return []
    rarity = Rarity(json.loads(rows[0][4]), rows[0][5])
    readings = [Reading(form, rarity) for form in asked]
    fits = ((row, scoring.fit([scoring.read(*line) for line in json.loads(row[3])], readings)) for row in rows)
    return [_Near(row[0], row[1], row[2], fit) for row, fit in fits if fit is not None and fit.score >= least]


def _follows(score: int, code: str, place: tuple[int, str] | None) -> bool:
    """Whether a hit comes after the end of the page before."""
    return place is None or score < place[0] or (score == place[0] and code > place[1])


def browse(
    *,
    on: date,
    centre: Centre | None = None,
    department: Department | None = None,
    area: str = "",
    service_object: str = "",
    limit: int = 20,
    after: str = "",
) -> list[ItemVersion]:
    """The published list by shelf, in the order of the codes, going on after the code `after`. One statement.

    An item that names no service object is for anyone and stands on every shelf.
    """
    versions = published(on, centre=centre)
    if department is not None:
        versions = versions.filter(item__department=department)
    if area:
        versions = versions.filter(item__subject_area=area)
    if service_object:
        entries = SearchEntry.objects.filter(Q(service_objects__contains=[service_object]) | Q(service_objects__len=0))
        versions = versions.filter(pk__in=entries.values("version"))
    if after:
        versions = versions.filter(item__code__gt=after)
    return list(versions[: max(1, min(limit, MOST_HITS))])


def shelves(*, on: date, centre: Centre) -> list[Shelf]:
    """The subject areas of a centre with the number of items in force, by name. One statement."""
    found = ItemVersion.objects.filter(in_force(on), status="published", item__centre=centre)
    counted = found.values_list("item__subject_area").annotate(number=Count("id")).order_by("item__subject_area")
    return [Shelf(area, number) for area, number in counted]


def _place(after: str | None) -> tuple[int, str] | None:
    if not after:
        return None
    score, _dot, code = after.partition(".")
    if not score.isascii() or not score.isdigit() or len(score) > 5 or not code:
        raise Invalid(_("翻页标记不对，请从第一页重新查找。"), field="after")
    return int(score), code
