"""Into the archive (归档): by the system when the centre's rule says so, or by hand; and handed over on a list.

The archive number (档号) is fonds-ZW·year-period-serial, as in 「ANYANG-ZW·2026-D30-00001」: the code of the centre
stands for the number of the fonds, ZW for papers of government service (政务服务), the year is that of archiving, and
the serial has no gap within centre and year.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base.canonical import canonical_json
from yichuang.base.limits import Unit
from yichuang.base.numbering import next_number
from yichuang.base.refusal import Refused, in_one
from yichuang.cases import deeming, life_cycle, queries, standing, timing
from yichuang.cases.afterwards import retention
from yichuang.cases.models import ArchiveRecord, Case, Keeping, RetentionRule, Rule, State
from yichuang.documents.models import FileState
from yichuang.people.actors import SYSTEM, Actor
from yichuang.people.models import Role

BATCH: Final = 200
"""How many cases one run looks at."""
LEAST_DAYS: Final = {Unit.working_days: 1, Unit.calendar_days: 1, Unit.months: 28, Unit.years: 365}
BY_HAND: Final = (Role.CLERK, Role.MANAGER)
log = logging.getLogger(__name__)


class NotComplete(Refused):
    """Something is missing that must be in the archive; the sentence names all of it."""

    code = "not_complete"


class NotYet(Refused):
    """The time that the centre's rule leaves after delivery has not run out."""

    code = "not_yet"


def archive(*, case: Case, by: Actor = SYSTEM, at: datetime) -> Case:
    """Put the case into the archive: number, period, and the digest of its papers, which goes into the journal.

    The system does it when the rule's time is over, a clerk or manager by hand as soon as nothing is missing. Raises
    NotComplete, NotYet. (国务院令第716号第十二条：电子文件以电子形式归档.)
    """
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        period = require_possible(case, by=by, at=at)
        if by.is_system:
            _require_time_over(case, at=at)
        keeping = Keeping(period.keeping)
        ended = timezone.localdate(case.ended_at or at)
        record = ArchiveRecord(
            case=case,
            centre=case.centre,
            keeping=keeping,
            basis=period.basis,
            keep_until=retention.keep_until(keeping, ended=ended),
            contents=contents_of(case),
            archived_at=at,
        )
        _number(record, at=at)
        record.save()
        detail = {"number": record.number, "keeping": record.keeping, "contents": record.contents}
        life_cycle.move(case=case, name="archive", by=by, at=at, detail=detail, due_at=None, warn_at=None)
    return case


def require_possible(case: Case, *, by: Actor, at: datetime) -> RetentionRule:
    """The period for which the case would be kept; refuse whoever may not archive it, and what is not complete."""
    by.must_have(*BY_HAND)
    standing.refuse_own_case(case, by)
    if case.state == State.COMPLETED:
        raise NotComplete(_("结果还没有送达。请先送达，再归档。"))
    life_cycle.require(case, "archive")
    lacking = list(missing(case))
    period = retention.rule_for(case, at=at)
    if period is None:
        lacking.append(_("中心还没有设定这类事项的保管期限，请中心管理员在“归档”页面设定。"))
    if lacking or period is None:
        raise NotComplete(in_one(lacking))
    return period


def missing(case: Case) -> Iterator[str]:
    """What is not there yet, a sentence each. Three statements."""
    undrawn = [str(letter) for letter in queries.letters_of(case).filter(digest=None)]
    if undrawn:
        yield _("文书还没有制作完成：%(letters)s。稍后再试；一直没有的，请系统管理员查看文书任务。") % {
            "letters": _("、").join(undrawn)
        }
    unchecked = case.materials.exclude(file=None).exclude(file__state=FileState.CLEAN)
    names = list(unchecked.order_by("id").values_list("name", flat=True))
    if names:
        yield _("材料文件还没有检查通过：%(names)s。") % {"names": _("、").join(names)}
    moves = queries.history(case).filter(act__in=["case.papers_passed", "case.papers_received"])
    if moves.order_by("-seq").values_list("act", flat=True).first() == "case.papers_passed":
        yield _("纸质材料还在移交途中，没有签收。请先在“物料转移”签收。")


def contents_of(case: Case) -> str:
    """SHA-256 over the digests of all files and letters that lie in the case, in hexadecimal."""
    return digest_of(
        [str(one) for one in case.materials.exclude(file=None).values_list("file__digest", flat=True)],
        [str(one) for one in queries.letters_of(case).values_list("digest", flat=True)],
    )


def digest_of(materials: Sequence[str], letters: Sequence[str]) -> str:
    """The digest of a set of papers, whatever their order; the stand-alone verifier computes the same."""
    told: dict[str, Any] = {"materials": sorted(materials), "letters": sorted(letters)}
    return hashlib.sha256(canonical_json(told)).hexdigest()


def _require_time_over(case: Case, *, at: datetime) -> None:
    ended = case.ended_at or at
    rule = timing.due_by_rule(case, Rule.Kind.ARCHIVING, at=ended)
    if rule is None or rule.at > at:
        raise NotYet(_("办件 %(number)s 还没有到归档的时间。") % {"number": case.number})


def _number(record: ArchiveRecord, *, at: datetime) -> None:
    """The next number of the centre in this year; whoever archives there takes turns from here on."""
    record.year = timezone.localtime(at).year
    record.serial = next_number(series=f"archive:{record.centre_id}", year=record.year)
    fonds = record.centre.code.upper()
    record.number = f"{fonds}-ZW·{record.year}-{record.keeping}-{record.serial:05d}"


Place = tuple[datetime, UUID]
"""Where a walk over ended cases has come to: when the last one ended, and which it is."""


@dataclass
class Report:
    """What one batch did: how many cases were archived, what some lack, the numbers of those that failed, and where
    the next batch goes on; nowhere when that was the last."""

    done: int = 0
    incomplete: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    last: Place | None = None


def archive_some(*, at: datetime, after: Place | None = None) -> Report:
    """Archive of one batch what has ended and whose time is over, the longest ended first, each case in a transaction
    of its own; begin after the place that the batch before came to.

    A case that somebody works on is left for the next night; one that lacks something is reported and stops nobody. A
    walk that was broken off is taken up from its start without loss: what is archived is not met again.
    """
    report = Report()
    rows = _ended(at, after)
    for _ended_at, pk, number in rows:
        try:
            with transaction.atomic():
                free = Case.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
                if free is not None:
                    archive(case=free, at=at)
                    report.done += 1
        except NotYet:
            continue
        except Refused as refused:
            report.incomplete[number] = str(refused)
        except Exception:
            # Whatever it is: it must not keep the others out of the archive.
            log.exception("archiving failed: case %s", number)
            report.failed.append(number)
    if len(rows) == BATCH:
        report.last = rows[-1][:2]
    return report


def _ended(at: datetime, after: Place | None) -> list[tuple[datetime, UUID, str]]:
    """A batch of cases that have ended, are not archived, and may be old enough. Two statements."""
    ripe = Q(pk__in=[])
    for centre, least in _least_days():
        ripe |= Q(centre=centre, ended_at__lt=at - timedelta(days=least))
    waiting = Case.objects.filter(ripe, state__in=life_cycle.MOVES["archive"].sources)
    if after is not None:
        ended, pk = after
        waiting = waiting.filter(ended_at__gte=ended).exclude(ended_at=ended, id__lte=pk)
    rows = waiting.order_by("ended_at", "id").values_list("ended_at", "id", "number")[:BATCH]
    return [(ended, pk, number) for ended, pk, number in rows if ended is not None]


def _least_days() -> list[tuple[int, int]]:
    """For each centre with a rule the days that pass at the least before any of its rules is over: the clock of the
    last one may end in the morning. One statement."""
    found: dict[int, int] = {}
    for centre, length, unit in Rule.objects.filter(kind=Rule.Kind.ARCHIVING).values_list("centre", "length", "unit"):
        days = length * LEAST_DAYS.get(Unit(unit), 0) - 1
        found[centre] = max(0, min(days, found.get(centre, days)))
    return sorted(found.items())
