"""Finding an item: by its name, an everyday name, pinyin, initials, words, or something that sounds alike.

The ranking is one number, the best of these reasons, so that it can be explained: the name itself 1000; beginning of
the name 600, an everyday name 580, part of the name 500, an everyday name within the question 450, part of an everyday
name 400, initials 380, pinyin 360, share of the words 300, likeness of sound 250. Up to 50 are added for how much of
the name the question covers. Two statements for a page of hits; pages go on from the last hit (`Hit.cursor`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.catalogue.kinds import ServiceObject
from yichuang.catalogue.models import ItemVersion, SearchEntry
from yichuang.catalogue.queries import in_force, published
from yichuang.catalogue.words import LONGEST_QUERY, Spoken, all_words, spoken

if TYPE_CHECKING:
    from yichuang.offices.models import Centre, Department, Window

MOST_HITS = 100
REASONS: dict[str, str | Promise] = {
    "name": gettext_lazy("名称相符"),
    "alias": gettext_lazy("俗称相符"),
    "initials": gettext_lazy("拼音首字母相符"),
    "pinyin": gettext_lazy("拼音相符"),
    "words": gettext_lazy("词语相符"),
    "likeness": gettext_lazy("读音相近"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found: the version in force, how well it fits, and why (a sentence for the reader)."""

    version: ItemVersion
    score: int
    why: str

    @property
    def cursor(self) -> str:
        """Where the next page begins."""
        return f"{self.score}.{self.version.item.code}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A subject area and how many items stand in it."""

    area: str
    count: int


_FOUND = """
WITH scored AS (
    SELECT e.version_id, i.code,
        CASE WHEN %(q)s = e_name THEN 1000
             WHEN starts_with(e_name, %(q)s) THEN 600
             WHEN strpos(e_name, %(q)s) > 0 THEN 500 ELSE 0 END AS name,
        CASE WHEN strpos(e.text, E'\\n' || %(q)s || E'\\n') > 0 THEN 580
             WHEN EXISTS (SELECT 1 FROM unnest(string_to_array(btrim(e.text, E'\\n'), E'\\n')) AS n
                          WHERE char_length(n) > 1 AND strpos(%(q)s, n) > 0) THEN 450
             WHEN strpos(e.text, %(q)s) > 0 THEN 400 ELSE 0 END AS alias,
        CASE WHEN %(letters)s = '' THEN 0
             WHEN strpos(e.initials, E'\\n' || %(letters)s) > 0 THEN 380
             WHEN strpos(e.initials, %(letters)s) > 0 THEN 370 ELSE 0 END AS initials,
        CASE WHEN %(letters)s = '' THEN 0
             WHEN strpos(e.sound, E'\\n' || %(letters)s) > 0 THEN 362
             WHEN strpos(e.sound, %(letters)s) > 0 THEN 360 ELSE 0 END AS pinyin,
        COALESCE(300 * (SELECT count(*) FROM unnest(%(words)s::text[]) AS w WHERE w = ANY(e.words))
                 / NULLIF(cardinality(%(words)s::text[]), 0), 0) AS words,
        CASE WHEN %(sound)s <%% e.sound THEN (250 * word_similarity(%(sound)s, e.sound))::int ELSE 0 END AS likeness,
        LEAST(50, 50 * char_length(%(q)s) / GREATEST(char_length(e_name), 1)) AS cover
    FROM catalogue_searchentry e
    CROSS JOIN LATERAL lower(e.name) AS e_name
    JOIN catalogue_itemversion v ON v.id = e.version_id
    JOIN catalogue_item i ON i.id = v.item_id
    WHERE v.status = 'published' AND v.effective_from <= %(on)s
      AND (v.effective_until IS NULL OR v.effective_until > %(on)s)
      AND (%(centre)s::bigint IS NULL OR i.centre_id = %(centre)s)
      AND (%(department)s::bigint IS NULL OR i.department_id = %(department)s)
      AND (%(area)s = '' OR i.subject_area = %(area)s)
      AND (strpos(e.text, %(q)s) > 0 OR e.words && %(words)s::varchar[] OR %(sound)s <%% e.sound
           OR strpos(e.sound, %(letters)s) > 0 OR strpos(e.initials, %(letters)s) > 0)
), ranked AS (
    SELECT *, GREATEST(name, alias, initials, pinyin, words, likeness) + cover AS score FROM scored
)
SELECT version_id, score, name, alias, initials, pinyin, words, likeness FROM ranked
WHERE GREATEST(name, alias, initials, pinyin, words, likeness) > 0
  AND (%(after_score)s::int IS NULL OR score < %(after_score)s
       OR (score = %(after_score)s AND code > %(after_code)s))
ORDER BY score DESC, code
LIMIT %(limit)s
"""


def search(
    words: str,
    *,
    on: date,
    centre: Centre | None = None,
    department: Department | None = None,
    window: Window | None = None,
    area: str = "",
    limit: int = 20,
    after: str | None = None,
) -> list[Hit]:
    """Items in force that fit the words, best first. Two statements.

    `window` narrows to the subject area the window stands for, `area` names one. Raises Invalid when the words are too
    long or unwritable, or `after` is not a cursor. No words find nothing: use `browse`.
    """
    asked = spoken(clean(words, field="q", longest=LONGEST_QUERY, label=_("搜索词")))
    if not asked.plain:
        return []
    score, code = _place(after)
    parameters = _parameters(asked) | {
        "on": on,
        "centre": centre.pk if centre else None,
        "department": department.pk if department else None,
        "area": area or (window.subject_area if window else "") or "",
        "after_score": score,
        "after_code": code,
        "limit": max(1, min(limit, MOST_HITS)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, parameters)
        rows = cursor.fetchall()
    versions = ItemVersion.objects.select_related("item__department", "item__centre").in_bulk([row[0] for row in rows])
    return [Hit(versions[row[0]], row[1], _why(row[2:])) for row in rows]


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


def enter(version: ItemVersion) -> SearchEntry:
    """Make the entry of a version anew, from its names, its area and its department."""
    content = version.parsed
    names = [name for name in dict.fromkeys((version.name, version.name_en, *content.aliases)) if name]
    heard = [spoken(name) for name in names]
    item = version.item
    values: dict[str, Any] = {
        "name": version.name,
        "text": _lines(one.plain for one in heard),
        "sound": _lines(part for one in heard for part in (one.joined, one.sound)),
        "initials": _lines(one.initials for one in heard),
        "words": all_words([*names, item.subject_area, item.department.name]),
        "service_objects": [ServiceObject(one).value for one in content.service_objects],
    }
    return SearchEntry.objects.update_or_create(version=version, defaults=values)[0]


def remove(version: ItemVersion) -> None:
    """Take a version out of the search."""
    SearchEntry.objects.filter(version=version).delete()


def _lines(parts: Any) -> str:
    """Each part on a line, with a line end before the first and after the last, so that a whole line can be found."""
    return "\n" + "\n".join(part for part in parts if part) + "\n"


def _parameters(asked: Spoken) -> dict[str, Any]:
    latin = asked.plain.isascii()
    return {
        "q": asked.plain,
        "letters": asked.joined if latin and len(asked.joined) > 1 else "\x01",
        "sound": asked.sound or asked.plain,
        "words": list(asked.words),
    }


def _place(after: str | None) -> tuple[int | None, str]:
    if not after:
        return None, ""
    score, _dot, code = after.partition(".")
    if not score.isascii() or not score.isdigit() or len(score) > 5 or not code:
        raise Invalid(_("翻页标记不对，请从第一页重新查找。"), field="after")
    return int(score), code


def _why(scores: Sequence[int]) -> str:
    best = max(zip(scores, REASONS, strict=True), key=lambda pair: pair[0])
    return str(REASONS[best[1]])
