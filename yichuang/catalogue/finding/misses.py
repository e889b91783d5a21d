"""What people look for and do not find: counted without who asked, so that the centre learns their words.

Kept are the words, two days and a number. Words with a number as long as that of an identity card, a telephone or a
case, or with an address of mail, are never kept, nor are single characters. A centre keeps at most `MOST` misses: the
one asked least and longest ago makes room. What nobody asked for half a year is forgotten.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection, transaction

from yichuang.base import journal
from yichuang.catalogue.finding import searching
from yichuang.catalogue.finding.words import spoken
from yichuang.catalogue.models import SearchMiss
from yichuang.people.actors import Actor
from yichuang.people.models import Role

if TYPE_CHECKING:
    from yichuang.catalogue.finding.searching import Hit
    from yichuang.offices.models import Centre

MOST = 2000
SHOWN_FROM = 2
"""What was asked for only once is counted but shown to nobody: it may be a name that somebody typed."""
KEPT_FOR = timedelta(days=180)
_LONGEST = 40
_MOST_DIGITS = 4
_DIGIT = re.compile(r"\d")
_SPELT = re.compile(r"[\d零〇幺一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]{5,}")
"""A number spelt in characters (一三八零零…, 壹叁捌…) is a number."""
_LOG = logging.getLogger(__name__)
_COUNT = """
WITH old AS (
    DELETE FROM catalogue_searchmiss
    WHERE centre_id = %(centre)s AND NOT settled AND last < %(since)s AND words <> %(words)s
), room AS (
    DELETE FROM catalogue_searchmiss WHERE id = (
        SELECT id FROM catalogue_searchmiss
        WHERE centre_id = %(centre)s
          AND (SELECT count(*) FROM catalogue_searchmiss WHERE centre_id = %(centre)s) >= %(most)s
          AND NOT EXISTS (SELECT 1 FROM catalogue_searchmiss WHERE centre_id = %(centre)s AND words = %(words)s)
        ORDER BY times, last, id LIMIT 1)
)
INSERT INTO catalogue_searchmiss AS m (centre_id, words, times, since, last, settled)
VALUES (%(centre)s, %(words)s, 1, %(on)s, %(on)s, false)
ON CONFLICT (centre_id, words) DO UPDATE SET times = m.times + 1, last = GREATEST(m.last, excluded.last)
"""


def note(words: str, hits: Sequence[Hit], *, centre: Centre, on: date) -> None:
    """Count the words when their search found nothing or only guesses. One statement; a failure is only logged."""
    if not searching.is_weak(hits) or not (kept := worth_keeping(words)):
        return
    given: dict[str, Any] = {"centre": centre.pk, "words": kept, "on": on, "since": on - KEPT_FOR, "most": MOST}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_COUNT, given)
    except DatabaseError:
        _LOG.warning("a miss of the search could not be counted", exc_info=True)


def worth_keeping(words: str) -> str:
    """The words as they are counted, in small letters without marks; empty when they must not be kept."""
    line = spoken(words)
    plain = line.plain
    if "@" in plain or len(_DIGIT.findall(plain)) > _MOST_DIGITS or not 1 < len(plain) <= _LONGEST:
        return ""
    if _SPELT.search(plain.replace(" ", "")):
        return ""
    return plain if any(not unit.isdigit() for unit in line.units) else ""


def most_frequent(centre: Centre, *, limit: int) -> list[SearchMiss]:
    """What was asked for in vain most often and is not settled, from the second asking on. One statement."""
    shown = SearchMiss.objects.filter(centre=centre, settled=False, times__gte=SHOWN_FROM)
    return list(shown.order_by("-times", "-last", "id")[:limit])


def settled(centre: Centre, *, limit: int) -> list[SearchMiss]:
    """What was settled, the newest first: it can be taken up again. One statement."""
    return list(SearchMiss.objects.filter(centre=centre, settled=True).order_by("-last", "-id")[:limit])


def settle(*, miss: SearchMiss, by: Actor, at: datetime) -> None:
    """Nothing needs to be done about these words; they are counted on, but shown no more."""
    _set(miss, True, "catalogue.miss_settled", by=by, at=at)


def take_up(*, miss: SearchMiss, by: Actor, at: datetime) -> None:
    """Show these words again."""
    _set(miss, False, "catalogue.miss_taken_up", by=by, at=at)


@transaction.atomic
def _set(miss: SearchMiss, settled: bool, act: str, *, by: Actor, at: datetime) -> None:
    by.must_have(Role.MANAGER)
    if SearchMiss.objects.filter(pk=miss.pk, settled=not settled).update(settled=settled):
        miss.settled = settled
        subject = journal.Subject("search_miss", str(miss.pk))
        journal.write(act=act, subject=subject, by=by, at=at, centre_id=miss.centre_id, detail={"words": miss.words})
